package io.tollgate.contracts.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The application that calls, as it names itself.
 *
 * @param referer the {@code HTTP-Referer} header
 * @param title the {@code X-Title} or {@code X-OpenRouter-Title} header
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record App(@Nullable String referer, @Nullable String title) {}
