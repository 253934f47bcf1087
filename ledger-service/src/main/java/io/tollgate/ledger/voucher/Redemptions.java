package io.tollgate.ledger.voucher;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.ledger.CreditGranted;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.credit.CreditBook;
import io.tollgate.ledger.posting.PostingRepository;
import io.tollgate.ledger.posting.Transaction;
import io.tollgate.ledger.posting.Transactions;
import io.tollgate.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Turns codes into credit, each once; tries are limited for each account. */
@ApplicationScoped
class Redemptions {

    private static final String KIND = "voucher";
    private static final UUID NAME_SPACE = UUID.fromString("9d7a2b54-3c1e-5a0b-8f6d-2e4c6a8b0d13");

    private final Database database;
    private final VoucherRepository vouchers;
    private final CreditBook credit;
    private final PostingRepository postings;
    private final int attemptsPerMinute;
    private final byte[] pepper;

    @Inject
    Redemptions(
            Database database,
            VoucherRepository vouchers,
            CreditBook credit,
            PostingRepository postings,
            LedgerConfig config) {
        this.database = database;
        this.vouchers = vouchers;
        this.credit = credit;
        this.postings = postings;
        this.attemptsPerMinute = config.vouchers().attemptsPerMinute();
        this.pepper = config.keysPepper().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A redeemed code.
     *
     * @param label its last characters
     * @param balance the account's credit now
     * @param repeated whether the account had redeemed it before
     */
    record Redeemed(String label, NanoUsd amount, UUID transactionId, NanoUsd balance, boolean repeated) {}

    /**
     * Redeems what a caller typed.
     *
     * @return fails with a {@link RefusalException}: as {@link RedemptionRules#decide} says, or 429 after too many tries in a minute
     */
    Uni<Redeemed> redeem(String account, String typed) {
        // counted for itself, so that a failed try counts
        return database.inTransaction(session -> vouchers.countAttempt(session, account))
                .invoke(tries -> {
                    if (tries.number("attempts") > attemptsPerMinute) {
                        throw RefusalException.tooOften(
                                "at most " + attemptsPerMinute + " codes a minute may be tried",
                                Duration.ofSeconds(tries.number("seconds")));
                    }
                })
                .chain(() -> VoucherCode.digits(typed)
                        .map(digits -> redeemHash(account, VoucherCode.hash(pepper, digits)))
                        .orElseGet(() -> Uni.createFrom().failure(RedemptionRules.unknown())));
    }

    private Uni<Redeemed> redeemHash(String account, String hash) {
        return database.inTransaction(session -> vouchers.lock(session, hash)
                        .chain(found -> switch (RedemptionRules.decide(found, account)) {
                            case CREDIT -> post(session, account, found.orElseThrow());
                            case REPEAT -> repeated(session, account, found.orElseThrow());
                        }))
                .invoke(credit::announceSoon);
    }

    private Uni<Redeemed> post(Mutiny.StatelessSession session, String account, Voucher voucher) {
        UUID id = Ids.named(NAME_SPACE, voucher.externalId());
        Transaction transaction = Transactions.voucher(id, account, voucher.externalId(), voucher.amount());
        return credit.lock(session, account)
                .chain(() -> credit.book(
                        session,
                        transaction,
                        now -> new CreditGranted(id, account, KIND, voucher.amount(), now.month(), now.at())))
                .call(booked -> vouchers.redeemed(
                        session, voucher.hash(), account, id, booked.time().at()))
                .map(booked -> new Redeemed(voucher.label(), voucher.amount(), id, booked.balance(), false));
    }

    private Uni<Redeemed> repeated(Mutiny.StatelessSession session, String account, Voucher voucher) {
        UUID id = UUID.fromString(Objects.requireNonNull(voucher.transactionId()));
        return postings.credit(session, account)
                .map(balance -> new Redeemed(voucher.label(), voucher.amount(), id, balance, true));
    }
}
