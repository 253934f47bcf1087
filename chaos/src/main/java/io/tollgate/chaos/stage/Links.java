package io.tollgate.chaos.stage;

import io.tollgate.localstack.stack.StackPorts;
import io.tollgate.testkit.NetworkProxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The connections that a trial can disturb: one for each service and Redis, and one for each service that ingress asks. */
public final class Links implements AutoCloseable {

    private final Map<String, NetworkProxy> credit = new HashMap<>();
    private final Map<String, NetworkProxy> frames = new HashMap<>();
    private final Map<String, NetworkProxy> owners = new HashMap<>();

    Links(StackPorts ports) {
        int creditPort = ports.of("redis-credit");
        int framesPort = ports.of("redis-frames");
        List.of("ingress", "router", "workers", "ledger")
                .forEach(service -> credit.put(service, NetworkProxy.to("127.0.0.1", creditPort)));
        List.of("ingress", "workers").forEach(service -> frames.put(service, NetworkProxy.to("127.0.0.1", framesPort)));
        List.of("ledger", "metering", "router")
                .forEach(service -> owners.put(service, NetworkProxy.to("127.0.0.1", ports.of(service))));
    }

    /** A service's way to credit Redis. */
    public NetworkProxy credit(String service) {
        return link(credit, service);
    }

    /** A service's way to frames Redis. */
    public NetworkProxy frames(String service) {
        return link(frames, service);
    }

    /** The way of every ingress to a service that it asks. */
    public NetworkProxy owner(String service) {
        return link(owners, service);
    }

    private static NetworkProxy link(Map<String, NetworkProxy> links, String service) {
        NetworkProxy link = links.get(service);
        if (link == null) {
            throw new IllegalArgumentException("no link of " + service);
        }
        return link;
    }

    /** Settings that send each service over its links. */
    Map<String, Map<String, String>> settings() {
        Map<String, Map<String, String>> settings = new HashMap<>();
        credit.forEach((service, link) -> settings.computeIfAbsent(service, key -> new HashMap<>())
                .put("TOLLGATE_REDIS_CREDIT_URI", "redis://127.0.0.1:" + link.port()));
        frames.forEach((service, link) -> settings.computeIfAbsent(service, key -> new HashMap<>())
                .put("TOLLGATE_REDIS_FRAMES_URI", "redis://127.0.0.1:" + link.port()));
        owners.forEach((service, link) -> settings.computeIfAbsent("ingress", key -> new HashMap<>())
                .put("TOLLGATE_INGRESS_OWNERS_" + service.toUpperCase(Locale.ROOT), "http://" + link.address()));
        return settings;
    }

    /** Lets everything through again. */
    void heal() {
        all().forEach(NetworkProxy::heal);
    }

    /** All of them, whoever uses them. */
    public List<NetworkProxy> all() {
        List<NetworkProxy> all = new ArrayList<>(credit.values());
        all.addAll(frames.values());
        all.addAll(owners.values());
        return all;
    }

    @Override
    public void close() {
        all().forEach(NetworkProxy::close);
    }
}
