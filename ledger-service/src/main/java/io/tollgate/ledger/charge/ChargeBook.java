package io.tollgate.ledger.charge;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.ledger.ChargePosted;
import io.tollgate.contracts.ledger.HoldReleased;
import io.tollgate.contracts.ledger.LedgerEvent;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.UsageCorrected;
import io.tollgate.contracts.usage.UsageEvent;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.crash.CrashPoint;
import io.tollgate.ledger.balance.BalancePushRepository;
import io.tollgate.ledger.hold.HoldChange;
import io.tollgate.ledger.hold.HoldRepository;
import io.tollgate.ledger.hold.HoldState;
import io.tollgate.ledger.outbox.OutboxRepository;
import io.tollgate.ledger.posting.BookTime;
import io.tollgate.ledger.posting.BookTimes;
import io.tollgate.ledger.posting.BookingClock;
import io.tollgate.ledger.posting.PostingRepository;
import io.tollgate.ledger.progress.LogEntry;
import io.tollgate.ledger.progress.LogPosition;
import io.tollgate.ledger.progress.ProgressRepository;
import io.tollgate.ledger.quarantine.QuarantineRepository;
import io.tollgate.ledger.spending.KeySpendRepository;
import io.tollgate.ledger.spending.Spending;
import io.tollgate.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Books a batch of {@code usage.events.v1} in one transaction: charges, releases, spending, what must be announced and what Redis must
 * learn. The accounts' credit is locked first; everything read after that stays true until the commit.
 */
@ApplicationScoped
class ChargeBook {

    private final Database database;
    private final BookingClock clock;
    private final PostingRepository postings;
    private final ChargeRepository charges;
    private final StatedCorrections corrections;
    private final HoldRepository holds;
    private final KeySpendRepository spendings;
    private final OutboxRepository outbox;
    private final BalancePushRepository pushes;
    private final QuarantineRepository quarantine;
    private final ProgressRepository progress;

    @Inject
    ChargeBook(
            Database database,
            BookingClock clock,
            PostingRepository postings,
            ChargeRepository charges,
            StatedCorrections corrections,
            HoldRepository holds,
            KeySpendRepository spendings,
            OutboxRepository outbox,
            BalancePushRepository pushes,
            QuarantineRepository quarantine,
            ProgressRepository progress) {
        this.database = database;
        this.clock = clock;
        this.postings = postings;
        this.charges = charges;
        this.corrections = corrections;
        this.holds = holds;
        this.spendings = spendings;
        this.outbox = outbox;
        this.pushes = pushes;
        this.quarantine = quarantine;
        this.progress = progress;
    }

    /**
     * Books a batch and notes the progress.
     *
     * @param entries in log order
     * @param positions everything that the batch covers, unreadable records included
     */
    Uni<Decision> book(List<LogEntry<UsageEvent>> entries, Collection<LogPosition> positions) {
        return database.inTransaction(session -> before(session, entries)
                .map(before -> ChargeRules.decide(before, entries))
                .call(decision -> store(session, decision))
                .call(() -> progress.advance(session, positions))
                .invoke(CrashPoint.LEDGER_BEFORE_COMMIT::reached));
    }

    private Uni<BooksBefore> before(Mutiny.StatelessSession session, List<LogEntry<UsageEvent>> entries) {
        List<UsageRecorded> usages = entries.stream()
                .map(LogEntry::event)
                .filter(UsageRecorded.class::isInstance)
                .map(UsageRecorded.class::cast)
                .toList();
        Set<String> accounts = each(entries, UsageEvent::account);
        Set<String> requests = each(entries, UsageEvent::requestId);
        Set<String> versions = usages.stream().map(usage -> usage.prices().id()).collect(Collectors.toSet());
        // one session runs one statement after the other
        return postings.lockCredit(session, accounts)
                .chain(credit -> holds.lock(session, requests)
                        .chain(held -> charges.booked(session, attempts(entries))
                                .chain(booked -> charges.prices(session, versions)
                                        .map(prices -> new BooksBefore(credit, held, booked, prices)))));
    }

    private static List<UUID> attempts(List<LogEntry<UsageEvent>> entries) {
        return entries.stream()
                .flatMap(entry -> switch (entry.event()) {
                    case UsageRecorded usage -> Stream.of(usage.attemptId());
                    case UsageCorrected corrected -> Stream.of(corrected.attemptId());
                    case RequestClosed closed -> Stream.empty();
                })
                .toList();
    }

    private Uni<Void> store(Mutiny.StatelessSession session, Decision decision) {
        return clock.times(session)
                .chain(times -> post(session, decision.charges(), times)
                        .chain(() -> charges.store(session, decision.charges(), decision.newPrices(), times))
                        .chain(() -> holds.store(session, decision.holds(), times))
                        .chain(() -> spendings.add(session, spent(decision.charges())))
                        .chain(() -> outbox.add(session, announcements(decision, times))))
                .chain(() -> corrections.keep(session, decision.corrections()))
                .chain(() -> quarantine.quarantine(session, decision.quarantined()))
                .chain(() -> quarantine.conflict(session, decision.conflicts()))
                .chain(() -> noteChanges(session, decision));
    }

    private Uni<Void> post(Mutiny.StatelessSession session, List<Charge> booked, BookTimes times) {
        return postings.post(
                session,
                booked.stream().map(Charge::transaction).toList(),
                booked.stream()
                        .collect(Collectors.toMap(
                                charge -> charge.transaction().id(),
                                charge -> times.of(charge.usage().finishedAt()))));
    }

    private Uni<Void> noteChanges(Mutiny.StatelessSession session, Decision decision) {
        Set<String> changed = Stream.concat(
                        decision.charges().stream().map(charge -> charge.usage().account()),
                        decision.holds().stream()
                                .map(HoldChange::hold)
                                .filter(HoldState::released)
                                .map(HoldState::account))
                .collect(Collectors.toCollection(TreeSet::new));
        return changed.isEmpty()
                ? Uni.createFrom().voidItem()
                : postings.touch(session, changed).chain(sequences -> pushes.due(session, sequences));
    }

    private static Collection<Spending> spent(List<Charge> charges) {
        Map<String, Spending> sums = new TreeMap<>();
        for (Charge charge : charges) {
            UsageRecorded usage = charge.usage();
            for (String window : Spending.windows(usage.acceptedAt())) {
                Spending spending = new Spending(
                        usage.key(), window, usage.account(), usage.rating().charge());
                sums.merge(usage.account() + "\n" + usage.key() + "\n" + window, spending, Spending::and);
            }
        }
        return sums.values().stream()
                .filter(spending -> !spending.amount().isZero())
                .toList();
    }

    private static List<LedgerEvent> announcements(Decision decision, BookTimes times) {
        List<LedgerEvent> events = new ArrayList<>();
        decision.charges()
                .forEach(charge -> events.add(
                        posted(charge.usage(), times.of(charge.usage().finishedAt()))));
        decision.holds().stream()
                .filter(change -> change.hold().released())
                .forEach(change -> events.add(released(change.hold(), times.of(change.closedAt()))));
        return events;
    }

    private static ChargePosted posted(UsageRecorded usage, BookTime time) {
        return new ChargePosted(
                usage.attemptId(),
                usage.requestId(),
                usage.account(),
                usage.key(),
                usage.model(),
                usage.provider(),
                usage.endpoint(),
                usage.outcome(),
                usage.rating(),
                time.month(),
                time.at(),
                usage.app());
    }

    private static HoldReleased released(HoldState hold, BookTime time) {
        return new HoldReleased(
                hold.requestId(),
                hold.account(),
                hold.key(),
                Objects.requireNonNull(hold.outcome()),
                hold.amount(),
                hold.charged(),
                time.month(),
                time.at());
    }

    private static Set<String> each(List<LogEntry<UsageEvent>> entries, Function<UsageEvent, String> property) {
        return entries.stream().map(LogEntry::event).map(property).collect(Collectors.toCollection(TreeSet::new));
    }
}
