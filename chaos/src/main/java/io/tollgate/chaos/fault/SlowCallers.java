package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Wallet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Callers who ask for a long stream each and read a byte of it a second, through a small receive buffer. */
final class SlowCallers implements AutoCloseable {

    private static final String MODEL = "deepseek/deepseek-v4-flash";
    private static final int RECEIVE_BUFFER = 2_048;
    private static final Duration A_BYTE_EVERY = Duration.ofSeconds(1);

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger connected = new AtomicInteger();

    private SlowCallers() {}

    /** @param words length of the answers */
    static SlowCallers start(int number, String origin, Wallet wallet, int words) {
        SlowCallers callers = new SlowCallers();
        for (int i = 0; i < number; i++) {
            byte[] request = request(wallet, words, i);
            callers.threads.add(Thread.ofVirtual().start(() -> callers.readSlowly(origin, request)));
        }
        return callers;
    }

    /** How many have read something. */
    int begun() {
        return begun.get();
    }

    /** How many have read something and are still connected. */
    int connected() {
        return connected.get();
    }

    @Override
    public void close() {
        over.set(true);
        threads.forEach(Thread::interrupt);
    }

    private void readSlowly(String origin, byte[] request) {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            int port = URI.create(origin).getPort();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write(request);
            if (socket.getInputStream().read() >= 0) {
                begun.incrementAndGet();
                connected.incrementAndGet();
                readOn(socket.getInputStream());
            }
        } catch (IOException refused) {
            // counted as one that never began
        }
    }

    private void readOn(InputStream answer) {
        try {
            while (!over.get() && answer.read() >= 0) {
                LockSupport.parkNanos(A_BYTE_EVERY.toNanos());
            }
        } catch (IOException givenUp) {
            // the other side may give up on such a reader
        } finally {
            connected.decrementAndGet();
        }
    }

    private static byte[] request(Wallet wallet, int words, int number) {
        byte[] json = ("{\"model\":\"" + MODEL + "\",\"stream\":true,\"max_tokens\":" + 2 * words
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Slowly, number " + number + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        String head = "POST /api/v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + wallet.key() + "\r\nContent-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(json);
        return all.toByteArray();
    }
}
