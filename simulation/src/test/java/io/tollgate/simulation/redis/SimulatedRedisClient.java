package io.tollgate.simulation.redis;

import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.resource.ClientResources;
import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lettuce's client with its connections taken away: everything above, that is the stores of live-state, is the real code. Addresses are
 * told apart by their port.
 */
public final class SimulatedRedisClient extends RedisClient {

    private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("simulated", 0);
    private static final long CONNECT_MICROS = 500;

    private final World world;
    private final Node node;
    private final Supplier<Network> network;
    private final Map<Integer, RedisServer> servers;

    /**
     * A client for one incarnation of a process.
     *
     * @param resources shared by all clients of a run; nothing of them is used
     */
    public SimulatedRedisClient(
            ClientResources resources,
            World world,
            Node node,
            Supplier<Network> network,
            Map<Integer, RedisServer> servers) {
        super(resources, new RedisURI());
        this.world = world;
        this.node = node;
        this.network = network;
        this.servers = servers;
    }

    @Override
    public <K, V> ConnectionFuture<StatefulRedisConnection<K, V>> connectAsync(
            RedisCodec<K, V> codec, RedisURI redisURI) {
        RedisServer server = servers.get(redisURI.getPort());
        if (server == null) {
            throw new IllegalArgumentException("no Redis at " + redisURI);
        }
        CompletableFuture<StatefulRedisConnection<K, V>> connected = new CompletableFuture<>();
        Wire wire = new Wire(world, node, network, server);
        world.after(node, CONNECT_MICROS, () -> {
            if (server.isDown()) {
                connected.completeExceptionally(new RedisConnectionException("refused"));
            } else {
                connected.complete(connection(wire));
            }
        });
        return ConnectionFuture.from(NOWHERE, connected);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> StatefulRedisConnection<K, V> connection(Wire wire) {
        RedisAsyncCommands<K, V> commands = (RedisAsyncCommands<K, V>) Proxy.newProxyInstance(
                RedisAsyncCommands.class.getClassLoader(),
                new Class<?>[] {RedisAsyncCommands.class},
                (proxy, method, arguments) -> wire.send(method.getName(), arguments));
        return (StatefulRedisConnection<K, V>) Proxy.newProxyInstance(
                StatefulRedisConnection.class.getClassLoader(),
                new Class<?>[] {StatefulRedisConnection.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "async" -> commands;
                    case "closeAsync" -> CompletableFuture.completedFuture(null);
                    case "close" -> null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
