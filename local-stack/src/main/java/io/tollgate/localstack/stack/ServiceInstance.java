package io.tollgate.localstack.stack;

import io.tollgate.localstack.process.ChildProcess;
import java.time.Duration;

/** One more instance of a service, beside the one that every stack has. */
public final class ServiceInstance {

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private final ChildProcess process;
    private final String url;
    private final Readiness readiness;

    ServiceInstance(ChildProcess process, String url, Readiness readiness) {
        this.process = process;
        this.url = url;
        this.readiness = readiness;
    }

    /** Waits until it says that it is ready. */
    public void awaitReady() {
        readiness.await(process, url, READY_WITHIN, Progress.SILENT);
    }

    public ChildProcess process() {
        return process;
    }

    /** Its base URL. */
    public String url() {
        return url;
    }
}
