package io.tollgate.workers.credentials;

import io.tollgate.contracts.dispatch.Stop;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * Finds provider keys by their reference. References travel in events; keys come from this process's environment and go into the
 * header of a call, nowhere else.
 */
@ApplicationScoped
public class ProviderKeys {

    /** What is shown to a provider that asks for no key. */
    private static final String NO_SECRET = "none";

    private final Map<String, String> environment;

    ProviderKeys() {
        this(System.getenv());
    }

    ProviderKeys(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The key behind a reference.
     *
     * @param reference one of the kinds that {@link Stop} names
     * @return empty if the variable is not set, or the reference is of an unknown kind
     */
    public Optional<String> key(String reference) {
        if (reference.equals(Stop.SIMULATOR)) {
            return Optional.of(Stop.SIMULATOR);
        }
        if (reference.equals(Stop.NO_KEY)) {
            return Optional.of(NO_SECRET);
        }
        if (!reference.startsWith(Stop.KEY_VARIABLE)) {
            return Optional.empty();
        }
        return Optional.ofNullable(environment.get(reference.substring(Stop.KEY_VARIABLE.length())))
                .map(String::strip)
                .filter(key -> !key.isEmpty());
    }
}
