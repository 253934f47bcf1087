package io.tollgate.livestate;

/**
 * Every key pattern that Tollgate uses in Redis; no key is named anywhere else, except where a script builds one of these patterns
 * from a prefix it is given, and says so in its head.
 *
 * <p>Credit Redis: {@code epoch}, {@code epoch:since}, {@code unclosed}, {@code {account}:credit}, {@code {account}:holds}, {@code {account}:running},
 * {@code {account}:spend:key:window}, {@code {account}:lease:request}, {@code leases}, {@code rate:key}. Frames Redis:
 * {@code reply:request}, {@code reply:request:state}, {@code reply:request:request}, {@code reply:request:readers}. Names in braces are
 * hash tags: all that belongs to an account stays together.
 */
final class KeyNames {

    /**
     * String: number of the last rebuild. Written by the ledger, last of all in a rebuild; read by every credit script. Kept until Redis
     * restarts; without it every credit script answers "not ready".
     */
    static final String EPOCH = "epoch";

    /** String: token of a rebuild in progress. Written and read by the ledger; gone when the rebuild ends. */
    static final String EPOCH_BUILDING = "epoch:building";

    /** String: millisecond at which the last rebuild ended. Written by the ledger with the epoch, read with claims. */
    static final String EPOCH_SINCE = "epoch:since";

    /**
     * Sorted set of {@code account/request} by the millisecond from which somebody looks whether it must be closed. Written with holds (by
     * ingress; by voids; by the ledger in a rebuild), put off by ingress when Kafka has the request, read by the workers' sweep. An entry
     * stays until the ledger has released the hold.
     */
    static final String UNCLOSED = "unclosed";

    /**
     * Sorted set of {@code account/request} by the millisecond at which each running lease ends. Written by workers with every claim,
     * renewal and finish; read by the workers' recovery. An entry stays until its lease is finished.
     */
    static final String LEASES = "leases";

    /** Pub/sub channel with the ids of requests whose caller wants them stopped. Ingress to workers; a hint, the lease has the flag. */
    static final String CANCEL_CHANNEL = "cancel";

    /** Prefix of the pub/sub channels, one an ingress instance, with the ids of requests that have new frames. Workers to ingress; hints. */
    static final String WAKE_PREFIX = "wake:";

    /** Matches every key of a balance: what a rebuild deletes before it writes. */
    static final String[] BALANCE_PATTERNS = {"{*}:credit", "{*}:holds", "{*}:running", "{*}:spend:*", UNCLOSED};

    private KeyNames() {}

    /**
     * Hash {@code posted}, {@code held} (nano-dollars), {@code seq}. {@code posted} and {@code seq} written by the ledger alone,
     * {@code held} by ingress and workers through holds; read by admission. Kept until Redis restarts, rebuilt by the ledger.
     */
    static String credit(String account) {
        return tag(account) + "credit";
    }

    /**
     * Hash from request id to {@code amount|key|window|placedAtMillis}. Written by ingress (place, void) and workers (extend); an entry is
     * removed by the ledger's settlement or by a void. Rebuilt by the ledger from its open holds.
     */
    static String holds(String account) {
        return tag(account) + "holds";
    }

    /** Hash from key id to the number of its open holds; written and removed together with them, read by admission. */
    static String running(String account) {
        return tag(account) + "running";
    }

    /** What the names of an account's spend hashes begin with; the key id, a colon and the window follow. */
    static String spendPrefix(String account) {
        return tag(account) + "spend:";
    }

    /**
     * Hash {@code spent}, {@code held}, {@code limit} of a key in a spending window (nano-dollars). {@code spent} written by the ledger,
     * the others by ingress and workers; read by admission. Kept 40 days after the last change for windows that end.
     */
    static String spend(String account, String key, String window) {
        return spendPrefix(account) + key + ':' + window;
    }

    /**
     * Hash {@code minute}, {@code count}: accepted requests of a key in the running minute. Written and read by admission; kept 2 minutes;
     * if lost, one minute's count starts again.
     */
    static String rate(String key) {
        return "rate:" + requirePlain(key);
    }

    /**
     * Hash {@code state}, {@code attempt}, {@code fence}, {@code owner}, {@code until}, {@code topic}, {@code partition}, {@code offset},
     * {@code conclusion}, {@code cancel}, {@code route}, {@code how}: who works on a request, or that nobody needs to any more, then with
     * {@code key} and {@code amount} of the hold if it was voided. Written by workers (and by ingress: cancel flag, void mark); read by
     * workers. Kept 24 hours, longer than dispatch records are.
     */
    static String lease(String account, String requestId) {
        return tag(account) + "lease:" + requirePlain(requestId);
    }

    /** The entry of a request in {@link #LEASES} and {@link #UNCLOSED}. */
    static String member(String account, String requestId) {
        return memberPrefix(account) + requestId;
    }

    /** What the entries of an account begin with; the request id follows. */
    static String memberPrefix(String account) {
        return account + '/';
    }

    /**
     * Hash {@code fence}, {@code attempt}, {@code next}, {@code bytes}, {@code ended}, {@code lost}: who may append to a reply, how far it is, and
     * whether something of it may have been lost. Written by workers;
     * lifetime as the frames'.
     */
    static String replyState(String requestId) {
        return reply(requestId) + ":state";
    }

    /**
     * Stream of the frames of a reply, entry {@code <seq + 1>-0}. Written by the worker that holds the fence, read by ingress. Kept 15
     * minutes after the last frame, an hour after the latest one if none is the last; if lost, the caller gets an error, the books do not
     * change.
     */
    static String reply(String requestId) {
        return "reply:" + requirePlain(requestId);
    }

    /**
     * Hash of a {@link ReplyRequest}, and {@code left}: when the last reader left (ms). Written by ingress before the request is announced;
     * read by whichever ingress gives the reply to a caller, and when a reply is opened: without it Redis lost it; lifetime as the frames'.
     */
    static String replyRequest(String requestId) {
        return reply(requestId) + ":request";
    }

    /**
     * Sorted set of the readers of a reply, {@code <instance>/<number>}, by the millisecond they were last heard of. Written by ingress,
     * read when frames are appended and when a reader leaves; lifetime as the frames'.
     */
    static String replyReaders(String requestId) {
        return reply(requestId) + ":readers";
    }

    /** The channel that wakes the readers of one ingress instance. */
    static String wake(String instance) {
        return WAKE_PREFIX + requirePlain(instance);
    }

    /** Refuses names that would not survive in a key or a hold: empty ones and those with {@code { } | /} in them. */
    static String requirePlain(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an empty name cannot stand in a Redis key");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '{' || c == '}' || c == '|' || c == '/') {
                throw new IllegalArgumentException("'" + c + "' cannot stand in a name in Redis");
            }
        }
        return name;
    }

    private static String tag(String account) {
        return '{' + requirePlain(account) + "}:";
    }
}
