package io.tollgate.simulation.cluster;

import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;

/** Vert.x as far as the real classes use it: periodic timers and one context, as steps of one incarnation of a process. */
final class Loop {

    private final World world;
    private final Node node;
    private final int incarnation;
    private final Set<Long> running = new HashSet<>();
    private long next;

    Loop(World world, Node node) {
        this.world = world;
        this.node = node;
        this.incarnation = node.incarnation();
    }

    Vertx vertx() {
        return (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(),
                new Class<?>[] {Vertx.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "setPeriodic" -> every((Long) arguments[0], handler(arguments[1]));
                    case "cancelTimer" -> running.remove((Long) arguments[0]);
                    default -> throw new UnsupportedOperationException("Vertx." + method.getName());
                });
    }

    Context context() {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("runOnContext")) {
                        throw new UnsupportedOperationException("Context." + method.getName());
                    }
                    Handler<Object> work = handler(arguments[0]);
                    world.after(node, incarnation, 0, () -> work.handle(null));
                    return null;
                });
    }

    @SuppressWarnings("unchecked")
    private static <T> Handler<T> handler(Object argument) {
        return (Handler<T>) argument;
    }

    private Object every(long millis, Handler<Long> handler) {
        next++;
        running.add(next);
        tick(next, millis, handler);
        return next;
    }

    private void tick(long id, long millis, Handler<Long> handler) {
        world.idly(node, millis * World.MILLI, () -> {
            if (running.contains(id)) {
                handler.handle(id);
                tick(id, millis, handler);
            }
        });
    }
}
