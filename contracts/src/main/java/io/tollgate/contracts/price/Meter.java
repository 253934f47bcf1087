package io.tollgate.contracts.price;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a unit price counts. */
public enum Meter {
    /** Input tokens that have no price of their own below. */
    PROMPT,
    /** Input tokens read from the provider's prompt cache. */
    CACHED_PROMPT,
    /** Input tokens written to the provider's prompt cache. */
    CACHE_WRITE,
    /** Output tokens that have no price of their own below. */
    COMPLETION,
    /** Output tokens spent on reasoning, where priced apart. */
    REASONING,
    /** Input tokens that stand for images. */
    IMAGE_PROMPT,
    /** Output tokens that stand for images. */
    IMAGE_COMPLETION,
    /** Input tokens that stand for audio. */
    AUDIO_PROMPT,
    /** Output tokens that stand for audio. */
    AUDIO_COMPLETION,
    /** Images handed in. */
    INPUT_IMAGE,
    /** Images made. */
    OUTPUT_IMAGE,
    /** The request itself. */
    REQUEST,
    /** Web searches made by the provider. */
    WEB_SEARCH;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
