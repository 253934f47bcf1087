package io.tollgate.simulation.checks;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.ledger.charge.Charge;
import io.tollgate.ledger.quarantine.Quarantined;
import io.tollgate.simulation.cluster.Cluster;
import io.tollgate.simulation.edge.Caller;
import io.tollgate.simulation.edge.Provider.Served;
import io.tollgate.simulation.ledger.Books;
import io.tollgate.simulation.world.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The invariants, checked once a system has come to rest. */
public final class Invariants {

    private static final int MOST_ATTEMPTS = 5;
    private static final int TIMED_OUT = 504;

    private final Cluster cluster;
    private final World world;
    private final Books books;
    private final Limits limits;

    private Invariants(Cluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.books = cluster.books();
        this.limits = Limits.of(world.sightings());
    }

    /** Checks everything; what does not hold becomes a violation of the world. */
    public static void check(Cluster cluster) {
        Invariants invariants = new Invariants(cluster);
        Rest.missing(cluster).forEach(missing -> cluster.world().violated("no rest: " + missing));
        invariants.redisAgrees();
        invariants.creditIsConserved();
        cluster.callers().forEach(invariants::request);
        invariants.booksAreComplete();
    }

    private void redisAgrees() {
        for (String account : books.accounts()) {
            Map<String, String> credit = cluster.credit().hash("{" + account + "}:credit");
            expect(credit.get("posted"), String.valueOf(books.balance(account).value()), "posted of " + account);
            expect(credit.get("held"), "0", "held of " + account);
            expect(credit.get("seq"), String.valueOf(books.sequence(account)), "sequence of " + account);
            Map<String, String> running = cluster.credit().hash("{" + account + "}:running");
            expect(running.toString(), "{}", "running of " + account);
            String total = cluster.credit()
                    .hash("{" + account + "}:spend:key-" + account + ":total")
                    .getOrDefault("held", "0");
            expect(total, "0", "held of the key of " + account);
        }
    }

    private void expect(@Nullable String found, String wanted, String what) {
        if (!wanted.equals(found)) {
            world.violated(what + " in Redis is " + found + " and should be " + wanted);
        }
    }

    private void creditIsConserved() {
        for (String account : books.accounts()) {
            long charged = books.charges().stream()
                    .filter(charge -> charge.usage().account().equals(account))
                    .mapToLong(charge -> charge.usage().rating().charge().value())
                    .sum();
            if (books.balance(account).value() + charged != cluster.creditAtFirst(account)) {
                world.violated("credit of " + account + " is not conserved");
            }
        }
    }

    private void request(Caller caller) {
        String id = caller.wish().requestId();
        List<Charge> charges = charges(id);
        NanoUsd charged = books.charged(id);
        Books.Hold hold = books.hold(id);
        if (hold != null && (hold.releases() != 1 || charged.compareTo(hold.amount()) > 0)) {
            world.violated("released " + hold.releases() + " times, charged " + charged + ": " + hold);
        }
        if (hold == null && (caller.accepted() || !charges.isEmpty())) {
            world.violated(id + " was accepted and is not in the books");
        }
        onePaidAttempt(id, charges);
        calls(id);
        stream(id);
        oneAnswer(caller);
        switch (caller.fate()) {
            case ENDED -> ended(caller, charges);
            case REFUSED -> refused(caller, charged);
            case FAILED -> failed(caller, charged);
            case CUT, LEFT, WAITING -> {
                // who saw no end can be sure of nothing but the rest
            }
        }
    }

    private void onePaidAttempt(String id, List<Charge> charges) {
        long paid = charges.stream()
                .filter(charge -> !charge.usage().rating().charge().isZero())
                .count();
        if (paid > 1 && limits.conclusionsLost()) {
            world.sightings().saw("two paid attempts");
        } else if (paid > 1) {
            world.violated(id + " pays for more than one attempt");
        }
    }

    private List<Charge> charges(String requestId) {
        return books.charges().stream()
                .filter(charge -> charge.usage().requestId().equals(requestId))
                .toList();
    }

    private void calls(String requestId) {
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            UUID id = Ids.attemptId(requestId, attempt);
            List<Served> calls = cluster.provider().served().getOrDefault(id, List.of());
            if (calls.size() > 1) {
                world.sightings().saw("attempt called twice");
                if (!limits.leasesLost()) {
                    world.violated("attempt " + attempt + " of " + requestId + " called " + calls.size() + " times");
                }
            }
            boolean unbooked = !calls.isEmpty() && books.charge(id) == null && !isQuarantined(id);
            if (unbooked && limits.leasesLost()) {
                world.sightings().saw("call that nobody can book");
            } else if (unbooked) {
                world.violated("attempt " + attempt + " of " + requestId + " was called and has no charge");
            }
        }
    }

    private boolean isQuarantined(UUID attempt) {
        return books.quarantined().stream()
                .anyMatch(each -> each.entry().event().eventId().equals(attempt.toString()));
    }

    /** Frames are dense and the last one is the last; they begin later only behind such as Redis lost. */
    private void stream(String requestId) {
        List<Frame> frames = frames(requestId);
        long first =
                frames.isEmpty() || !limits.framesLost() ? 0 : frames.getFirst().seq();
        for (int i = 0; i < frames.size(); i++) {
            boolean ends = i == frames.size() - 1 && !limits.leasesLost();
            if (frames.get(i).seq() != first + i || (ends && !frames.get(i).terminal())) {
                world.violated("frame " + i + " of " + frames.size() + " of " + requestId + " is out of place");
            }
        }
    }

    private List<Frame> frames(String requestId) {
        List<Frame> frames = new ArrayList<>();
        cluster.frames().stream("reply:" + requestId)
                .values()
                .forEach(bytes -> frames.add(FrameCodec.read(bytes.getBytes(StandardCharsets.ISO_8859_1))));
        return frames;
    }

    /** All text that a caller sees comes from one call. */
    private void oneAnswer(Caller caller) {
        Set<String> calls = new LinkedHashSet<>();
        for (Frame frame : caller.frames()) {
            for (ReplyEvent event : frame.events()) {
                if (event instanceof ReplyEvent.Text text) {
                    calls.add(text.text().substring(0, text.text().indexOf('>') + 1));
                }
            }
        }
        if (calls.size() > 1 && limits.leasesLost() && limits.framesLost()) {
            world.sightings().saw("spliced answer");
        } else if (calls.size() > 1) {
            world.violated(caller.wish().requestId() + " is spliced from the calls " + calls);
        }
    }

    private void ended(Caller caller, List<Charge> charges) {
        String id = caller.wish().requestId();
        End end = Objects.requireNonNull(caller.frames().getLast().end());
        NanoUsd told = end.rating() == null ? NanoUsd.ZERO : end.rating().charge();
        NanoUsd charged = books.charged(id);
        if (limits.conclusionsLost()) {
            world.sightings().saw(told.equals(charged) ? "recovered blindly" : "recovered otherwise than concluded");
            return;
        }
        if (!told.equals(charged)) {
            world.violated(id + " was told " + told + " and charged " + charged);
        }
        if (end.failure() != null && end.outcome() != Outcome.BUDGET_EXHAUSTED) {
            expectFree(caller, charged);
        }
        if (end.failure() == null) {
            world.sightings().saw("clean end");
            cleanEnd(id, end, charges);
        }
        Books.Hold hold = books.hold(id);
        if (hold != null && !isToldAs(hold.outcome(), end.outcome()) && !isContradicted(id)) {
            world.violated(id + " ended as " + end.outcome() + " and is booked as " + hold.outcome());
        }
    }

    /** The first closing counts, and the books keep what contradicts it; the charge is compared all the same. */
    private boolean isContradicted(String id) {
        return books.conflicts().stream()
                .anyMatch(conflict -> conflict.entry().event() instanceof RequestClosed closed
                        && closed.requestId().equals(id));
    }

    /** What the router ends is told as refused, and why in the failure. */
    private static boolean isToldAs(@Nullable Outcome booked, Outcome told) {
        return booked == told || (booked == Outcome.EXPIRED && told == Outcome.REFUSED);
    }

    private void cleanEnd(String id, End end, List<Charge> charges) {
        Rating rating = end.rating();
        Usage usage = end.usage();
        boolean found = charges.stream()
                .anyMatch(charge -> charge.usage().rating().equals(rating)
                        && charge.usage().usage().equals(usage)
                        && charge.usage().outcome() == end.outcome());
        if (!found) {
            world.violated("the charge of " + id + " that its caller saw cannot be found");
        }
    }

    private void refused(Caller caller, NanoUsd charged) {
        String id = caller.wish().requestId();
        if (caller.isUndecided() || limits.leasesLost()) {
            world.sightings().saw(charged.isZero() ? "refused undecided" : "refused undecided, charged");
            return;
        }
        expectFree(caller, charged);
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            if (cluster.provider().served().containsKey(Ids.attemptId(id, attempt))) {
                world.violated(id + " was refused with " + caller.status() + " and executed");
            }
        }
    }

    private void failed(Caller caller, NanoUsd charged) {
        boolean endMissed = caller.status() == TIMED_OUT || limits.framesLost() || limits.conclusionsLost();
        if (endMissed) {
            world.sightings().saw(charged.isZero() ? "lost on its way, free" : "lost on its way, charged");
        } else {
            expectFree(caller, charged);
        }
    }

    private void expectFree(Caller caller, NanoUsd charged) {
        if (!charged.isZero()) {
            world.violated(caller.wish().requestId() + " failed for its caller (" + caller.fate() + " "
                    + caller.status() + ") and costs " + charged);
        }
    }

    private void booksAreComplete() {
        for (Quarantined each : books.quarantined()) {
            world.sightings().saw("quarantined " + each.reason());
            if (!limits.leasesLost() || each.reason() != Quarantined.Reason.LATE) {
                world.violated("quarantined: " + each.reason() + " " + each.detail());
            }
        }
        if (!books.conflicts().isEmpty()) {
            world.sightings().saw("conflict");
        }
        firstUsageCounts();
        servedIsBooked();
    }

    /** The first usage in the log is what is booked for an attempt. */
    private void firstUsageCounts() {
        Map<UUID, UsageOf> first = new LinkedHashMap<>();
        cluster.usages()
                .forEach(usage -> first.putIfAbsent(
                        usage.attemptId(), new UsageOf(usage.outcome(), usage.usage(), usage.rating())));
        first.forEach((attempt, usage) -> {
            Charge charge = books.charge(attempt);
            if (charge == null ? !isQuarantined(attempt) : !usage.equals(UsageOf.of(charge))) {
                world.violated("what is booked for " + attempt + " is not the first usage in the log");
            }
        });
    }

    private record UsageOf(Outcome outcome, Usage usage, Rating rating) {
        private static UsageOf of(Charge charge) {
            return new UsageOf(
                    charge.usage().outcome(),
                    charge.usage().usage(),
                    charge.usage().rating());
        }
    }

    /** What a provider served and we passed on whole is what we booked. */
    private void servedIsBooked() {
        for (Charge charge : books.charges()) {
            List<Served> calls =
                    cluster.provider().served().getOrDefault(charge.usage().attemptId(), List.of());
            boolean billed = charge.usage().outcome() == Outcome.COMPLETED;
            if (billed
                    && calls.stream().noneMatch(call -> charge.usage().usage().equals(call.usage()))) {
                world.violated(charge.usage().attemptId() + " is booked as "
                        + charge.usage().usage() + " and no call served that");
            }
        }
        books.charges().stream()
                .map(charge -> charge.usage().outcome())
                .forEach(outcome -> world.sightings().saw("charged as " + outcome));
    }
}
