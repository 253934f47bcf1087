package io.tollgate.workers.call;

import io.tollgate.dialects.provider.ProviderDialect;
import io.tollgate.dialects.provider.ProviderRequest;
import io.tollgate.dialects.provider.Target;
import java.time.Duration;

/**
 * One call to make.
 *
 * @param baseUrl where the provider is
 * @param media whether the answer may have images or sound, which come in large pieces
 * @param apiKey goes into the headers, nowhere else
 * @param firstToken limit until the first output
 * @param total limit until the end
 */
public record CallPlan(
        String baseUrl,
        ProviderRequest request,
        ProviderDialect dialect,
        Target target,
        boolean media,
        String apiKey,
        Duration firstToken,
        Duration total) {

    /** Without the key. */
    @Override
    public String toString() {
        return "call of " + target.providerModel() + " at " + target.provider();
    }
}
