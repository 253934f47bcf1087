package io.tollgate.contracts.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as it is now.
 *
 * @param id {@code author/slug}
 * @param kind {@code chat}, {@code embedding}, {@code image}, {@code rerank}, {@code classifier}, {@code audio}
 * @param status {@code active}, {@code beta}, {@code deprecated}, {@code unconfirmed} or {@code legacy}
 * @param revision of the catalogue that stated it; a lower one is stale
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelStated(
        String id,
        String name,
        String author,
        String kind,
        String status,
        @Nullable LocalDate created,
        @Nullable Long contextLength,
        @Nullable Long maxCompletionTokens,
        List<String> inputModalities,
        List<String> outputModalities,
        @Nullable Boolean tools,
        @Nullable Boolean reasoning,
        @Nullable Boolean structuredOutputs,
        @Nullable String knowledgeCutoff,
        @Nullable Boolean openWeights,
        @Nullable String huggingFaceId,
        long revision)
        implements CatalogueEvent {

    public ModelStated {
        inputModalities = List.copyOf(inputModalities);
        outputModalities = List.copyOf(outputModalities);
    }

    @Override
    public String recordKey() {
        return "model:" + id;
    }

    @Override
    public String eventId() {
        return recordKey() + "/" + revision;
    }
}
