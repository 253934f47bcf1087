package io.tollgate.contracts.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A provider as it is now.
 *
 * @param enabled whether the operator lets it serve
 * @param live whether real calls go to it; otherwise the simulator may stand in
 * @param callable whether a dialect exists to call it
 * @param simulated whether the simulator stands in for it while it is not live; absent means yes
 * @param collectsData whether it keeps or trains on prompts, as the operator declared; absent means undeclared
 * @param zeroDataRetention whether it keeps nothing, as the operator declared; absent means undeclared
 * @param revision of the catalogue that stated it; a lower one is stale
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProviderStated(
        String slug,
        String name,
        @Nullable String baseUrl,
        String dialect,
        @Nullable String headquarters,
        @Nullable String docsUrl,
        boolean enabled,
        boolean live,
        boolean callable,
        @Nullable Boolean simulated,
        @Nullable Boolean collectsData,
        @Nullable Boolean zeroDataRetention,
        long revision)
        implements CatalogueEvent {

    /** Whether anybody answers calls to it: itself, or the simulator in its place. */
    public boolean reachable() {
        return live || !Boolean.FALSE.equals(simulated);
    }

    @Override
    public String recordKey() {
        return "provider:" + slug;
    }

    @Override
    public String eventId() {
        return recordKey() + "/" + revision;
    }
}
