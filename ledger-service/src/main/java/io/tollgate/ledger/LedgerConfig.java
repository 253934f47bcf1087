package io.tollgate.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of the ledger service. Secrets have no defaults. */
@ConfigMapping(prefix = "tollgate.ledger")
public interface LedgerConfig {

    /** Hash key of key secrets; the same as ingress has. */
    String keysPepper();

    /** Secret that other services show when they call this one. */
    String internalSecret();

    /** Home cell of accounts that are made here. */
    @WithDefault("local")
    String cell();

    /** How long a question for a generation waits for its charge to be booked. */
    @WithDefault("1s")
    Duration generationWait();

    /** The clock that dates bookings. */
    BookingConfig booking();

    /** Trying again after the database failed. */
    Retry retry();

    /** Announcing what was committed. */
    Outbox outbox();

    /** Telling Redis. */
    Balance balance();

    /** Checking the books. */
    Audit audit();

    /** Comparing providers' invoices with the books. */
    Invoices invoices();

    /** Money from payers. */
    Payments payments();

    /** Codes that become credit. */
    Vouchers vouchers();

    /** Charges that become others. */
    Corrections corrections();

    /** Rating a month again. */
    Rerating rerating();

    /** Trying again after the database failed; there is no last try. */
    interface Retry {

        /** Pause before the first repeat; each further one is longer. */
        @WithDefault("100ms")
        Duration firstPause();

        /** Longest pause. */
        @WithDefault("5s")
        Duration longestPause();

        /** Tries of a single event that the database refuses for its contents, before it is quarantined. */
        @WithDefault("3")
        int triesBeforeQuarantine();
    }

    /** Announcing what was committed. */
    interface Outbox {

        /**
         * Pause between looks at an empty outbox. A change of a key, an account or its credit in this process shortens it; charges are
         * gathered for so long.
         */
        @WithDefault("250ms")
        Duration poll();

        /** Most events in one round. */
        @WithDefault("500")
        int batch();

        /** Pause between heartbeats of the keys. */
        @WithDefault("2s")
        Duration heartbeat();

        /** Age of a waiting event from which the audit calls it stuck. */
        @WithDefault("10s")
        Duration stuckAfter();
    }

    /** Telling Redis. */
    interface Balance {

        /** Pause between looks for accounts whose state Redis does not know; a commit in this process shortens it. */
        @WithDefault("500ms")
        Duration poll();

        /** Most accounts in one round. */
        @WithDefault("200")
        int batch();

        /** Most accounts told at once. */
        @WithDefault("16")
        int concurrency();

        /** Pause between looks whether Redis lost its state. */
        @WithDefault("500ms")
        Duration epochCheck();

        /**
         * After this, a hold that was placed or extended is in the log, or whoever asked for it has given it up; longer than ingress and
         * workers wait for Kafka.
         */
        @WithDefault("4s")
        Duration publishTimeout();

        /** Most time for the consumers to reach the end of the log in a rebuild, before it starts again. */
        @WithDefault("60s")
        Duration catchUp();
    }

    /** Checking the books. */
    interface Audit {

        /** Most charges that one audit recomputes; of more it takes others each time. */
        @WithDefault("200000")
        int recompute();

        /** Grace for what is still under way. */
        @WithDefault("60s")
        Duration grace();

        /** Most accounts compared with Redis. */
        @WithDefault("1000")
        int accounts();

        /** Most closed months that are added up again, newest first. */
        @WithDefault("12")
        int closedMonths();
    }

    /** Rating a month again. */
    interface Rerating {

        /** Most charges of one call. */
        @WithDefault("1000")
        int page();
    }

    /** Comparing providers' invoices with the books. */
    interface Invoices {

        /** Most lines of one call. */
        @WithDefault("5000")
        int linesACall();

        /** Most open items shown, the largest first; their sums are always whole. */
        @WithDefault("1000")
        long openItems();
    }

    /** Money from payers. */
    interface Payments {

        /** Most difference between the time of a signature and now. */
        @WithDefault("5m")
        Duration tolerance();

        /** Largest single payment in whole US dollars; a larger one is refused. */
        @WithDefault("1000000")
        long largest();

        /** Age from which the audit complains about a payment that belongs to nobody. */
        @WithDefault("7d")
        Duration unassignedAlarm();

        /** Stripe. */
        Stripe stripe();

        /** Other payment providers and wallets that call back with our own signature, by their name in the path. */
        Map<String, Adapter> adapters();

        /** What other currencies than the US dollar are worth, by ISO 4217 code in lower case; without a rate they are refused. */
        Map<String, Rate> rates();
    }

    /** Stripe. */
    interface Stripe {

        /** Signing secrets of the webhook endpoint, old and new while they change; without any the path does not exist. */
        Optional<List<String>> secrets();
    }

    /** A payment provider that calls back with our own signature. */
    interface Adapter {

        /** Secrets shared with it, old and new while they change. */
        List<String> secrets();
    }

    /** What a currency is worth. */
    interface Rate {

        /** US dollars for one unit of the currency. */
        BigDecimal usd();

        /** Decimal places of the amounts that providers state in it. */
        @WithDefault("2")
        int minorDigits();
    }

    /** Codes that become credit. */
    interface Vouchers {

        /** Most codes that an account may try in a clock minute. */
        @WithDefault("10")
        int attemptsPerMinute();

        /** Most codes of one batch. */
        @WithDefault("1000")
        int largestBatch();
    }

    /** Charges that become others. */
    interface Corrections {

        /** Pause between looks for corrections that wait to be booked. */
        @WithDefault("500ms")
        Duration poll();

        /** Age from which the audit complains about one that waits. */
        @WithDefault("1h")
        Duration stuckAfter();
    }
}
