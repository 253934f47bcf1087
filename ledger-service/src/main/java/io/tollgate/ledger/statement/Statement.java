package io.tollgate.ledger.statement;

import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A month of an account. Amounts are seen from the account: credit that came is positive, what was paid negative.
 *
 * @param charges what was paid for calls, by model
 * @param corrections what earlier charges turned out to cost more or less, by model
 * @param movements everything else, by kind
 * @param entries the movements one by one, at most a thousand
 */
record Statement(
        String account,
        String name,
        String month,
        NanoUsd opening,
        List<Usage> charges,
        List<Usage> corrections,
        List<Movement> movements,
        List<Entry> entries,
        NanoUsd closing) {

    /**
     * What was paid for one model: {@code amount = -(cost + fee)}.
     *
     * @param cost the provider's part
     * @param fee ours
     */
    record Usage(
            String model,
            long count,
            long promptTokens,
            long completionTokens,
            NanoUsd cost,
            NanoUsd fee,
            NanoUsd amount) {

        static Usage of(String model, long count, long prompt, long completion, NanoUsd fee, NanoUsd amount) {
            return new Usage(model, count, prompt, completion, amount.negated().minus(fee), fee, amount);
        }
    }

    /** All movements of one kind. */
    record Movement(String kind, long count, NanoUsd amount) {}

    /** One movement. */
    record Entry(String id, String kind, String reference, Instant at, NanoUsd amount) {}

    Statement {
        charges = List.copyOf(charges);
        corrections = List.copyOf(corrections);
        movements = List.copyOf(movements);
        entries = List.copyOf(entries);
    }

    /** Everything that happened in the month. */
    NanoUsd movement() {
        List<NanoUsd> amounts = new ArrayList<>();
        charges.forEach(each -> amounts.add(each.amount()));
        corrections.forEach(each -> amounts.add(each.amount()));
        movements.forEach(each -> amounts.add(each.amount()));
        return amounts.stream().reduce(NanoUsd.ZERO, NanoUsd::plus);
    }

    /** Whether the opening balance and everything that happened are the closing balance. */
    boolean closes() {
        return opening.plus(movement()).equals(closing);
    }
}
