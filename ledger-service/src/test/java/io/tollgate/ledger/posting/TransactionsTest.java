package io.tollgate.ledger.posting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Rating;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TransactionsTest {

    private static final UUID ID = new UUID(1, 2);

    @Test
    void shouldMoveAChargeFromTheCustomerToProviderAndRevenue() {
        // Given
        Rating rating = rating(1000, 50, 0);
        // When
        Transaction transaction = Transactions.charge(ID, "acme", "openai", rating, NanoUsd.of(5000));
        // Then
        assertThat(transaction.postings())
                .containsExactly(
                        new Posting(LedgerAccount.customer("acme"), NanoUsd.of(-1050)),
                        new Posting(LedgerAccount.payable("openai"), NanoUsd.of(1000)),
                        new Posting(LedgerAccount.FEE_REVENUE, NanoUsd.of(50)));
    }

    @Test
    void shouldLetTheHouseBearAnAnswerThatFailed() {
        // Given
        Rating rating = rating(0, 0, 700);
        // When
        Transaction transaction = Transactions.charge(ID, "acme", "openai", rating, NanoUsd.of(5000));
        // Then
        assertThat(transaction.postings())
                .containsExactly(
                        new Posting(LedgerAccount.payable("openai"), NanoUsd.of(700)),
                        new Posting(LedgerAccount.HOUSE_LOSS, NanoUsd.of(-700)));
    }

    @Test
    void shouldPostNothingForAFreeAnswer() {
        assertThat(Transactions.charge(ID, "acme", "openai", Rating.FREE, NanoUsd.ZERO)
                        .postings())
                .isEmpty();
    }

    @Test
    void shouldBalanceWhateverIsCharged() {
        // Given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long billed = random.nextLong(1L << random.nextInt(1, 50));
            Rating rating = rating(billed, billed / 20, random.nextLong(1L << random.nextInt(1, 50)));
            NanoUsd credit = NanoUsd.of(random.nextLong(1L << random.nextInt(1, 52)));
            // When
            Transaction transaction = Transactions.charge(ID, "acme", "openai", rating, credit);
            // Then
            NanoUsd customer = on(transaction, LedgerAccount.customer("acme"));
            assertThat(sum(transaction)).as("seed %d", seed).isEqualTo(NanoUsd.ZERO);
            assertThat(customer.plus(credit).isNegative()).as("seed %d", seed).isFalse();
            assertThat(on(transaction, LedgerAccount.payable("openai")))
                    .as("seed %d", seed)
                    .isEqualTo(rating.cost());
            assertThat(on(transaction, LedgerAccount.FEE_REVENUE))
                    .as("seed %d", seed)
                    .isEqualTo(rating.fee());
            assertThat(customer.negated().plus(Transactions.excess(rating, credit)))
                    .as("seed %d", seed)
                    .isEqualTo(rating.charge());
        }
    }

    @Test
    void shouldRefuseAnUnbalancedTransaction() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Transaction(
                        ID,
                        Transaction.Kind.CHARGE,
                        "acme",
                        null,
                        List.of(new Posting(LedgerAccount.FEE_REVENUE, NanoUsd.of(1)))))
                .withMessageContaining("sum to");
    }

    @Test
    void shouldRefuseAGrantOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Transactions.grant(ID, "acme", "x", NanoUsd.ZERO));
    }

    private static Rating rating(long billed, long fee, long absorbed) {
        return new Rating(
                NanoUsd.of(billed + absorbed),
                NanoUsd.of(billed),
                NanoUsd.of(fee),
                NanoUsd.of(billed + fee),
                NanoUsd.of(absorbed));
    }

    private static NanoUsd sum(Transaction transaction) {
        return transaction.postings().stream().map(Posting::amount).reduce(NanoUsd.ZERO, NanoUsd::plus);
    }

    private static NanoUsd on(Transaction transaction, LedgerAccount account) {
        return transaction.postings().stream()
                .filter(posting -> posting.ledgerAccount().equals(account))
                .map(Posting::amount)
                .reduce(NanoUsd.ZERO, NanoUsd::plus);
    }
}
