package io.tollgate.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.answer.Ask;
import io.tollgate.simulator.answer.PrefixCache;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One wire format as its provider speaks it. Implementations are stateless and thread-safe. */
public interface Dialect {

    /** The dialect's name in the catalogue, which is also the first segment of its paths. */
    String name();

    /**
     * Refuses a call without credentials as the provider does.
     *
     * @param header gives a header, or null
     * @param query gives a query parameter, or null
     * @throws RefusalException with the provider's status
     */
    void authenticate(Function<String, @Nullable String> header, Function<String, @Nullable String> query);

    /**
     * Reads a request as strictly as the provider.
     *
     * @param streamed whether the path asks for a stream, where the dialect says it in the path
     * @throws RefusalException if the provider would refuse it
     */
    Ask read(ObjectNode body, Address address, boolean streamed);

    /** Asks the prompt cache as the provider would. */
    PrefixCache.Hit cache(PrefixCache cache, Address address, Ask ask);

    /** A reply in one piece. */
    JsonNode whole(Served served);

    /** Content type of a streamed reply. */
    String streamType();

    /** A streamed reply, made piece by piece. */
    Iterator<Piece> stream(Served served);

    /** The body of an error reply. */
    JsonNode error(int status, String message, @Nullable String param, @Nullable String code);

    /** An error after the stream has begun. */
    Piece errorEvent(int status, String message);

    /** Headers of every reply. */
    Map<String, String> headers(String callId);
}
