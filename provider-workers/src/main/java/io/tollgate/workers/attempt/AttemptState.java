package io.tollgate.workers.attempt;

import java.time.Instant;

/**
 * Where an attempt is: waiting for a slot, calling, answering, ended. Only the steps below exist; any other is a fault of this
 * program.
 */
public sealed interface AttemptState {

    /** The request is claimed, the provider not called yet. */
    record Waiting() implements AttemptState {

        /** The call is about to be made. */
        Calling called(Instant now) {
            return new Calling(now);
        }

        /** Ends without a call. */
        Ended ended() {
            return new Ended();
        }
    }

    /** The provider was called; nothing is visible to the caller. */
    record Calling(Instant startedAt) implements AttemptState {

        /** The first output came. */
        Answering answered(Instant now) {
            return new Answering(startedAt, now);
        }

        /** Ends without output. */
        Ended ended() {
            return new Ended();
        }
    }

    /** Output came; no other provider may answer any more. */
    record Answering(Instant startedAt, Instant firstTokenAt) implements AttemptState {

        /** The reply ended, well or not. */
        Ended ended() {
            return new Ended();
        }
    }

    /** Nothing more is read; what follows is being published. */
    record Ended() implements AttemptState {}

    /** The state after the first output. */
    static AttemptState firstOutput(AttemptState state, Instant now) {
        return switch (state) {
            case Calling calling -> calling.answered(now);
            case Answering answering -> answering;
            case Waiting waiting -> throw new IllegalStateException("output before the call: " + waiting);
            case Ended ended -> throw new IllegalStateException("output after the end: " + ended);
        };
    }

    /** The state after the end. */
    static AttemptState end(AttemptState state) {
        return switch (state) {
            case Waiting waiting -> waiting.ended();
            case Calling calling -> calling.ended();
            case Answering answering -> answering.ended();
            case Ended ended -> throw new IllegalStateException("ended twice: " + ended);
        };
    }
}
