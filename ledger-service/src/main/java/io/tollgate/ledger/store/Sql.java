package io.tollgate.ledger.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.codec.EventCodec;
import java.util.List;
import java.util.regex.Pattern;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Native statements on a session. Parameters are numbered from {@code ?1}; many rows go in as one JSON text
 * ({@code jsonb_to_recordset(cast(cast(?1 as text) as jsonb))}) and come out as one JSON object each, so that no type is guessed on the
 * way. The inner cast matters: a parameter of type {@code jsonb} would be encoded as a JSON string.
 */
public final class Sql {

    private static final ObjectMapper MAPPER = EventCodec.mapper();
    private static final String NUL = "\\u0000";
    // an even number of backslashes before it: the escape itself, not a text that looks like one
    private static final Pattern ESCAPED_NUL = Pattern.compile("((?<!\\\\)(?:\\\\\\\\)*)\\\\u0000");

    private Sql() {}

    /** Runs a query and reads its rows. */
    public static Uni<List<Row>> rows(Mutiny.StatelessSession session, String query, Object... parameters) {
        String asJson = "select cast(to_jsonb(r) as text) from (" + query + ") r";
        return bind(session.createNativeQuery(asJson, String.class), parameters)
                .getResultList()
                .map(texts -> texts.stream().map(text -> new Row(parse(text))).toList());
    }

    /**
     * Runs a statement that changes rows and returns some ({@code insert … returning}).
     *
     * @param statement a statement whose last part is {@code returning}; its rows are read by name
     */
    public static Uni<List<Row>> changed(Mutiny.StatelessSession session, String statement, Object... parameters) {
        String asJson = "with r as (" + statement + ") select cast(to_jsonb(r) as text) from r";
        return bind(session.createNativeQuery(asJson, String.class), parameters)
                .getResultList()
                .map(texts -> texts.stream().map(text -> new Row(parse(text))).toList());
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
    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the database returned something that is not JSON", impossible);
        }
    }

    private static <Q extends Mutiny.AbstractQuery> Q bind(Q query, Object... parameters) {
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }
}
