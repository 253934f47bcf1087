package io.tollgate.workers.credentials;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * Finds provider keys by their reference. References travel in events; keys come from this process's environment and go into the
 * header of a call, nowhere else.
 */
@ApplicationScoped
public class ProviderKeys {

    private static final String ENVIRONMENT = "env:";
    private static final String SIMULATOR = "simulator";

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
     * @param reference {@code env:<VARIABLE>}, or {@code simulator}, whose key is no secret
     * @return empty if the variable is not set, or the reference is of an unknown kind
     */
    public Optional<String> key(String reference) {
        if (reference.equals(SIMULATOR)) {
            return Optional.of(SIMULATOR);
        }
        if (!reference.startsWith(ENVIRONMENT)) {
            return Optional.empty();
        }
        return Optional.ofNullable(environment.get(reference.substring(ENVIRONMENT.length())))
                .map(String::strip)
                .filter(key -> !key.isEmpty());
    }
}
