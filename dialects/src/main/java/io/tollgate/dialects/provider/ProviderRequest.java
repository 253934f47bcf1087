package io.tollgate.dialects.provider;

import java.util.Map;

/**
 * An HTTP POST of JSON.
 *
 * @param path to append to the provider's base URL, with a leading slash and any query
 * @param headers besides authentication and content type
 * @param body JSON
 */
public record ProviderRequest(String path, Map<String, String> headers, byte[] body) {}
