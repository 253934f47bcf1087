package io.tollgate.metering.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.codec.EventCodec;
import java.util.List;
import java.util.regex.Pattern;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Native statements. Parameters are numbered from {@code ?1}. Many rows go in as one JSON text and come out as one JSON object each, so
 * that no type is guessed on the way. Such a text is written {@code cast(cast(?1 as text) as jsonb)}: the driver would send a text for
 * a parameter of type jsonb as a JSON string.
 */
public final class Sql {

    private static final ObjectMapper MAPPER = EventCodec.mapper();
    private static final String NUL = "\\u0000";
    // an even number of backslashes before it: the escape itself, not a text that looks like one
    private static final Pattern ESCAPED_NUL = Pattern.compile("((?<!\\\\)(?:\\\\\\\\)*)\\\\u0000");

    private Sql() {}

    /** Runs a query, or a statement whose last part is {@code returning}, and reads its rows. */
    public static Uni<List<JsonNode>> rows(Mutiny.StatelessSession session, String statement, Object... parameters) {
        String asJson = "with r as (" + statement + ") select cast(to_jsonb(r) as text) from r";
        Mutiny.SelectionQuery<String> query = session.createNativeQuery(asJson, String.class);
        bind(query, parameters);
        return query.getResultList().map(texts -> texts.stream().map(Sql::parse).toList());
    }

    /** Runs a statement and says how many rows it changed. */
    public static Uni<Integer> run(Mutiny.StatelessSession session, String statement, Object... parameters) {
        Mutiny.MutationQuery query = session.createNativeQuery(statement);
        bind(query, parameters);
        return query.executeUpdate();
    }

    private static void bind(Mutiny.AbstractQuery query, Object... parameters) {
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
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

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the database returned something that is not JSON", impossible);
        }
    }
}
