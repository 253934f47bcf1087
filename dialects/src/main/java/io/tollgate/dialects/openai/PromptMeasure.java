package io.tollgate.dialects.openai;

import io.tollgate.contracts.request.PromptFeatures;
import io.tollgate.dialects.tokens.TextTokens;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what a prompt may cost. The estimate is for choosing; the bound is for holding credit: the bytes of every text, what
 * templates add around each message and tool, and for media the most that the known providers count. Base64 is never text.
 */
final class PromptMeasure {

    /** Tokens that open and close any prompt. */
    private static final long BASE_BOUND = 32;
    /** Tokens that a template puts around one message. */
    private static final long MESSAGE_ESTIMATE = 4;

    private static final long MESSAGE_BOUND = 16;
    /** Tokens that a template puts around one tool, and once around all. */
    private static final long TOOL_ESTIMATE = 12;

    private static final long TOOL_BOUND = 64;
    private static final long TOOLS_BOUND = 600;
    /** Tokens of one image in high and in low detail. */
    private static final long IMAGE_ESTIMATE = 1_200;

    private static final long IMAGE_BOUND = 16_384;
    private static final long LOW_DETAIL_ESTIMATE = 100;
    private static final long LOW_DETAIL_BOUND = 4_096;
    /** Sound: 32 tokens a second at most, of no fewer than 750 bytes. */
    private static final long AUDIO_BYTES_PER_TOKEN = 23;

    private static final long AUDIO_LIKELY_BYTES_PER_TOKEN = 500;
    /** Documents: compressed text may hold more tokens than its page count suggests, but no more than its bytes. */
    private static final long FILE_LIKELY_BYTES_PER_TOKEN = 20;

    private static final long FILE_BASE_BOUND = 16_384;
    /** Media that only the provider fetches: their size is unknown here. */
    private static final long REMOTE_ESTIMATE = 8_000;

    private static final long REMOTE_BOUND = 200_000;
    private static final long VIDEO_BYTES_PER_TOKEN = 16;

    private long estimate;
    private long bound = BASE_BOUND;
    private int images;
    private boolean anyTool;
    private final Set<String> modalities = new TreeSet<>(Set.of("text"));
    private final Set<String> parameters = new TreeSet<>();

    void message() {
        estimate += MESSAGE_ESTIMATE;
        bound += MESSAGE_BOUND;
    }

    void text(String text) {
        estimate += TextTokens.estimate(text);
        bound += TextTokens.bound(text);
    }

    void tool(String json) {
        text(json);
        estimate += TOOL_ESTIMATE;
        bound += TOOL_BOUND;
        if (!anyTool) {
            bound += TOOLS_BOUND;
            anyTool = true;
        }
    }

    void image(boolean lowDetail) {
        images++;
        modalities.add("image");
        estimate += lowDetail ? LOW_DETAIL_ESTIMATE : IMAGE_ESTIMATE;
        bound += lowDetail ? LOW_DETAIL_BOUND : IMAGE_BOUND;
    }

    void audio(long bytes) {
        modalities.add("audio");
        estimate += bytes / AUDIO_LIKELY_BYTES_PER_TOKEN + 1;
        bound += bytes / AUDIO_BYTES_PER_TOKEN + 256;
    }

    void file(long bytes) {
        modalities.add("file");
        estimate += bytes / FILE_LIKELY_BYTES_PER_TOKEN + 500;
        bound += bytes + FILE_BASE_BOUND;
    }

    void video(long bytes) {
        modalities.add("video");
        estimate += bytes / AUDIO_LIKELY_BYTES_PER_TOKEN + 500;
        bound += bytes / VIDEO_BYTES_PER_TOKEN + FILE_BASE_BOUND;
    }

    void remote(String modality) {
        modalities.add(modality);
        estimate += REMOTE_ESTIMATE;
        bound += REMOTE_BOUND;
    }

    /** A parameter is used in a way that not every endpoint supports. */
    void parameter(String name) {
        parameters.add(name);
    }

    PromptFeatures toFeatures(Set<String> outputModalities, @Nullable Long maxOutputTokens, int choices) {
        return new PromptFeatures(
                estimate, bound, images, modalities, outputModalities, parameters, maxOutputTokens, choices);
    }
}
