package io.tollgate.workers;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import java.time.Duration;
import java.util.Map;

/** Configuration of the provider workers. */
@ConfigMapping(prefix = "tollgate.workers")
public interface WorkersConfig {

    /** Name of this process in leases, events and the consumer group; unique among running workers. */
    String id();

    /** Requests in work at once in this process, over all providers; further records wait in Kafka. */
    @WithDefault("1024")
    int maxInFlight();

    /** Records put aside because another worker holds their lease or Redis is not ready; beyond it they count as in work. */
    @WithDefault("512")
    int maxParked();

    /** Attempts of one request, over all stops of its route. */
    @WithDefault("5")
    int maxAttempts();

    /** Limits of each provider's pool, by provider slug; a provider without an entry has the defaults. */
    @WithDefaults
    Map<String, PoolConfig> pools();

    /** Limits on the time of a call. */
    TimeoutConfig timeouts();

    /** Limits on what a provider may send. */
    ReplyConfig reply();

    /** How replies are cut into frames. */
    FrameConfig frames();

    /** Credit during a call. */
    BudgetConfig budget();

    /** Leases and the recovery of lost ones. */
    RecoveryConfig recovery();

    /** Requests that nobody works on. */
    OrphanConfig orphans();

    ReaderConfig readers();

    /** How long a stopping process finishes what it has begun; the rest is recovered by others. */
    @WithDefault("30s")
    Duration shutdownGrace();

    /** The pool of one provider. */
    interface PoolConfig {

        /** Calls at once. */
        @WithDefault("256")
        int concurrency();

        /** Requests that may wait for a call to end; one more goes to its next stop, or fails. */
        @WithDefault("256")
        int queue();

        /** How long a request may wait before it goes to its next stop, or fails. */
        @WithDefault("10s")
        Duration maxWait();
    }

    /** Limits on the time of a call. */
    interface TimeoutConfig {

        /** From the first packet to a connection, TLS included. */
        @WithDefault("5s")
        Duration connect();

        /** From the call to the first output of a stream; never beyond the request's deadline. */
        @WithDefault("60s")
        Duration firstToken();

        /** Between two pieces of a stream. */
        @WithDefault("60s")
        Duration idle();

        /** From the call to its end; never beyond the request's deadline. */
        @WithDefault("10m")
        Duration total();

        /** How long the next piece of a stream is awaited once the stream says that it is complete. */
        @WithDefault("2s")
        Duration afterComplete();
    }

    /** Limits on what a provider may send. */
    interface ReplyConfig {

        /** One server-sent event. */
        @WithDefault("1M")
        MemorySize maxEvent();

        /** One server-sent event of a model that answers with images or sound; more than a reply may have in Redis helps nobody. */
        @WithDefault("8M")
        MemorySize maxMediaEvent();

        /** A whole answer, or a stream in sum. */
        @WithDefault("32M")
        MemorySize maxAnswer();

        /** The part of an error's body that is read. */
        @WithDefault("64K")
        MemorySize maxErrorBody();
    }

    /** How replies are cut into frames. */
    interface FrameConfig {

        /** Shortest time between two frames while Redis is quick. */
        @WithDefault("25ms")
        Duration minPace();

        /** Longest time between two frames, reached when Redis is slow. */
        @WithDefault("40ms")
        Duration maxPace();

        /** Size at which a frame does not wait for its time. */
        @WithDefault("2K")
        MemorySize flushAt();

        /** Largest frame; longer replies are cut. */
        @WithDefault("256K")
        MemorySize maxFrame();

        /** Content waiting for Redis at which the provider is no longer read. */
        @WithDefault("64K")
        MemorySize pauseAt();

        /** How long an unreachable Redis is tried before a reply is given up. */
        @WithDefault("15s")
        Duration giveUpAfter();
    }

    /** Credit during a call. */
    interface BudgetConfig {

        /** Output tokens to set credit aside for before a call that is not streamed; fewer if the caller or the endpoint limit it. */
        @WithDefault("32768")
        long wholeAnswerTokens();

        /** How long a call, begun or not, waits for credit while Redis or Kafka do not answer; longer than it takes to fill a lost Redis again. */
        @WithDefault("15s")
        Duration giveUpAfter();

        /** How long Kafka may take to acknowledge more credit; shorter than a rebuild of Redis waits for what is under way. */
        @WithDefault("3s")
        Duration announceWithin();
    }

    /** Leases and the recovery of lost ones. */
    interface RecoveryConfig {

        /** How often a lease is renewed; well below its lifetime of 5 s. */
        @WithDefault("1500ms")
        Duration renewEvery();

        /** How often expired leases are looked for. */
        @WithDefault("1s")
        Duration checkEvery();

        /** Expired leases taken up at once. */
        @WithDefault("64")
        int batch();

        /** How long a record is looked for in its dispatch topic. */
        @WithDefault("10s")
        Duration readTimeout();
    }

    /** Requests that nobody works on. */
    interface OrphanConfig {

        /** How often they are looked for. */
        @WithDefault("1s")
        Duration checkEvery();

        /** Most requests closed at once. */
        @WithDefault("128")
        int batch();
    }

    /** Callers whose ingress died. */
    interface ReaderConfig {

        /** How often it is looked whether anybody still reads what is being answered. */
        @WithDefault("5s")
        Duration checkEvery();
    }
}
