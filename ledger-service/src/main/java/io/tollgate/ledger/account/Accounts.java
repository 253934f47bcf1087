package io.tollgate.ledger.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.balance.BalancePushRepository;
import io.tollgate.ledger.balance.BalancePusher;
import io.tollgate.ledger.outbox.OutboxRelay;
import io.tollgate.ledger.outbox.OutboxRepository;
import io.tollgate.ledger.posting.LedgerAccount;
import io.tollgate.ledger.posting.PostingRepository;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.DatabaseFailures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hibernate.reactive.mutiny.Mutiny;

/** Makes and switches accounts; every change is announced. */
@ApplicationScoped
class Accounts {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private final Database database;
    private final AccountRepository accounts;
    private final PostingRepository postings;
    private final OutboxRepository outbox;
    private final BalancePushRepository pushes;
    private final OutboxRelay relay;
    private final BalancePusher pusher;
    private final String cell;

    @Inject
    Accounts(
            Database database,
            AccountRepository accounts,
            PostingRepository postings,
            OutboxRepository outbox,
            BalancePushRepository pushes,
            OutboxRelay relay,
            BalancePusher pusher,
            LedgerConfig config) {
        this.database = database;
        this.accounts = accounts;
        this.postings = postings;
        this.outbox = outbox;
        this.pushes = pushes;
        this.relay = relay;
        this.pusher = pusher;
        this.cell = config.cell();
    }

    /** An account with its credit. */
    record Funded(Account account, NanoUsd credit) {}

    /** Makes an account; refuses an id that is taken or malformed. */
    Uni<Funded> create(Optional<String> wantedId, String name) {
        String id = wantedId.orElseGet(() -> "acct-" + Ids.newId());
        if (!ID.matcher(id).matches()) {
            throw RefusalException.badRequest(
                    "id must have 1 to 64 of a-z, 0-9, _ and -, and begin with a letter or digit", "id");
        }
        return database.inTransaction(session -> insert(session, id, name))
                .onFailure(DatabaseFailures::isDuplicate)
                .transform(taken -> RefusalException.conflict("there is an account " + id + " already", "id"))
                .map(account -> new Funded(account, NanoUsd.ZERO))
                .invoke(this::announceSoon);
    }

    private Uni<Account> insert(Mutiny.StatelessSession session, String id, String name) {
        return postings.now(session)
                .map(now -> new Account(id, name, cell, now.at().truncatedTo(ChronoUnit.MICROS)))
                .call(account -> accounts.insert(session, account))
                .call(account -> postings.open(session, Set.of(LedgerAccount.customer(id))))
                .call(account -> outbox.add(session, List.of(account.stated(account.createdAt()))))
                .call(account -> postings.touch(session, Set.of(id)).chain(numbers -> pushes.due(session, numbers)));
    }

    /** Renames an account or switches it; refuses an unknown one. */
    Uni<Funded> change(String id, Optional<String> name, Optional<Boolean> enabled) {
        return database.inTransaction(session -> accounts.lock(session, id)
                        .onItem()
                        .ifNull()
                        .failWith(() -> unknown(id))
                        .call(account -> postings.now(session)
                                .invoke(now -> account.change(
                                        name.orElse(account.name()), enabled.orElse(account.enabled()), now.at()))
                                .call(() -> accounts.update(session, account))
                                .chain(now -> outbox.add(session, List.of(account.stated(now.at())))))
                        .chain(account -> postings.credit(session, id).map(credit -> new Funded(account, credit))))
                .invoke(this::announceSoon);
    }

    /** An account; refuses an unknown one. */
    Uni<Funded> get(String id) {
        return database.inTransaction(session -> accounts.find(session, id)
                .onItem()
                .ifNull()
                .failWith(() -> unknown(id))
                .chain(account -> postings.credit(session, id).map(credit -> new Funded(account, credit))));
    }

    /** A page of all accounts, oldest first. */
    Uni<List<Funded>> page(int offset, int limit) {
        return database.inTransaction(session -> accounts.page(session, offset, limit)
                .chain(page -> postings.credits(
                                session, page.stream().map(Account::id).toList())
                        .map(credits -> {
                            List<Funded> funded = new ArrayList<>();
                            page.forEach(account ->
                                    funded.add(new Funded(account, credits.getOrDefault(account.id(), NanoUsd.ZERO))));
                            return funded;
                        })));
    }

    private static RefusalException unknown(String id) {
        return RefusalException.notFound("there is no account " + id);
    }

    private void announceSoon() {
        relay.wake();
        pusher.wake();
    }
}
