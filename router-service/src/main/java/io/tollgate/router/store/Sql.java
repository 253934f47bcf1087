package io.tollgate.router.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.codec.EventCodec;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Native statements on a session. Parameters are numbered from {@code ?1}; rows go in and come out as JSON text.
 * A JSON parameter is {@code cast(cast(?1 as text) as jsonb)}: without the inner cast the driver would quote the text as one JSON string.
 */
public final class Sql {

    private static final ObjectMapper MAPPER = EventCodec.mapper();

    private Sql() {}

    /** Runs a query of one text column of JSON and reads its rows. */
    public static <T> Uni<List<T>> rows(
            Mutiny.StatelessSession session, Class<T> type, String query, Object... parameters) {
        return texts(session, query, parameters)
                .map(texts -> texts.stream().map(text -> read(type, text)).toList());
    }

    /** Runs a query of one text column. */
    public static Uni<List<String>> texts(Mutiny.StatelessSession session, String query, Object... parameters) {
        Mutiny.SelectionQuery<String> selection = session.createNativeQuery(query, String.class);
        for (int i = 0; i < parameters.length; i++) {
            selection.setParameter(i + 1, parameters[i]);
        }
        return selection.getResultList();
    }

    /** Runs a statement. */
    public static Uni<Void> run(Mutiny.StatelessSession session, String statement, Object... parameters) {
        Mutiny.MutationQuery mutation = session.createNativeQuery(statement);
        for (int i = 0; i < parameters.length; i++) {
            mutation.setParameter(i + 1, parameters[i]);
        }
        return mutation.executeUpdate().replaceWithVoid();
    }

    /** A value as JSON text. */
    public static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a parameter must be writable as JSON", impossible);
        }
    }

    /** Reads JSON text of the database. */
    public static <T> T read(Class<T> type, String json) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(
                    "the database holds something that is not a " + type.getSimpleName(), impossible);
        }
    }
}
