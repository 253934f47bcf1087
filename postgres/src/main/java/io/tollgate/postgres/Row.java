package io.tollgate.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A row of a query, by column name. */
public record Row(JsonNode columns) {

    /** The text of a column that is never null. */
    public String text(String column) {
        return present(column).asText();
    }

    /** The text of a column, or null. */
    public @Nullable String textOrNull(String column) {
        JsonNode value = columns.path(column);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    /** The integer of a column that is never null. */
    public long number(String column) {
        return present(column).bigIntegerValue().longValueExact();
    }

    /** The integer of a column, or null. */
    public @Nullable Long numberOrNull(String column) {
        return textOrNull(column) == null ? null : number(column);
    }

    /** The amount in a column of nano-dollars. */
    public NanoUsd amount(String column) {
        return NanoUsd.of(number(column));
    }

    public boolean flag(String column) {
        return present(column).asBoolean();
    }

    /** The instant of a column that is never null. */
    public Instant instant(String column) {
        return OffsetDateTime.parse(text(column)).toInstant();
    }

    /** The instant of a column, or null. */
    public @Nullable Instant instantOrNull(String column) {
        return textOrNull(column) == null ? null : instant(column);
    }

    /** The JSON of a column. */
    public JsonNode json(String column) {
        return present(column);
    }

    private JsonNode present(String column) {
        JsonNode value = columns.path(column);
        if (value.isMissingNode() || value.isNull()) {
            throw new IllegalStateException("no value in column " + column);
        }
        return value;
    }
}
