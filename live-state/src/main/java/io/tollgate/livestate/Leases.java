package io.tollgate.livestate;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who works on a request. A claim lasts for the configured time unless renewed, and carries a fence that grows with every claim of the
 * request; whatever checks the fence refuses a worker that was overtaken. Time is Redis's own, so workers' clocks do not matter.
 *
 * <p>Lifetime: a lease is kept 24 hours after its last change, longer than dispatch records exist. Every method may be repeated after a
 * failure, fails with {@link RedisUnavailableException} if Redis does not answer, and emits on the subscriber's Vert.x context if it has
 * one.
 */
@Singleton
public final class Leases {

    private static final long KEPT_SECONDS = 24L * 3600;
    private static final long CANCEL_NOTE_SECONDS = 3600;

    private final RedisStore store;
    private final Duration ttl;

    @Inject
    public Leases(CreditRedis redis) {
        this.store = redis.store();
        this.ttl = redis.leaseTtl();
    }

    /**
     * A claim of one attempt.
     *
     * @param attempt number of the attempt, from 1; a higher one supersedes a lower one that did not finish
     * @param owner who claims: different for each worker process and start, and for each record taken; the same for repeats of a claim
     * @param position where the dispatch record is
     * @param route for whoever recovers the request after its dispatch record is gone, some tens of kilobytes at most; empty if nobody can
     */
    public record Claim(
            String requestId, String account, int attempt, String owner, RecordPosition position, String route) {

        /** A claim without a route. */
        public Claim(String requestId, String account, int attempt, String owner, RecordPosition position) {
            this(requestId, account, attempt, owner, position, "");
        }
    }

    /** What became of a {@link Claim}. {@link Granted}, {@link Cancelled} and {@link Recover} hold the lease. */
    public sealed interface Claimed {

        /** The attempt is the claimer's to run. */
        record Granted(long fence) implements Claimed {}

        /**
         * Somebody else works on this attempt; ask again then.
         *
         * @param retryAfterMillis until the lease runs out if it is not renewed, above 0
         */
        record Held(long retryAfterMillis) implements Claimed {}

        /** Nothing to do: the request is closed, this attempt is done, or a later one exists. */
        record Finished() implements Claimed {}

        /**
         * The request has no hold any more: it must not run.
         *
         * @param voided whether somebody voided it, and closes it; if not, it was closed, or Redis lost it before the books knew of it
         */
        record HoldGone(boolean voided) implements Claimed {}

        /** The caller cancelled before the attempt began; the claimer ends the request without calling a provider. */
        record Cancelled(long fence) implements Claimed {}

        /**
         * Somebody had claimed this very attempt and stopped renewing; a provider may have been called. The claimer brings it to its
         * end without calling again.
         *
         * @param conclusion how it was about to end, if that was stored; then it ends exactly so
         * @param cancelled whether the caller cancelled
         */
        record Recover(long fence, int attempt, @Nullable String conclusion, boolean cancelled) implements Claimed {}

        /** The credit store is empty or being rebuilt. */
        record NotReady() implements Claimed {}
    }

    /** What became of a renewal. */
    public enum Renewal {
        RENEWED,
        /** Renewed, and the caller wants the request stopped. */
        CANCELLED,
        /** Overtaken, finished, or Redis lost it: the holder must stop and tell nobody anything more. */
        LOST
    }

    /**
     * A lease that was not renewed in time.
     *
     * @param attempt number of the attempt that was running
     * @param position where its dispatch record is
     * @param expiredMillis how long ago it ran out
     */
    public record Expired(String account, String requestId, int attempt, RecordPosition position, long expiredMillis) {}

    /** How long a claim lasts without renewal. */
    public Duration ttl() {
        return ttl;
    }

    /** Claims an attempt. A repeat by the same owner is answered like the first, so that a lost answer does no harm. */
    public Uni<Claimed> claim(Claim claim) {
        return claim(claim, false);
    }

    /**
     * Claims an attempt again whose lease Redis may have lost, for the worker that runs it: it need not wait until a new epoch is one lease
     * time old.
     */
    public Uni<Claimed> reclaim(Claim claim) {
        return claim(claim, true);
    }

    private Uni<Claimed> claim(Claim claim, boolean ranBefore) {
        List<String> keys = List.of(
                KeyNames.EPOCH,
                KeyNames.holds(claim.account()),
                KeyNames.lease(claim.account(), claim.requestId()),
                KeyNames.LEASES,
                KeyNames.EPOCH_SINCE);
        List<Object> arguments = List.of(
                claim.requestId(),
                KeyNames.member(claim.account(), claim.requestId()),
                claim.attempt(),
                claim.owner(),
                claim.position().topic(),
                claim.position().partition(),
                claim.position().offset(),
                ttl.toMillis(),
                KEPT_SECONDS,
                claim.route(),
                ranBefore ? "1" : "0");
        return store.run(Script.CLAIM, keys, arguments).map(reply -> claimed(claim, reply));
    }

    /** Prolongs a lease; emits whether it is still the caller's. {@link #renewal} tells of cancellation too. */
    public Uni<Boolean> renew(String account, String requestId, long fence) {
        return renewal(account, requestId, fence).map(renewal -> renewal != Renewal.LOST);
    }

    /** Prolongs a lease, and says whether the caller cancelled: the sure way to learn it, {@link #cancellations} is the fast one. */
    public Uni<Renewal> renewal(String account, String requestId, long fence) {
        List<String> keys = List.of(KeyNames.lease(account, requestId), KeyNames.LEASES);
        return store.run(
                        Script.RENEW,
                        keys,
                        List.of(KeyNames.member(account, requestId), fence, ttl.toMillis(), KEPT_SECONDS))
                .map(reply -> Renewal.valueOf(reply.status()));
    }

    /**
     * Stores how an attempt ends, before its usage is published, so that whoever recovers it ends it the same way. The first conclusion of
     * an attempt stands.
     *
     * @param conclusionJson some tens of kilobytes at most, without any part of prompt or answer
     * @return whether this conclusion stands; false if the fence is stale or another conclusion does
     */
    public Uni<Boolean> conclude(String account, String requestId, long fence, String conclusionJson) {
        return store.run(Script.CONCLUDE, List.of(KeyNames.lease(account, requestId)), List.of(fence, conclusionJson))
                .map(Leases::ok);
    }

    /**
     * Ends a lease.
     *
     * @param closed whether the whole request is over; otherwise a later attempt follows
     * @return whether it is ended under this fence, now or before
     */
    public Uni<Boolean> finish(String account, String requestId, long fence, boolean closed) {
        List<String> keys = List.of(KeyNames.lease(account, requestId), KeyNames.LEASES);
        return store.run(
                        Script.FINISH,
                        keys,
                        List.of(KeyNames.member(account, requestId), fence, closed ? "CLOSED" : "HANDED", KEPT_SECONDS))
                .map(Leases::ok);
    }

    /** Leases that were not renewed in time, the oldest first. They stay listed until somebody claims and finishes them. */
    public Uni<List<Expired>> expired(int max) {
        return store.run(Script.EXPIRED, List.of(KeyNames.LEASES), List.of(max)).map(Leases::expired);
    }

    /** The route that the last claim of a running attempt stated; empty if there is none. */
    public Uni<Optional<String>> route(String account, String requestId) {
        return store.call(commands -> commands.hget(KeyNames.lease(account, requestId), "route"))
                .map(route -> Optional.ofNullable(route)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .filter(text -> !text.isEmpty()));
    }

    /**
     * Notes that the caller wants a request stopped, before or after it was claimed, and tells the workers. Harmless if it is over, and on
     * a repeat.
     */
    public Uni<Void> cancel(String account, String requestId) {
        return store.run(
                        Script.CANCEL,
                        List.of(KeyNames.lease(account, requestId)),
                        List.of(requestId, KeyNames.CANCEL_CHANNEL, CANCEL_NOTE_SECONDS))
                .replaceWithVoid();
    }

    /** Ids of requests as they are cancelled, from the subscription on; some may be missed, {@link #renewal} tells them later. */
    public Multi<String> cancellations() {
        return store.messages(KeyNames.CANCEL_CHANNEL);
    }

    private static boolean ok(ScriptReply reply) {
        return "OK".equals(reply.status());
    }

    private static Claimed claimed(Claim claim, ScriptReply reply) {
        return switch (reply.status()) {
            case "GRANTED" -> new Claimed.Granted(reply.number(1));
            case "CANCELLED" -> new Claimed.Cancelled(reply.number(1));
            case "RECOVER" ->
                new Claimed.Recover(
                        reply.number(1),
                        claim.attempt(),
                        reply.text(3).isEmpty() ? null : reply.text(3),
                        reply.flag(2));
            case "HELD" -> new Claimed.Held(reply.number(1));
            case "FINISHED" -> new Claimed.Finished();
            case "HOLDGONE" -> new Claimed.HoldGone(reply.flag(1));
            case "NOTREADY" -> new Claimed.NotReady();
            default -> throw reply.unexpected();
        };
    }

    private static List<Expired> expired(ScriptReply reply) {
        List<Expired> expired = new ArrayList<>();
        List<String> texts = reply.texts();
        for (int i = 0; i + 5 < texts.size(); i += 6) {
            String member = texts.get(i);
            int slash = member.lastIndexOf('/');
            expired.add(new Expired(
                    member.substring(0, slash),
                    member.substring(slash + 1),
                    Integer.parseInt(texts.get(i + 1)),
                    new RecordPosition(
                            texts.get(i + 2), Integer.parseInt(texts.get(i + 3)), Long.parseLong(texts.get(i + 4))),
                    Long.parseLong(texts.get(i + 5))));
        }
        return List.copyOf(expired);
    }
}
