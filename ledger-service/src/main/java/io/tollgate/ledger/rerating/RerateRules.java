package io.tollgate.ledger.rerating;

import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.ledger.correction.CorrectionRules;
import io.tollgate.ledger.correction.CorrectionRules.Plan;
import io.tollgate.ledger.correction.StandingCharge;
import io.tollgate.pricing.UnpricedUsageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rates charges again under corrected prices. Pure: the same charges and the same order give the same decision. What counts is a charge
 * as it stands, its corrections included, so an order that was carried out finds nothing to change.
 */
final class RerateRules {

    private RerateRules() {}

    /**
     * A charge that may be rated again.
     *
     * @param usage that counts for it now
     * @param startedAt when its attempt began: the instant that chooses the corrected price
     * @param closed whether its request has ended; one that has not may still be charged more, and is left alone
     */
    record Candidate(StandingCharge standing, Usage usage, Instant startedAt, boolean closed) {}

    /** A charge that cannot be rated under the corrected prices. */
    record Unratable(StandingCharge standing, String reason) {}

    /**
     * What becomes of some charges.
     *
     * @param rated those for which there is a corrected price, changed or not
     * @param open how many were left alone because their request has not ended
     */
    record Decision(List<Plan> rated, List<Unratable> unratable, int open) {

        /** Those whose rating is another one now. */
        List<Plan> changed() {
            return rated.stream()
                    .filter(plan -> !plan.after().equals(plan.standing().rating()))
                    .toList();
        }
    }

    static Decision decide(RerateOrder order, List<Candidate> candidates) {
        Set<String> endpoints = order.endpoints();
        RerateOrder.Prices prices = order.byEndpoint();
        List<Plan> rated = new ArrayList<>();
        List<Unratable> unratable = new ArrayList<>();
        int open = 0;
        for (Candidate candidate : candidates) {
            StandingCharge standing = candidate.standing();
            Optional<PriceVersion> price = prices.at(standing.endpoint(), candidate.startedAt());
            if (price.isEmpty() || !endpoints.contains(standing.endpoint())) {
                continue;
            }
            if (!candidate.closed()) {
                open++;
                continue;
            }
            try {
                rated.add(CorrectionRules.rate(standing, candidate.usage(), price.get()));
            } catch (UnpricedUsageException | IllegalArgumentException | ArithmeticException cannot) {
                unratable.add(new Unratable(standing, String.valueOf(cannot.getMessage())));
            }
        }
        return new Decision(rated, unratable, open);
    }
}
