package io.tollgate.workers.call;

import io.tollgate.workers.WorkersConfig;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The HTTP client towards providers: pooled HTTP/1.1 connections, certificates verified, no redirects followed. */
@ApplicationScoped
public class ProviderClient {

    /** Shorter than servers usually keep idle connections, so that a call rarely meets one that is being closed. */
    private static final int KEEP_ALIVE_SECONDS = 15;

    private static final String CONTENT_TYPE = "content-type";

    private final Vertx vertx;
    private final Clock wallClock;
    private final HttpClient client;
    private final CallLimits limits;

    ProviderClient(Vertx vertx, Clock wallClock, WorkersConfig config) {
        this.vertx = vertx;
        this.wallClock = wallClock;
        this.limits = CallLimits.of(config);
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_1_1)
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                        .setConnectTimeout(
                                Math.toIntExact(config.timeouts().connect().toMillis()))
                        .setSslHandshakeTimeout(config.timeouts().connect().toMillis())
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setTcpNoDelay(true)
                        .setVerifyHost(true),
                // each provider's pool limits its calls; several may share one host, as all do at the simulator
                new PoolOptions().setHttp1MaxSize(config.maxInFlight()));
    }

    /**
     * Makes a call ready to be sent.
     *
     * @param context where everything of the call happens; the caller must be on it
     * @throws RuntimeException if the base URL is not one, or a header not allowed in HTTP
     */
    public ProviderCall prepare(Context context, CallPlan plan, ReplyListener listener) {
        return new ProviderCall(vertx, wallClock, context, client, options(plan), plan, limits, listener);
    }

    private static RequestOptions options(CallPlan plan) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(
                        withoutTrailingSlash(plan.baseUrl()) + plan.request().path());
        options.putHeader(CONTENT_TYPE, "application/json");
        options.putHeader("accept", plan.target().stream() ? "text/event-stream" : "application/json");
        put(options, plan.request().headers());
        put(options, plan.dialect().authentication(plan.apiKey()));
        return options;
    }

    private static void put(RequestOptions options, Map<String, String> headers) {
        headers.forEach(options::putHeader);
    }

    private static String withoutTrailingSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
