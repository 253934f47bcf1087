package io.tollgate.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.codec.EventCodec;
import java.util.List;
import java.util.regex.Pattern;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Native statements on a session. Parameters are numbered from {@code ?1}. Many rows go in as one JSON text and come out as one, so that
 * no type is guessed on the way and a row costs little. Such a text is written {@code cast(cast(?1 as text) as jsonb)}: the driver
 * would send a text for a parameter of type jsonb as a JSON string.
 */
public final class Sql {

    private static final ObjectMapper MAPPER = EventCodec.mapper();
    /** All rows in one text: each by itself would cost a chain of stages in the session. */
    private static final String ALL_AS_JSON = " select cast(coalesce(json_agg(r), '[]') as text) from r";

    private static final String NUL = "\\u0000";
    // an even number of backslashes before it: the escape itself, not a text that looks like one
    private static final Pattern ESCAPED_NUL = Pattern.compile("((?<!\\\\)(?:\\\\\\\\)*)\\\\u0000");

    private Sql() {}

    /**
     * Runs a query, or a statement whose last part is {@code returning}, and reads its rows by the names of their columns. They are one
     * value of the database on the way, so they must fit into some megabytes.
     */
    public static Uni<List<Row>> rows(Mutiny.StatelessSession session, String statement, Object... parameters) {
        String asJson = "with r as (" + statement + ")" + ALL_AS_JSON;
        return bind(session.createNativeQuery(asJson, String.class), parameters)
                .getSingleResult()
                .map(rows ->
                        read(JsonNode.class, rows).valueStream().map(Row::new).toList());
    }

    /** Runs a query of one text column of JSON and reads its rows. */
    public static <T> Uni<List<T>> values(
            Mutiny.StatelessSession session, Class<T> type, String query, Object... parameters) {
        return texts(session, query, parameters)
                .map(texts -> texts.stream().map(text -> read(type, text)).toList());
    }

    /** Runs a query of one text column. */
    public static Uni<List<String>> texts(Mutiny.StatelessSession session, String query, Object... parameters) {
        return bind(session.createNativeQuery(query, String.class), parameters).getResultList();
    }

    /** Runs a statement and says how many rows it changed. */
    public static Uni<Integer> run(Mutiny.StatelessSession session, String statement, Object... parameters) {
        return bind(session.createNativeQuery(statement), parameters).executeUpdate();
    }

    /** A value as the JSON text of a parameter, without NUL characters: PostgreSQL's text cannot hold them. */
    public static String json(Object value) {
        try {
            String json = MAPPER.writeValueAsString(value);
            return json.contains(NUL) ? ESCAPED_NUL.matcher(json).replaceAll("$1") : json;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a parameter must be writable as JSON", impossible);
        }
    }

    /** Reads a JSON text of the database. */
    public static <T> T read(Class<T> type, String json) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(
                    "the database holds something that is not a " + type.getSimpleName(), impossible);
        }
    }

    private static <Q extends Mutiny.AbstractQuery> Q bind(Q query, Object... parameters) {
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }
}
