package io.tollgate.localstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports on loopback. */
public final class Ports {

    private static final int FIRST = 15_000;
    private static final int BEHIND_LAST = 32_000;
    private static final int TRIES = 1_000;

    private Ports() {}

    /**
     * A port that nothing listens on now. It is below those that systems give to outgoing connections, so that none of these takes it before
     * somebody listens.
     */
    public static int free() {
        for (int tried = 0; tried < TRIES; tried++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from %d to %d".formatted(FIRST, BEHIND_LAST - 1));
    }

    /** Whether a program can listen on a port. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
