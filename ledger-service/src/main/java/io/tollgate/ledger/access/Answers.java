package io.tollgate.ledger.access;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.money.NanoUsd;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers of this service: JSON, amounts as exact decimal numbers. */
public final class Answers {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Answers() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** An amount as a JSON number of dollars, null where there is none. */
    public static JsonNode usd(@Nullable NanoUsd amount) {
        if (amount == null) {
            return NullNode.getInstance();
        }
        BigDecimal usd = amount.toUsd().stripTrailingZeros();
        return DecimalNode.valueOf(usd.scale() < 0 ? usd.setScale(0) : usd);
    }

    public static Response ok(JsonNode body) {
        return json(200, body);
    }

    public static Response created(JsonNode body) {
        return json(201, body);
    }

    /** What a call that may be repeated made: 201 the first time, 200 afterwards. */
    public static Response made(boolean repeated, JsonNode body) {
        return repeated ? ok(body) : json(201, body);
    }

    /** A page: the views of its entries in one field {@code data}. */
    public static <T> Response list(Collection<T> entries, Function<T, JsonNode> view) {
        ObjectNode body = object();
        ArrayNode data = body.putArray("data");
        entries.forEach(entry -> data.add(view.apply(entry)));
        return ok(body);
    }

    /** A body with one field {@code data}. */
    public static ObjectNode data(JsonNode data) {
        ObjectNode body = object();
        body.set("data", data);
        return body;
    }

    /** OpenRouter's error body. */
    public static Response error(int status, String errorType, String message, @Nullable String parameter) {
        ObjectNode error = object();
        error.put("code", status);
        error.put("message", message);
        error.put("type", status < 500 ? "invalid_request_error" : "server_error");
        error.put("param", parameter);
        error.putObject("metadata").put("error_type", errorType);
        ObjectNode body = object();
        body.set("error", error);
        return json(status, body);
    }

    private static Response json(int status, JsonNode body) {
        try {
            return Response.status(status)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(MAPPER.writeValueAsBytes(body))
                    .build();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an answer must be writable as JSON", impossible);
        }
    }
}
