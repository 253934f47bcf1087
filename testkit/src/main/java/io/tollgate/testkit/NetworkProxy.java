package io.tollgate.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on loopback whose connections a test can cut, delay, silence, or rob of a reply. It passes bytes on at first. Faults count
 * what they did, so that a test can tell that its fault has hit. Thread-safe; closing ends every connection.
 */
public final class NetworkProxy implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private enum Mode {
        PASSING,
        /** New connections are closed at once. */
        CUT,
        /** Connections stay, and new ones are accepted, but no byte arrives anywhere. */
        SILENT
    }

    private final InetSocketAddress target;
    private final ServerSocket door;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicReference<@Nullable String> robbed = new AtomicReference<>();
    private final AtomicLong lostReplies = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile Mode mode = Mode.PASSING;
    private volatile @Nullable InetSocketAddress standby;
    private volatile long delayMillis;
    private volatile boolean closed;

    private NetworkProxy(InetSocketAddress target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot open a proxy", failed);
        }
        Thread.ofVirtual().name("proxy-door").start(this::accept);
    }

    /** A proxy in front of a host and port. */
    public static NetworkProxy to(String host, int port) {
        return new NetworkProxy(new InetSocketAddress(host, port));
    }

    /** A proxy in front of what a URI names, which must have a port. */
    public static NetworkProxy to(URI uri) {
        return to(uri.getHost(), uri.getPort());
    }

    /** Names where new connections go while the target takes none, until {@link #heal}: as a balancer knows a second instance. */
    public void standby(URI uri) {
        standby = new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    /** The port on loopback to connect to. */
    public int port() {
        return door.getLocalPort();
    }

    /** {@code host:port} to connect to. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** Connections that are open now. */
    public int connections() {
        return links.size();
    }

    /** Replies that were lost so far, see {@link #loseReplyTo}. */
    public long lostReplies() {
        return lostReplies.get();
    }

    /** Connections that were refused so far. */
    public long refused() {
        return refused.get();
    }

    /** Resets every connection and refuses new ones, until {@link #heal}. */
    public void cut() {
        enter(Mode.CUT);
        reset();
    }

    /** Resets every connection; new ones are served. */
    public void reset() {
        links.forEach(Link::reset);
    }

    /** Lets no byte through in either direction, without closing anything, until {@link #heal}. What was sent arrives then. */
    public void silence() {
        enter(Mode.SILENT);
    }

    /** Holds back every piece for so long, in both directions, until {@link #heal}. */
    public void delay(Duration each) {
        delayMillis = each.toMillis();
    }

    /** Passes everything on again. */
    public void heal() {
        delayMillis = 0;
        standby = null;
        robbed.set(null);
        enter(Mode.PASSING);
    }

    /**
     * Once: passes the next request on whose bytes hold a text, throws away what the other side answers, and resets that connection. The
     * other side has then done what was asked, and the caller cannot know.
     *
     * @param marker a text within one request, ASCII
     */
    public void loseReplyTo(String marker) {
        robbed.set(marker);
    }

    @Override
    public void close() {
        closed = true;
        heal();
        try {
            door.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        reset();
    }

    private void enter(Mode next) {
        lock.lock();
        try {
            mode = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = door.accept();
                if (mode == Mode.CUT) {
                    refused.incrementAndGet();
                    closeHard(client);
                } else {
                    Thread.ofVirtual().name("proxy-link").start(() -> serve(client));
                }
            } catch (SocketException over) {
                return;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private void serve(Socket client) {
        Socket server;
        try {
            server = connect();
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException unreachable) {
            refused.incrementAndGet();
            closeHard(client);
            return;
        }
        Link link = new Link(client, server);
        links.add(link);
        if (mode == Mode.CUT || closed) {
            link.reset();
            return;
        }
        Thread.ofVirtual().name("proxy-requests").start(() -> link.pass(client, server, true));
        Thread.ofVirtual().name("proxy-replies").start(() -> link.pass(server, client, false));
    }

    private Socket connect() throws IOException {
        InetSocketAddress second = standby;
        try {
            return connect(target);
        } catch (IOException unreachable) {
            if (second == null) {
                throw unreachable;
            }
            return connect(second);
        }
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket server = new Socket();
        try {
            server.connect(address, Math.toIntExact(CONNECT.toMillis()));
            return server;
        } catch (IOException unreachable) {
            closeHard(server);
            throw unreachable;
        }
    }

    /** Waits while no byte may pass. */
    private void awaitPassage() throws InterruptedException {
        lock.lock();
        try {
            while (mode == Mode.SILENT && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
        long pause = delayMillis;
        if (pause > 0) {
            TimeUnit.MILLISECONDS.sleep(pause);
        }
    }

    private static void closeHard(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // closing it again is all that is left
        }
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // nothing is left to close
        }
    }

    /** One connection through the proxy. */
    private final class Link {

        private final Socket client;
        private final Socket server;
        private final AtomicInteger ended = new AtomicInteger();
        private volatile boolean robbing;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void pass(Socket from, Socket to, boolean requests) {
            byte[] chunk = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int size = in.read(chunk); size >= 0; size = in.read(chunk)) {
                    awaitPassage();
                    if (requests) {
                        noticeRobbery(chunk, size);
                    } else if (robbing) {
                        lostReplies.incrementAndGet();
                        reset();
                        return;
                    }
                    out.write(chunk, 0, size);
                    out.flush();
                }
                ended(to);
            } catch (IOException broken) {
                reset();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                reset();
            }
        }

        /** What was passed on must arrive, so the other side is not reset. */
        private void ended(Socket to) throws IOException {
            to.shutdownOutput();
            if (ended.incrementAndGet() == 2) {
                links.remove(this);
                client.close();
                server.close();
            }
        }

        private void noticeRobbery(byte[] chunk, int size) {
            String marker = robbed.get();
            if (marker != null
                    && new String(chunk, 0, size, StandardCharsets.ISO_8859_1).contains(marker)
                    && robbed.compareAndSet(marker, null)) {
                robbing = true;
            }
        }

        void reset() {
            links.remove(this);
            closeHard(client);
            closeHard(server);
        }
    }
}
