package io.tollgate.bench.sevenmonths;

import io.tollgate.contracts.money.NanoUsd;
import java.time.YearMonth;
import java.util.Map;

/**
 * What the books say after a replay.
 *
 * @param metering metering's monthly reports
 * @param ledger the ledger's monthly reports; they count no requests and no tokens
 * @param postings the sums of postings by month, read from their table
 * @param balances credit left, by account
 */
record Reported(
        Map<YearMonth, Sums> metering,
        Map<YearMonth, Sums> ledger,
        Map<YearMonth, Posted> postings,
        Map<String, NanoUsd> balances) {

    /**
     * What was posted in a month.
     *
     * @param payable to providers
     * @param fee as revenue
     */
    record Posted(NanoUsd payable, NanoUsd fee) {

        static final Posted NOTHING = new Posted(NanoUsd.ZERO, NanoUsd.ZERO);
    }
}
