package io.tollgate.ledger.access;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.contracts.money.NanoUsd;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that a caller sent. Unknown fields are tolerated; a field of the wrong type or range is refused with its name. A field
 * that is {@code null} counts as absent, but {@link #names} tells the two apart.
 */
public final class JsonBody {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final int NUMBER_LENGTH = 40;
    private static final int UUID_LENGTH = 36;

    private final JsonNode root;

    private JsonBody(JsonNode root) {
        this.root = root;
    }

    /** Reads a body; refuses what is not one JSON object. */
    public static JsonBody parse(byte @Nullable [] body) {
        JsonNode root;
        try {
            root = body == null ? null : MAPPER.readTree(body);
        } catch (IOException notJson) {
            throw RefusalException.badRequest("the body is not valid JSON", null);
        }
        if (root == null || !root.isObject()) {
            throw RefusalException.badRequest("the body must be a JSON object", null);
        }
        return new JsonBody(root);
    }

    /** Whether the field is there, be it null. */
    public boolean names(String field) {
        return root.has(field);
    }

    /** A text of 1 to the given number of characters. */
    public String text(String field, int longest) {
        return optionalText(field, longest)
                .orElseThrow(() -> RefusalException.badRequest(field + " is missing", field));
    }

    /** A text of 1 to the given number of characters, or nothing. */
    public Optional<String> optionalText(String field, int longest) {
        return value(field).map(value -> {
            require(value.isTextual(), field, "must be a string");
            String text = value.asText();
            require(!text.isBlank() && text.length() <= longest, field, "must have 1 to " + longest + " characters");
            require(text.chars().noneMatch(Character::isISOControl), field, "must not contain control characters");
            return text;
        });
    }

    /** A UUID, or nothing. */
    public Optional<UUID> uuid(String field) {
        return optionalText(field, UUID_LENGTH).map(text -> {
            try {
                require(text.length() == UUID_LENGTH, field, "must be a UUID");
                return UUID.fromString(text);
            } catch (IllegalArgumentException notAUuid) {
                throw RefusalException.badRequest(field + " must be a UUID", field);
            }
        });
    }

    /** A boolean, or nothing. */
    public Optional<Boolean> flag(String field) {
        return value(field).map(value -> {
            require(value.isBoolean(), field, "must be true or false");
            return value.asBoolean();
        });
    }

    /** A JSON object. */
    public JsonBody object(String field) {
        return optionalObject(field).orElseThrow(() -> RefusalException.badRequest(field + " is missing", field));
    }

    /** A JSON object, or nothing. */
    public Optional<JsonBody> optionalObject(String field) {
        return value(field).map(value -> {
            require(value.isObject(), field, "must be a JSON object");
            return new JsonBody(value);
        });
    }

    /** A whole number from 1 to the given one, written as an integer. */
    public long count(String field, long most) {
        JsonNode value = value(field).orElseThrow(() -> RefusalException.badRequest(field + " is missing", field));
        require(
                value.isIntegralNumber()
                        && value.canConvertToLong()
                        && value.longValue() > 0
                        && value.longValue() <= most,
                field,
                "must be a whole number from 1 to " + most);
        return value.longValue();
    }

    /** A whole number from 1 on, or nothing. */
    public Optional<Integer> positive(String field) {
        return value(field).map(value -> {
            require(
                    value.canConvertToInt() && value.isIntegralNumber() && value.intValue() > 0,
                    field,
                    "must be a whole number from 1 on");
            return value.intValue();
        });
    }

    /** A whole number from 0 on, or nothing. */
    public Optional<Long> whole(String field) {
        return value(field).map(value -> {
            require(
                    value.canConvertToLong() && value.isIntegralNumber() && value.longValue() >= 0,
                    field,
                    "must be a whole number from 0 on");
            return value.longValue();
        });
    }

    /** A list of objects; empty if there is none. */
    public List<JsonBody> objects(String field, int most) {
        List<JsonBody> objects = new ArrayList<>();
        value(field).ifPresent(value -> {
            require(value.isArray() && value.size() <= most, field, "must be a list of at most " + most + " objects");
            for (JsonNode each : value) {
                require(each.isObject(), field, "must be a list of objects");
                objects.add(new JsonBody(each));
            }
        });
        return objects;
    }

    /** An amount of dollars, exact to the nano-dollar and not negative; a number or a decimal string. Or nothing. */
    public Optional<NanoUsd> amount(String field) {
        Optional<NanoUsd> amount = signedAmount(field);
        amount.ifPresent(some -> require(!some.isNegative(), field, "must not be negative"));
        return amount;
    }

    /** An amount of dollars, exact to the nano-dollar and more than zero; a number or a decimal string. */
    public NanoUsd positiveAmount(String field) {
        return amount(field)
                .filter(some -> !some.isZero())
                .orElseThrow(() -> RefusalException.badRequest(field + " must be more than zero", field));
    }

    /** An amount of dollars, exact to the nano-dollar, negative or not; a number or a decimal string. Or nothing. */
    public Optional<NanoUsd> signedAmount(String field) {
        return value(field).map(value -> {
            require(value.isNumber() || value.isTextual(), field, "must be a number or a decimal string");
            String text = value.asText();
            require(text.length() <= NUMBER_LENGTH, field, "must be an amount of dollars");
            try {
                NanoUsd amount = NanoUsd.ofUsd(value.isTextual() ? new BigDecimal(text) : value.decimalValue());
                // the one number without an opposite is no amount either
                return amount.negated().negated();
            } catch (ArithmeticException | NumberFormatException notAnAmount) {
                throw RefusalException.badRequest(
                        field + " must be an amount of dollars with at most nine decimal places", field);
            }
        });
    }

    /** An instant in ISO 8601 with an offset, or nothing. */
    public Optional<Instant> instant(String field) {
        return optionalText(field, NUMBER_LENGTH).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException notATime) {
                throw RefusalException.badRequest(field + " must be an ISO 8601 time with an offset", field);
            }
        });
    }

    /** A list of texts, or nothing. */
    public Optional<Set<String>> texts(String field, int most, int longest) {
        return value(field).map(value -> {
            require(value.isArray() && value.size() <= most, field, "must be a list of at most " + most + " strings");
            Set<String> texts = new TreeSet<>();
            for (JsonNode each : value) {
                require(
                        each.isTextual()
                                && !each.asText().isBlank()
                                && each.asText().length() <= longest,
                        field,
                        "must be a list of strings");
                texts.add(each.asText());
            }
            return texts;
        });
    }

    private Optional<JsonNode> value(String field) {
        JsonNode value = root.path(field);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private static void require(boolean condition, String field, String what) {
        if (!condition) {
            throw RefusalException.badRequest(field + " " + what, field);
        }
    }
}
