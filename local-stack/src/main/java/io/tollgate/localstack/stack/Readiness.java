package io.tollgate.localstack.stack;

import io.tollgate.localstack.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Waits until services say that they are ready. */
final class Readiness {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 50;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(REQUEST_TIMEOUT).build();

    /**
     * Waits for one service.
     *
     * @throws StartFailedException if it ends, is not ready in time, or is not wanted any more
     */
    void await(ChildProcess service, String baseUrl, Duration patience, Progress progress) {
        Instant deadline = Instant.now().plus(patience);
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/health/ready"))
                .timeout(REQUEST_TIMEOUT)
                .build();
        while (!isReady(request)) {
            if (!progress.isWanted()) {
                throw new StartFailedException("The start was given up.");
            }
            if (!service.isAlive()) {
                throw new StartFailedException(service.name() + " ended while it was starting; see " + service.log());
            }
            if (Instant.now().isAfter(deadline)) {
                throw new StartFailedException(
                        service.name() + " was not ready within " + patience.toSeconds() + " s; see " + service.log());
            }
            pause();
        }
    }

    private boolean isReady(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailedException("interrupted while waiting for " + request.uri());
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailedException("interrupted while waiting");
        }
    }
}
