package io.tollgate.workers.conclusion;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.workers.usage.Counted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an attempt when it ends.
 *
 * @param counted what it brought
 * @param framesWritten frames that callers can already see; none may be followed by another provider's
 * @param hold the whole hold at this moment
 * @param startedAt when the attempt began
 * @param firstTokenAt when the first output came; absent if none did
 * @param finishedAt when it ended
 */
public record AttemptReport(
        Counted counted,
        long framesWritten,
        NanoUsd hold,
        Instant startedAt,
        @Nullable Instant firstTokenAt,
        Instant finishedAt) {}
