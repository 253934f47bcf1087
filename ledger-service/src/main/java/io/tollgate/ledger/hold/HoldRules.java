package io.tollgate.ledger.hold;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.hold.HoldEvent;
import io.tollgate.ledger.progress.LogEntry;
import io.tollgate.ledger.quarantine.Quarantined;
import io.tollgate.ledger.quarantine.Quarantined.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Decides what becomes of a batch of {@code holds.v1}. Pure. */
public final class HoldRules {

    private HoldRules() {}

    /**
     * What to store of a batch.
     *
     * @param news by request, in the order of their ids
     */
    public record Decision(List<HoldNews> news, List<Quarantined> quarantined) {}

    /**
     * What to store of a batch, whose entries stand in log order.
     *
     * @param knownAccounts accounts that exist, of those the events name
     * @param accountOfHold account of each hold that exists, of those the events name
     */
    public static Decision decide(
            List<LogEntry<HoldEvent>> entries, Set<String> knownAccounts, Map<String, String> accountOfHold) {
        Map<String, HoldNews> news = new TreeMap<>();
        List<Quarantined> quarantined = new ArrayList<>();
        for (LogEntry<HoldEvent> entry : entries) {
            HoldNews each = HoldNews.of(entry.event());
            HoldNews before = news.get(each.requestId());
            String holder =
                    before == null ? accountOfHold.getOrDefault(each.requestId(), each.account()) : before.account();
            if (Ids.requestUuid(each.requestId()).isEmpty() || each.amount().isNegative()) {
                quarantined.add(
                        new Quarantined(entry, Reason.INVALID, "hold " + each.amount() + " of " + each.requestId()));
            } else if (!knownAccounts.contains(each.account())) {
                quarantined.add(new Quarantined(entry, Reason.UNKNOWN_ACCOUNT, each.account()));
            } else if (!holder.equals(each.account())) {
                quarantined.add(new Quarantined(entry, Reason.FOREIGN_HOLD, "hold of " + holder));
            } else {
                news.merge(each.requestId(), each, HoldNews::and);
            }
        }
        return new Decision(List.copyOf(news.values()), quarantined);
    }
}
