package io.tollgate.ledger.charge;

import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.UsageCorrected;
import io.tollgate.ledger.hold.HoldChange;
import io.tollgate.ledger.quarantine.Conflict;
import io.tollgate.ledger.quarantine.Quarantined;
import java.util.List;

/**
 * What a batch of {@code usage.events.v1} does to the books.
 *
 * @param charges to book, in log order
 * @param newPrices price versions that were not known before
 * @param holds the holds that change, each once, as they are after the batch
 * @param corrections statements that replace the usage of booked attempts; their difference is booked later
 * @param repeats how many events said again what is booked already
 */
public record Decision(
        List<Charge> charges,
        List<PriceVersion> newPrices,
        List<HoldChange> holds,
        List<UsageCorrected> corrections,
        List<Conflict> conflicts,
        List<Quarantined> quarantined,
        int repeats) {}
