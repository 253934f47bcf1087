package io.tollgate.localstack.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The providers that real calls may go to.
 *
 * @param keys provider keys by the name of their variable; never printed
 * @param slugs providers that have a key
 */
record LiveProviders(Map<String, String> keys, List<String> slugs) {

    static final LiveProviders NONE = new LiveProviders(Map.of(), List.of());

    LiveProviders {
        keys = Map.copyOf(keys);
        slugs = List.copyOf(slugs);
    }

    /**
     * Providers whose key variable has a value.
     *
     * @param variableOfProvider name of the key variable by provider slug
     * @param values where the keys are, by variable
     */
    static LiveProviders of(Map<String, String> variableOfProvider, Map<String, String> values) {
        Map<String, String> keys = new TreeMap<>();
        List<String> slugs = new ArrayList<>();
        variableOfProvider.forEach((provider, variable) -> {
            String key = values.getOrDefault(variable, "").strip();
            if (!key.isEmpty()) {
                keys.put(variable, key);
                slugs.add(provider);
            }
        });
        return new LiveProviders(keys, slugs);
    }

    @Override
    public String toString() {
        return "LiveProviders" + slugs;
    }
}
