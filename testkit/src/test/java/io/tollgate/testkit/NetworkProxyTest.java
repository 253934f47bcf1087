package io.tollgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NetworkProxyTest {

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private ServerSocket echo = newDoor();
    private NetworkProxy proxy = NetworkProxy.to("127.0.0.1", echo.getLocalPort());

    @BeforeEach
    void listen() {
        Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket caller = echo.accept();
                    Thread.ofVirtual().start(() -> answer(caller));
                } catch (IOException over) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void shouldPassBytesOn() throws IOException {
        try (Line line = new Line(proxy)) {
            assertThat(line.ask("hello")).isEqualTo("hello");
            assertThat(line.ask("again")).isEqualTo("again");
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldCutAndHeal() throws IOException {
        try (Line line = new Line(proxy)) {
            line.ask("hello");
            proxy.cut();
            assertThatThrownBy(() -> line.ask("gone")).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> {
                    try (Line refused = new Line(proxy)) {
                        refused.ask("refused");
                    }
                })
                .isInstanceOf(IOException.class);
        proxy.heal();
        try (Line healed = new Line(proxy)) {
            assertThat(healed.ask("back")).isEqualTo("back");
        }
        assertThat(heard).containsExactly("hello", "back");
    }

    @Test
    void shouldGoToTheStandbyWhileTheTargetTakesNothing() throws IOException {
        ServerSocket gone = newDoor();
        gone.close();
        try (NetworkProxy balancer = NetworkProxy.to("127.0.0.1", gone.getLocalPort())) {
            balancer.standby(URI.create("http://127.0.0.1:" + echo.getLocalPort()));
            try (Line line = new Line(balancer)) {
                assertThat(line.ask("hello")).isEqualTo("hello");
            }
            balancer.heal();
            try (Line line = new Line(balancer)) {
                assertThatThrownBy(() -> line.ask("nobody")).isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void shouldSaySilenceAndDeliverLater() throws IOException {
        try (Line line = new Line(proxy)) {
            line.ask("hello");
            proxy.silence();
            line.socket.setSoTimeout(200);
            assertThatThrownBy(() -> line.ask("late")).isInstanceOf(SocketTimeoutException.class);
            assertThat(heard).containsExactly("hello");
            proxy.heal();
            line.socket.setSoTimeout(10_000);
            assertThat(line.in.readLine()).isEqualTo("late");
        }
    }

    @Test
    void shouldLoseOneReplyAfterTheOtherSideActed() throws IOException {
        proxy.loseReplyTo("pay");
        try (Line line = new Line(proxy)) {
            assertThat(line.ask("look")).isEqualTo("look");
            assertThatThrownBy(() -> line.ask("pay 5")).isInstanceOf(IOException.class);
        }
        assertThat(heard).containsExactly("look", "pay 5");
        assertThat(proxy.lostReplies()).isEqualTo(1);
        try (Line line = new Line(proxy)) {
            assertThat(line.ask("pay 5")).isEqualTo("pay 5");
        }
    }

    @Test
    void shouldDelayBothWays() throws IOException {
        proxy.delay(Duration.ofMillis(150));
        try (Line line = new Line(proxy)) {
            long begun = System.nanoTime();
            line.ask("slow");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isGreaterThanOrEqualTo(300);
        }
    }

    private void answer(Socket caller) {
        try (caller;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard.add(line);
                caller.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException over) {
            // the caller went away
        }
    }

    private static ServerSocket newDoor() {
        try {
            return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** A caller who asks line by line. */
    private static final class Line implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;

        Line(NetworkProxy proxy) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
            socket.setSoTimeout(10_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String ask(String question) throws IOException {
            socket.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
            String reply = in.readLine();
            if (reply == null) {
                throw new SocketException("closed");
            }
            return reply;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
