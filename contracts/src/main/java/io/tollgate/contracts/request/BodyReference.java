package io.tollgate.contracts.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where the caller's body is: the record's value, or a blob.
 *
 * @param bytes its length
 * @param blob id in the blob store; absent if the body is the record's value
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BodyReference(long bytes, @Nullable String blob) {

    public static BodyReference inline(long bytes) {
        return new BodyReference(bytes, null);
    }
}
