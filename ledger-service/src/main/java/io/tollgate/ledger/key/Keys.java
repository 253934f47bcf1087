package io.tollgate.ledger.key;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.account.KeySecret;
import io.tollgate.contracts.account.KeyStatus;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.account.AccountRepository;
import io.tollgate.ledger.outbox.OutboxRelay;
import io.tollgate.ledger.outbox.OutboxRepository;
import io.tollgate.ledger.posting.PostingRepository;
import io.tollgate.ledger.spending.KeySpendRepository;
import io.tollgate.ledger.spending.Spending;
import io.tollgate.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Makes, changes and revokes keys; every change is committed with its announcement. */
@ApplicationScoped
class Keys {

    private final Database database;
    private final KeyRepository keys;
    private final KeySpendRepository spendings;
    private final AccountRepository accounts;
    private final PostingRepository postings;
    private final OutboxRepository outbox;
    private final OutboxRelay relay;
    private final Clock clock;
    private final byte[] pepper;
    private final SecureRandom random = new SecureRandom();

    @Inject
    Keys(
            Database database,
            KeyRepository keys,
            KeySpendRepository spendings,
            AccountRepository accounts,
            PostingRepository postings,
            OutboxRepository outbox,
            OutboxRelay relay,
            Clock clock,
            LedgerConfig config) {
        this.database = database;
        this.keys = keys;
        this.spendings = spendings;
        this.accounts = accounts;
        this.postings = postings;
        this.outbox = outbox;
        this.relay = relay;
        this.clock = clock;
        this.pepper = config.keysPepper().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A key that was made.
     *
     * @param secret shown this once and stored nowhere
     */
    record Created(ApiKey key, String secret) {}

    /** A key and what it spent. */
    record Used(ApiKey key, KeyUsage usage) {}

    /** Makes a key; refuses an account that does not exist. */
    Uni<Created> create(String account, boolean management, KeyTerms terms) {
        String secret = KeySecret.generate(management, random);
        String hash = KeySecret.hash(pepper, secret);
        return database.inTransaction(session -> requireAccount(session, account)
                        .chain(() -> postings.now(session))
                        .map(now -> new ApiKey(
                                "key-" + Ids.newId(),
                                hash,
                                account,
                                KeySecret.label(secret),
                                management,
                                KeyStatus.ACTIVE,
                                terms,
                                1,
                                now.at(),
                                null))
                        .call(key -> keys.insert(session, key))
                        .call(key -> outbox.add(session, List.of(key.stated(key.createdAt())))))
                .invoke(relay::wake)
                .map(key -> new Created(key, secret));
    }

    private Uni<Void> requireAccount(Mutiny.StatelessSession session, String account) {
        return accounts.known(session, Set.of(account))
                .invoke(known -> {
                    if (known.isEmpty()) {
                        throw RefusalException.notFound("there is no account " + account);
                    }
                })
                .replaceWithVoid();
    }

    /** Changes a key by what a body names; refuses one that the account does not have. */
    Uni<Used> change(String account, String hash, Set<Boolean> kinds, JsonBody body) {
        return update(account, hash, kinds, key -> {
            KeyStatus status = body.flag("disabled")
                    .map(disabled -> disabled ? KeyStatus.DISABLED : KeyStatus.ACTIVE)
                    .orElse(key.status());
            return new Change(key.terms().change(body), status);
        });
    }

    /** Revokes a key for good; refuses one that the account does not have. */
    Uni<Void> revoke(String account, String hash, Set<Boolean> kinds) {
        return update(account, hash, kinds, key -> new Change(key.terms(), KeyStatus.REVOKED))
                .replaceWithVoid();
    }

    private record Change(KeyTerms terms, KeyStatus status) {}

    private Uni<Used> update(String account, String hash, Set<Boolean> kinds, Function<ApiKey, Change> change) {
        return database.inTransaction(session -> keys.lock(session, account, hash)
                        .map(found -> only(found, kinds))
                        .chain(key -> postings.now(session).map(now -> {
                            Change wanted = change.apply(key);
                            return key.change(wanted.terms(), wanted.status(), now.at());
                        }))
                        .call(key -> keys.update(session, key))
                        .call(key -> outbox.add(session, List.of(key.stated(clock.instant()))))
                        .chain(key -> used(session, List.of(key)).map(List::getFirst)))
                .invoke(relay::wake);
    }

    /** A key of an account; refuses one that the account does not have. */
    Uni<Used> get(String account, String hash, Set<Boolean> kinds) {
        return database.inTransaction(session -> keys.ofAccount(session, account, hash)
                .map(found -> only(found, kinds))
                .chain(key -> used(session, List.of(key)).map(List::getFirst)));
    }

    /** A page of an account's keys, oldest first. */
    Uni<List<Used>> page(String account, Set<Boolean> kinds, boolean includeDisabled, int offset, int limit) {
        return database.inTransaction(session -> keys.page(session, account, kinds, includeDisabled, offset, limit)
                .chain(page -> used(session, page)));
    }

    /** A key, revoked or not, by its hash. */
    Uni<KeyRepository.Found> byHash(String hash) {
        return database.once(session -> keys.byHash(session, hash)).map(found -> {
            if (found.isEmpty()) {
                throw unknown();
            }
            return found.getFirst();
        });
    }

    private Uni<List<Used>> used(Mutiny.StatelessSession session, List<ApiKey> page) {
        if (page.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Instant now = clock.instant();
        return spendings
                .spent(
                        session,
                        page.getFirst().account(),
                        page.stream().map(ApiKey::id).toList(),
                        Spending.windows(now))
                .map(spent -> page.stream()
                        .map(key -> new Used(
                                key,
                                KeyUsage.of(
                                        spent.getOrDefault(key.id(), Map.of()),
                                        key.terms().limitReset(),
                                        now)))
                        .toList());
    }

    private static ApiKey only(List<ApiKey> found, Set<Boolean> kinds) {
        return found.stream()
                .filter(key -> kinds.contains(key.management()))
                .findFirst()
                .orElseThrow(Keys::unknown);
    }

    private static RefusalException unknown() {
        return RefusalException.notFound("there is no such key");
    }
}
