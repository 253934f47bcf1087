package io.tollgate.ingress;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Settings of the ingress service; README.md lists them. */
@ConfigMapping(prefix = "tollgate.ingress")
public interface IngressConfig {

    Secrets secrets();

    Http http();

    Shutdown shutdown();

    Auth auth();

    Admission admission();

    Reply reply();

    Idempotency idempotency();

    Owners owners();

    /** What no default may stand for. */
    interface Secrets {
        /** Hash key of API keys, the same as the ledger's. */
        String pepper();

        /** What our services know each other by. */
        String internal();

        /** The platform operator's key. */
        String operatorKey();
    }

    /** Limits of what comes in. */
    interface Http {
        /** Largest body of an inference request. */
        @WithDefault("32M")
        MemorySize maxBody();

        /** Largest body of any other request. */
        @WithDefault("1M")
        MemorySize maxSmallBody();

        /** Bodies held in memory at the same time, all together; beyond it new ones get 503. */
        @WithDefault("64M")
        MemorySize bodyMemory();

        /** Longest pause while a body arrives; then 408. */
        @WithDefault("30S")
        Duration bodyStall();

        /** Longest time a body may take in all; then 408. */
        @WithDefault("5M")
        Duration bodyTime();

        /** Inference requests at the same time; beyond it new ones get 503. */
        @WithDefault("1000")
        int maxInFlight();

        /** Callbacks of payment providers at the same time; beyond it new ones get 503. */
        @WithDefault("32")
        int maxWebhooks();
    }

    /** The orderly end of an instance. */
    interface Shutdown {
        /** How long an instance that is asked to end still accepts new inference requests: until balancers have noticed. */
        @WithDefault("0S")
        Duration acceptFor();

        /**
         * How long running answers may go on after that; then they end with an error, and their callers resume them elsewhere. Less than
         * {@code quarkus.shutdown.timeout}.
         */
        @WithDefault("25S")
        Duration finishWithin();
    }

    /** Keys. */
    interface Auth {
        /** Age of the newest heartbeat from which no key is accepted any more. */
        @WithDefault("15S")
        Duration heartbeatLimit();

        /** How long the ledger may take to say whether it knows a key that we do not. */
        @WithDefault("2S")
        Duration lookupTimeout();

        /** Look-ups at the same time; beyond it unknown keys get 503. */
        @WithDefault("32")
        int maxLookups();

        /** How long a key that the ledger does not know is refused without asking again. */
        @WithDefault("2S")
        Duration unknownFor();

        /** Unknown keys remembered at the same time. */
        @WithDefault("10000")
        int maxUnknown();
    }

    /** What a request may take. */
    interface Admission {
        /** Our fee in hundredths of a percent of the provider's price. */
        @WithDefault("500")
        int feeBasisPoints();

        /** Output tokens that the first hold covers, and each extension adds. */
        @WithDefault("1024")
        long sliceTokens();

        /** Time from acceptance after which a request is not executed any more. */
        @WithDefault("10M")
        Duration deadline();

        /** How long Kafka may take to acknowledge an event of a request. */
        @WithDefault("3S")
        Duration publishTimeout();

        /** How long Kafka may acknowledge nothing at all while requests wait for it; then they and new ones get 503 at once. */
        @WithDefault("0.8S")
        Duration busSilence();

        /** Pause between attempts to publish that a refused request is closed. */
        @WithDefault("1S")
        Duration closeRetry();
    }

    /** The way back. */
    interface Reply {
        /** How long a stream's status waits for the first frame. */
        @WithDefault("10S")
        Duration firstFrame();

        /** Longest silence on a stream before a keep-alive comment. */
        @WithDefault("10S")
        Duration keepAlive();

        /** How often a waiting reader looks for frames although nobody woke it. */
        @WithDefault("0.5S")
        Duration poll();

        /** How long after the deadline the end of a reply is awaited. */
        @WithDefault("20S")
        Duration afterDeadline();

        /** Time that a caller who left has to come back before its request is cancelled. */
        @WithDefault("10S")
        Duration cancelGrace();

        /** How long a caller may read nothing before it is disconnected. */
        @WithDefault("30S")
        Duration stall();

        /** Bytes of a stream that wait for a slow caller. */
        @WithDefault("256K")
        MemorySize writeBuffer();
    }

    /** Repeats of a request. */
    interface Idempotency {
        /** How long a key stands for its request. */
        @WithDefault("24H")
        Duration keep();

        /** Longest time that the acceptance of a request can take; after it, a request that is not accepted yet is in doubt. */
        @WithDefault("15S")
        Duration acceptance();

        /** How often a repeat looks whether the first request is accepted. */
        @WithDefault("0.1S")
        Duration poll();

        /** How long PostgreSQL may take, and, in case of doubt, the ledger. */
        @WithDefault("2S")
        Duration timeout();

        /** How often keys are removed that stand for nothing any more. */
        @WithDefault("10M")
        Duration purgeEvery();
    }

    /** Where the services are that own the rest of the API. */
    interface Owners {
        @WithDefault("http://127.0.0.1:8084")
        URI ledger();

        @WithDefault("http://127.0.0.1:8083")
        URI metering();

        @WithDefault("http://127.0.0.1:8081")
        URI router();

        /** How long an owner may take to answer. */
        @WithDefault("10S")
        Duration timeout();

        /** Largest answer of an owner. */
        @WithDefault("16M")
        MemorySize maxAnswer();

        /** Connections to each owner. */
        @WithDefault("64")
        int connections();
    }
}
