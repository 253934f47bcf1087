package io.tollgate.localstack.books;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.localstack.stack.OperatorClient;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Has a month rated again, page by page, and adds up what the pages say. */
public final class Rerate {

    private static final String PATH = "/operator/v1/rerate";
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final OperatorClient operator;
    private final Map<String, Object> order;

    /**
     * What a pass over the month found.
     *
     * @param groups by account, model and provider, as the ledger wrote them
     */
    public record Found(long charges, long changed, long open, long unratable, List<RerateGroup> groups) {

        public Found {
            groups = List.copyOf(groups);
        }
    }

    /**
     * A re-rating.
     *
     * @param order as the ledger takes it in, with an id
     */
    public Rerate(OperatorClient operator, Map<String, Object> order) {
        this.operator = operator;
        this.order = Map.copyOf(order);
    }

    /** A name that the same order always gets, so that posting it again changes nothing. */
    public static String idOf(Map<String, Object> order) {
        try {
            byte[] content = new ObjectMapper()
                    .writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .writeValueAsString(order)
                    .getBytes(StandardCharsets.UTF_8);
            return "rerate-" + UUID.nameUUIDFromBytes(content);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Looks at the whole month; posts nothing. */
    public Found look() {
        return pass(false);
    }

    /** Goes over the whole month and hands every correction on to be booked. */
    public Found post() {
        return pass(true);
    }

    /**
     * Waits until everything that was handed on is booked, and says what it came to.
     *
     * @return the ledger's words; {@code waiting} is not 0 if the time was over first
     */
    public JsonNode booked(Duration atMost) {
        Instant deadline = Instant.now().plus(atMost);
        while (true) {
            JsonNode progress =
                    operator.require(operator.get(PATH + "/" + order.get("id"))).path("data");
            if (progress.path("waiting").asLong() == 0 || Instant.now().isAfter(deadline)) {
                return progress;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private Found pass(boolean post) {
        Map<String, RerateGroup> groups = new TreeMap<>();
        long charges = 0;
        long changed = 0;
        long open = 0;
        long unratable = 0;
        String after = "";
        while (true) {
            Map<String, Object> body = new HashMap<>(order);
            body.put("post", post);
            if (!after.isEmpty()) {
                body.put("after", after);
            }
            JsonNode page = operator.require(operator.post(PATH, body)).path("data");
            charges += page.path("charges").asLong();
            changed += page.path("changed").asLong();
            open += page.path("open").asLong();
            unratable += page.path("unratable").size();
            page.path("groups").forEach(group -> {
                RerateGroup found = RerateGroup.of(group);
                groups.merge(found.name(), found, RerateGroup::and);
            });
            after = page.path("next").asText("");
            if (after.isEmpty()) {
                return new Found(charges, changed, open, unratable, new ArrayList<>(groups.values()));
            }
        }
    }

    /**
     * The charges of an account for a model at a provider, before and after.
     *
     * @param before by name of the amount: cost, fee, charge, absorbed
     */
    public record RerateGroup(
            String account,
            String model,
            String provider,
            long charges,
            Map<String, NanoUsd> before,
            Map<String, NanoUsd> after) {

        static final List<String> AMOUNTS = List.of("cost", "fee", "charge", "absorbed");

        public RerateGroup {
            before = Map.copyOf(before);
            after = Map.copyOf(after);
        }

        static RerateGroup of(JsonNode group) {
            return new RerateGroup(
                    group.path("account").asText(),
                    group.path("model").asText(),
                    group.path("provider").asText(),
                    group.path("charges").asLong(),
                    amounts(group, "before"),
                    amounts(group, "after"));
        }

        /** What became more; negative for what became less. */
        public NanoUsd difference(String amount) {
            return after.getOrDefault(amount, NanoUsd.ZERO).minus(before.getOrDefault(amount, NanoUsd.ZERO));
        }

        String name() {
            return String.join("\n", account, model, provider);
        }

        RerateGroup and(RerateGroup other) {
            return new RerateGroup(
                    account,
                    model,
                    provider,
                    charges + other.charges,
                    sum(before, other.before),
                    sum(after, other.after));
        }

        private static Map<String, NanoUsd> amounts(JsonNode group, String when) {
            Map<String, NanoUsd> amounts = new HashMap<>();
            AMOUNTS.forEach(name ->
                    amounts.put(name, NanoUsd.parse(group.path(name).path(when).asText())));
            return amounts;
        }

        static Map<String, NanoUsd> sum(Map<String, NanoUsd> one, Map<String, NanoUsd> other) {
            Map<String, NanoUsd> sum = new HashMap<>(one);
            other.forEach((name, amount) -> sum.merge(name, amount, NanoUsd::plus));
            return sum;
        }
    }
}
