package io.tollgate.simulation.world;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Mutiny's timers on the clock of the world that runs on the calling thread, as steps of the process whose step sets them. So time limits
 * inside of real classes are limits of virtual time.
 */
public final class VirtualTime extends AbstractExecutorService implements ScheduledExecutorService {

    private static final ThreadLocal<@Nullable World> RUNNING = new ThreadLocal<>();

    /** Says which world runs on this thread from now on; null for none. */
    public static void runs(@Nullable World world) {
        RUNNING.set(world);
    }

    /** The world that runs on this thread. */
    public static @Nullable World world() {
        return RUNNING.get();
    }

    private static final class Timer extends CompletableFuture<Object> implements ScheduledFuture<Object> {

        private final World world;
        private @Nullable Step step;

        private Timer(World world) {
            this.world = world;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            if (step != null) {
                world.cancel(step);
            }
            return super.cancel(mayInterruptIfRunning);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        World world = RUNNING.get();
        if (world == null) {
            throw new IllegalStateException("no world runs on this thread");
        }
        Timer timer = new Timer(world);
        timer.step = world.afterHere(unit.toMicros(delay), () -> {
            if (!timer.isCancelled()) {
                run(callable, timer);
            }
        });
        return (ScheduledFuture<V>) timer;
    }

    private static void run(Callable<?> callable, Timer timer) {
        try {
            timer.complete(callable.call());
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return schedule(
                () -> {
                    command.run();
                    return Boolean.TRUE;
                },
                delay,
                unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable command) {
        command.run();
    }

    @Override
    public void shutdown() {
        // there is nothing to shut down
    }

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
