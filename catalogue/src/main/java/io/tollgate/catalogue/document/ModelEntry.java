package io.tollgate.catalogue.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as its file states it. Absent abilities are unknown, not denied.
 *
 * @param id {@code author/slug}
 * @param kind {@code chat}, {@code embedding}, {@code image}, {@code rerank}, {@code classifier}, {@code audio}
 * @param created release date, ISO
 * @param context tokens in prompt and answer together
 * @param maxOutput tokens in the answer
 * @param input modalities it reads
 * @param output modalities it answers in
 * @param variants names under which others offer it differently, for information
 * @param source where these facts come from
 * @param endpoints who serves it
 */
public record ModelEntry(
        String id,
        String name,
        String kind,
        String status,
        @Nullable String created,
        @Nullable Long context,
        @JsonProperty("max_output") @Nullable Long maxOutput,
        List<String> input,
        List<String> output,
        @Nullable Boolean tools,
        @Nullable Boolean reasoning,
        @JsonProperty("structured_outputs") @Nullable Boolean structuredOutputs,
        @JsonProperty("knowledge_cutoff") @Nullable String knowledgeCutoff,
        @JsonProperty("open_weights") @Nullable Boolean openWeights,
        @JsonProperty("hugging_face") @Nullable String huggingFace,
        @Nullable List<String> variants,
        @Nullable List<String> source,
        @Nullable List<EndpointEntry> endpoints) {

    /** The part of the id before the slash. */
    public String author() {
        int slash = id.indexOf('/');
        return slash < 0 ? id : id.substring(0, slash);
    }
}
