package io.tollgate.dialects.reply;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.tollgate.dialects.json.WireJson;
import java.io.IOException;

/** Frames as bytes: JSON in UTF-8. Unknown fields are ignored, so that a newer writer does not stop an older reader. Thread-safe. */
public final class FrameCodec {

    private static final ObjectMapper MAPPER = WireJson.mapper()
            .copy()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    private static final ObjectWriter WRITER = MAPPER.writerFor(Frame.class);
    private static final ObjectReader READER = MAPPER.readerFor(Frame.class);

    private FrameCodec() {}

    public static byte[] write(Frame frame) {
        try {
            return WRITER.writeValueAsBytes(frame);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a frame must be writable", impossible);
        }
    }

    /**
     * Reads a frame.
     *
     * @throws IllegalArgumentException if the bytes are not one
     */
    public static Frame read(byte[] json) {
        try {
            return READER.readValue(json);
        } catch (IOException | NumberFormatException unreadable) {
            throw new IllegalArgumentException("cannot read a frame", unreadable);
        }
    }
}
