package io.tollgate.simulator.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** {@code GET /_sim/calls} and {@code GET /_sim/calls/summary}. */
@ApplicationScoped
class OracleRoute {

    private static final int USUAL = 1_000;
    private static final int MOST = 10_000;

    private final ObjectMapper json = JsonMapper.builder().build();
    private final Oracle oracle;

    OracleRoute(Oracle oracle) {
        this.oracle = oracle;
    }

    void routes(@Observes Router router) {
        router.get("/_sim/calls").handler(this::calls);
        router.get("/_sim/calls/summary").handler(call -> answer(call, oracle::summary));
    }

    private void calls(RoutingContext call) {
        long since;
        int most;
        try {
            since = Long.parseLong(call.request().getParam("since", "0"));
            most = Math.clamp(Long.parseLong(call.request().getParam("limit", "" + USUAL)), 1, MOST);
        } catch (NumberFormatException notANumber) {
            call.response().setStatusCode(400).end("since and limit must be whole numbers");
            return;
        }
        String attempt = call.request().getParam("attempt");
        answer(call, () -> page(since, attempt, most));
    }

    /** {@code next} is what to ask for next; it stays the same while there is nothing new. */
    private Map<String, Object> page(long since, @Nullable String attempt, int most) {
        List<CallRecord> calls = oracle.after(since, attempt, most);
        return Map.of(
                "calls",
                calls,
                "next",
                calls.isEmpty() ? since : calls.getLast().seq());
    }

    private void answer(RoutingContext call, Callable<Object> work) {
        call.vertx()
                .executeBlocking(work, false)
                .onSuccess(found -> write(call, found))
                .onFailure(call::fail);
    }

    private void write(RoutingContext call, Object found) {
        try {
            call.response().putHeader("Content-Type", "application/json").end(json.writeValueAsString(found));
        } catch (JsonProcessingException impossible) {
            call.fail(impossible);
        }
    }
}
