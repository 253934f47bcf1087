package io.tollgate.chaos.fault;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.chaos.trial.Fault;
import io.tollgate.chaos.trial.Trial;
import io.tollgate.localstack.stack.OperatorClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Two hundred clients ask what the ledger must look up, more at once than it has connections, and leave before the answer; again and again. */
final class CancelledQueries implements Fault {

    private static final int CLIENTS = 200;
    private static final int ROUNDS = 3;
    private static final int QUERIES_AFTERWARDS = 20;
    private static final Duration LEAVE_AFTER = Duration.ofMillis(40);
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final Duration IDLE_WITHIN = Duration.ofSeconds(20);
    private static final String PATH = "/operator/v1/payments";
    private static final String BUSY =
            "select count(*) from pg_stat_activity where usename = 'ledger' and state = 'active'";

    @Override
    public String id() {
        return "F17";
    }

    @Override
    public String title() {
        return "200 clients leave while the ledger answers them, three times";
    }

    @Override
    public void run(Trial trial) {
        Stage stage = trial.stage();
        Load load = trial.load(LoadPlan.streams(4));
        load.awaitClean(5, SERVED_WITHIN);
        AtomicInteger left = new AtomicInteger();
        for (int round = 0; round < ROUNDS; round++) {
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.execute(() -> askAndLeave(stage, left));
                }
            }
        }
        trial.hit("clients left without their answers", left.get() > CLIENTS, left.get() + " left");
        long clean = load.clean();
        trial.check("callers are served on", load.awaitClean((int) clean + 5, SERVED_WITHIN), "");
        load.finish();
        OperatorClient operator = stage.operator();
        AtomicInteger answered = new AtomicInteger();
        trial.checkWithin("the ledger answers one query after the other again", IDLE_WITHIN, () -> {
            answered.addAndGet(operator.get(PATH).isSuccess() ? 1 : 0);
            return answered.get() >= QUERIES_AFTERWARDS;
        });
        trial.checkWithin(
                "no connection of the ledger is left at work",
                IDLE_WITHIN,
                () -> stage.books().count(BUSY) == 0);
    }

    private static void askAndLeave(Stage stage, AtomicInteger left) {
        URI origin = URI.create(stage.origin());
        String request = "GET " + PATH + " HTTP/1.1\r\nHost: " + origin.getAuthority() + "\r\nAuthorization: Bearer "
                + stage.stack().operatorKey() + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), origin.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            LockSupport.parkNanos(LEAVE_AFTER.toNanos());
            if (socket.getInputStream().available() == 0) {
                left.incrementAndGet();
            }
        } catch (IOException refused) {
            // one more client that got no answer
            left.incrementAndGet();
        }
    }

    @Override
    public void verify(Trial trial, List<Transcript> seen) {
        Aftermath.neverSilent(trial, seen);
    }
}
