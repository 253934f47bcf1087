package io.tollgate.ledger.payment;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.ledger.CreditGranted;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.account.AccountRepository;
import io.tollgate.ledger.credit.CreditBook;
import io.tollgate.ledger.posting.BookTime;
import io.tollgate.ledger.posting.PostingRepository;
import io.tollgate.ledger.posting.Transaction;
import io.tollgate.ledger.posting.Transactions;
import io.tollgate.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Makes payments credit, each once: for its event's id and for its own id, whichever events tell of it and however often. A payment that
 * names no account of ours is kept in suspense until the operator says whose it is.
 */
@ApplicationScoped
class Payments {

    private static final Logger LOG = Logger.getLogger(Payments.class);
    private static final String KIND = "top-up";
    private static final UUID NAME_SPACE = UUID.fromString("3e8c5d70-1b2f-5e49-a6d1-7f0a9c4b6e14");

    private final Database database;
    private final PaymentRepository payments;
    private final PaymentEvents events;
    private final PostingRepository postings;
    private final AccountRepository accounts;
    private final CreditBook credit;
    private final Map<String, LedgerConfig.Rate> rates;
    private final NanoUsd largest;

    @Inject
    Payments(
            Database database,
            PaymentRepository payments,
            PaymentEvents events,
            PostingRepository postings,
            AccountRepository accounts,
            CreditBook credit,
            LedgerConfig config) {
        this.database = database;
        this.payments = payments;
        this.events = events;
        this.postings = postings;
        this.accounts = accounts;
        this.credit = credit;
        this.rates = config.payments().rates();
        this.largest = NanoUsd.ofUsd(BigDecimal.valueOf(config.payments().largest()));
    }

    /** A payment after the operator said whose it is. */
    record Assigned(Payment payment, NanoUsd balance, boolean repeated) {}

    /**
     * Books a payment.
     *
     * @return what became of it; fails with a {@link RefusalException} of 400 if its currency or amount is not accepted
     */
    Uni<EventOutcome> receive(String provider, Notice.Paid paid) {
        NanoUsd amount = ExchangeRules.worth(paid.money(), rates, largest);
        return database.inTransaction(session -> payments.meet(session, provider, paid.paymentId())
                        .chain(() ->
                                events.claim(session, provider, paid, paid.paymentId(), EventOutcome.REPEATED, null))
                        .chain(mine -> mine
                                ? account(session, paid)
                                        .chain(account -> insert(session, payment(provider, paid, amount, account)))
                                        .call(outcome ->
                                                events.conclude(session, provider, paid.eventId(), outcome, ""))
                                : Uni.createFrom().item(EventOutcome.REPEATED)))
                .invoke(outcome -> report(provider, paid, outcome));
    }

    /** The account that a payment names, locked, if there is one. */
    private Uni<Optional<String>> account(Mutiny.StatelessSession session, Notice.Paid paid) {
        if (paid.reference().isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        String reference = paid.reference().get();
        return accounts.known(session, Set.of(reference))
                .chain(known -> known.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : credit.lock(session, reference).replaceWith(Optional.of(reference)));
    }

    private static Payment payment(String provider, Notice.Paid paid, NanoUsd amount, Optional<String> account) {
        UUID id = Ids.named(NAME_SPACE, provider + "/" + paid.paymentId());
        return new Payment(
                id,
                provider,
                paid.paymentId(),
                paid.eventId(),
                paid.reference().orElse(null),
                paid.money(),
                amount,
                NanoUsd.ZERO,
                account,
                id,
                account.map(known -> id),
                Instant.EPOCH);
    }

    private Uni<EventOutcome> insert(Mutiny.StatelessSession session, Payment payment) {
        return postings.now(session)
                .chain(now -> payments.insert(session, payment.receivedAt(now.at())))
                .chain(inserted -> inserted
                        ? post(session, payment)
                        : payments.find(session, payment.provider(), payment.paymentId())
                                .map(before -> compare(before.orElseThrow(), payment)));
    }

    private static EventOutcome compare(Payment before, Payment again) {
        boolean same = before.money().equals(again.money())
                && (again.account().isEmpty()
                        || before.account().isEmpty()
                        || before.account().equals(again.account()));
        return same ? EventOutcome.REPEATED : EventOutcome.CONTRADICTION;
    }

    private Uni<EventOutcome> post(Mutiny.StatelessSession session, Payment payment) {
        String externalId = "payment/" + payment.provider() + "/" + payment.paymentId();
        Transaction transaction = Transactions.payment(
                payment.receivedIn(), payment.account(), payment.provider(), externalId, payment.amount());
        return payment.account().isPresent()
                ? credit.book(
                                session,
                                transaction,
                                now -> granted(transaction.id(), transaction.account(), payment.amount(), now))
                        .replaceWith(EventOutcome.CREDITED)
                : postings.post(session, List.of(transaction)).replaceWith(EventOutcome.UNASSIGNED);
    }

    private static CreditGranted granted(UUID id, String account, NanoUsd amount, BookTime now) {
        return new CreditGranted(id, account, KIND, amount, now.month(), now.at());
    }

    /**
     * Makes a payment of nobody's an account's, without what went back already.
     *
     * @return fails with a {@link RefusalException}: 404 if there is no such payment or account, 409 if it is somebody else's or nothing
     *     is left of it
     */
    Uni<Assigned> assign(UUID id, String account) {
        return database.inTransaction(session -> credit.lock(session, account)
                        .chain(() -> payments.lock(session, id))
                        .chain(found -> assign(session, found.orElseThrow(() -> unknown(id)), account)))
                .invoke(credit::announceSoon);
    }

    private Uni<Assigned> assign(Mutiny.StatelessSession session, Payment payment, String account) {
        if (payment.account().isPresent()) {
            if (!payment.account().get().equals(account)) {
                throw RefusalException.conflict("this payment is another account's", "account");
            }
            return postings.credit(session, account).map(balance -> new Assigned(payment, balance, true));
        }
        NanoUsd left = payment.left();
        if (left.isZero()) {
            throw RefusalException.conflict("this payment went back to its payer", null);
        }
        String externalId = "assignment/" + payment.id();
        Transaction transaction = Transactions.assignment(
                Ids.named(NAME_SPACE, externalId), account, externalId, payment.receivedIn(), left);
        return credit.book(session, transaction, now -> granted(transaction.id(), account, left, now))
                .call(booked -> payments.assigned(
                        session,
                        payment.id(),
                        account,
                        transaction.id(),
                        booked.time().at()))
                .chain(booked -> payments.lock(session, payment.id())
                        .map(after -> new Assigned(after.orElseThrow(), booked.balance(), false)));
    }

    /** Keeps a signed event that cannot be booked, for the operator to see. */
    Uni<Void> refused(String provider, NoticeRules.Head head, String detail) {
        return database.inTransaction(session -> events.refuse(session, provider, head.eventId(), head.type(), detail))
                .replaceWithVoid();
    }

    static RefusalException unknown(UUID id) {
        return RefusalException.notFound("there is no payment " + id);
    }

    private void report(String provider, Notice.Paid paid, EventOutcome outcome) {
        credit.announceSoon();
        if (outcome == EventOutcome.UNASSIGNED || outcome == EventOutcome.CONTRADICTION) {
            LOG.warnf("payment %s of %s needs the operator: %s", paid.paymentId(), provider, outcome);
        }
    }
}
