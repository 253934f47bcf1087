package io.tollgate.localstack.stack;

import io.tollgate.localstack.process.Layout;
import java.util.Map;

/**
 * How to start a stack.
 *
 * @param ports where its parts listen
 * @param live whether providers with a key in the environment are called for real
 * @param providerKeys whether keys of the file {@code providers.env} count
 * @param training whether the services leave a cache behind that makes later starts faster
 * @param settings variables for a service, by its name; they win over the stack's own
 */
public record StackOptions(
        Layout layout,
        StackPorts ports,
        boolean live,
        boolean providerKeys,
        boolean training,
        Map<String, Map<String, String>> settings) {

    public StackOptions {
        settings = Map.copyOf(settings);
    }

    /** A stack that meets no other and never leaves loopback, for tests. */
    public static StackOptions isolated(Layout layout, Map<String, Map<String, String>> settings) {
        return new StackOptions(layout, StackPorts.free(), false, false, false, settings);
    }

    /** A stack of its own whose services leave caches for later starts. */
    public static StackOptions training(Layout layout) {
        return new StackOptions(layout, StackPorts.free(), false, false, true, Map.of());
    }
}
