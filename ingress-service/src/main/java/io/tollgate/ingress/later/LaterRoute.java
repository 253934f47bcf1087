package io.tollgate.ingress.later;

import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiFeature;
import io.tollgate.ingress.http.ApiRouter;
import io.tollgate.ingress.http.Responses;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers the reference API's operations that do not exist here yet: a typed 501, so that clients see what is missing. */
@ApplicationScoped
public class LaterRoute implements ApiFeature {

    private static final String OPERATIONS = "/later-operations.txt";

    private final Responses responses;

    LaterRoute(Responses responses) {
        this.responses = responses;
    }

    @Override
    public void mount(ApiRouter api) {
        for (String operation : operations()) {
            int space = operation.indexOf(' ');
            api.later(
                    HttpMethod.valueOf(operation.substring(0, space)),
                    operation.substring(space + 1),
                    this::notImplemented);
        }
        api.later(
                HttpMethod.POST,
                "/api/v1/credits/coinbase",
                context -> responses.error(
                        context, ApiError.of(410, "not_found", "this way to buy credits does not exist any more")));
    }

    private void notImplemented(RoutingContext context) {
        responses.error(context, ApiError.notImplemented(context.request().method() + " " + context.normalizedPath()));
    }

    private static List<String> operations() {
        try (InputStream resource = LaterRoute.class.getResourceAsStream(OPERATIONS)) {
            if (resource == null) {
                throw new IllegalStateException(OPERATIONS + " is missing");
            }
            return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
