package io.tollgate.metering.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.metering.MeteringConfig;
import io.tollgate.metering.access.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/** {@code GET /operator/v1/audit/metering}: the checks that are metering's, and its sums, for comparison with other books. */
@Path("/operator/v1/audit/metering")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> COUNTS = List.of("attempts", "answered_requests", "prompt", "completion");
    private static final List<String> MONEY = List.of("cost", "billed_cost", "fee", "charge", "absorbed");

    private final AuditRepository repository;
    private final MeteringConfig config;

    AuditResource(AuditRepository repository, MeteringConfig config) {
        this.repository = repository;
        this.config = config;
    }

    @GET
    public Uni<ObjectNode> audit(@Context HttpHeaders headers) {
        Caller.requireOperator(headers);
        LocalDate oldest = LocalDate.now(ZoneOffset.UTC)
                .minusDays(config.retention().attempts().toDays());
        return repository.look(YearMonth.from(oldest).toString()).map(AuditResource::answer);
    }

    private static ObjectNode answer(AuditRepository.Findings found) {
        ObjectNode answer = JSON.objectNode();
        ArrayNode checks = answer.putArray("checks");
        JsonNode attempts = found.attempts();
        JsonNode requests = found.requests();
        long whole = attempts.path("whole").asLong();
        checks.add(check(
                "4m",
                "each closed request's hold is released, and each released one closed",
                requests.path("unreleased").asLong() + requests.path("unclosed").asLong(),
                requests.path("requests").asLong()));
        checks.add(check(
                "4n",
                "requests reported = requests released",
                Math.abs(requests.path("counted").asLong()
                        - requests.path("reported").asLong()),
                requests.path("counted").asLong()));
        checks.add(check(
                "5m",
                "each recorded usage has its charge, and each charge its usage",
                attempts.path("without_usage").asLong()
                        + attempts.path("without_charge").asLong(),
                whole + attempts.path("halves").asLong()));
        checks.add(check(
                "5n",
                "reports, by day and month, = sum over attempts",
                found.sums().path("different").asLong(),
                found.sums().path("months").asLong()));
        checks.add(check(
                "7m",
                "what was stated with a usage = what was booked",
                attempts.path("disagreeing").asLong(),
                whole));
        answer.put("incomplete", attempts.path("halves").asLong());
        ArrayNode months = answer.putArray("months");
        ObjectNode sums = JSON.objectNode();
        for (JsonNode row : found.months()) {
            months.add(shown(row).put("month", row.path("month").asText()));
            COUNTS.forEach(name ->
                    sums.put(name, sums.path(name).asLong() + row.path(name).asLong()));
            MONEY.forEach(name -> sums.put(
                    name, Math.addExact(sums.path(name).asLong(), row.path(name).asLong())));
        }
        answer.set("total", shown(sums));
        return answer;
    }

    private static ObjectNode shown(JsonNode sums) {
        ObjectNode shown = JSON.objectNode();
        COUNTS.forEach(name -> shown.put(name, sums.path(name).asLong()));
        MONEY.forEach(
                name -> shown.put(name, NanoUsd.of(sums.path(name).asLong()).toString()));
        return shown;
    }

    private static ObjectNode check(String id, String name, long broken, long checked) {
        return JSON.objectNode()
                .put("id", id)
                .put("name", name)
                .put("broken", broken)
                .put("checked", checked)
                .put("detail", "");
    }
}
