package io.tollgate.livestate;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests whose holds the books have not released, so that a hold whose ingress, router or worker died is taken back. A request is listed
 * from its hold's first moment: if Kafka's acknowledgement is not confirmed within the configured time, or its deadline passes, somebody
 * looks after it. Every method may be repeated after a failure, and fails with {@link RedisUnavailableException} if Redis does not answer.
 */
@Singleton
public final class UnclosedRequests {

    /** After its deadline a request has this long to end by itself. */
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(30);
    /** Longer than it takes to void and close a request, and the ledger to book and to tell it. */
    private static final Duration LISTED_AGAIN = Duration.ofSeconds(5);

    private static final Duration CLAIMED_AGAIN = Duration.ofSeconds(30);

    private final RedisStore store;

    @Inject
    public UnclosedRequests(CreditRedis redis) {
        this.store = redis.store();
    }

    /**
     * A request that nobody works on.
     *
     * @param key id of the caller's key
     * @param hold what is, or was, set aside for it
     */
    public record Unclosed(String account, String requestId, String key, NanoUsd hold) {}

    /**
     * Says that Kafka has a request, so that its hold stands until its deadline. Without effect on what the books have released.
     *
     * @param untilDeadline from now
     */
    public Uni<Void> confirm(String account, String requestId, Duration untilDeadline) {
        return store.run(
                        Script.CONFIRM,
                        List.of(KeyNames.UNCLOSED),
                        List.of(KeyNames.member(account, requestId), lookAfterMillis(untilDeadline)))
                .replaceWithVoid();
    }

    /**
     * Requests that were not confirmed in time, or whose deadline has passed, and that nobody has claimed, the oldest first; and those that
     * were voided some time ago without being closed. They are listed again after some seconds, until the books have released their holds.
     * Empty while the credit store is being rebuilt.
     */
    public Uni<List<Unclosed>> due(int max) {
        return store.run(
                        Script.UNCLOSED,
                        List.of(KeyNames.EPOCH, KeyNames.UNCLOSED),
                        List.of(max, LISTED_AGAIN.toMillis(), CLAIMED_AGAIN.toMillis()))
                .map(UnclosedRequests::unclosed);
    }

    /** From how many milliseconds on a request with that deadline is looked after. */
    static long lookAfterMillis(Duration untilDeadline) {
        return Math.max(0, untilDeadline.toMillis()) + AFTER_DEADLINE.toMillis();
    }

    private static List<Unclosed> unclosed(ScriptReply reply) {
        List<Unclosed> found = new ArrayList<>();
        List<String> texts = reply.texts();
        for (int i = 0; i + 2 < texts.size(); i += 3) {
            String member = texts.get(i);
            int slash = member.lastIndexOf('/');
            found.add(new Unclosed(
                    member.substring(0, slash),
                    member.substring(slash + 1),
                    texts.get(i + 1),
                    NanoUsd.of(Long.parseLong(texts.get(i + 2)))));
        }
        return List.copyOf(found);
    }
}
