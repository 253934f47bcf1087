package io.tollgate.metering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.testkit.InfrastructureResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** Asks the running service as ingress does. */
final class Metering {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A status and a body. */
    record Reply(int status, JsonNode body) {}

    Reply ask(String path, String role, String account) throws IOException, InterruptedException {
        return ask(
                path,
                "X-Tollgate-Internal",
                InfrastructureResource.INTERNAL_SECRET,
                "X-Tollgate-Role",
                role,
                "X-Tollgate-Account",
                account);
    }

    Reply ask(String path, String... headers) throws IOException, InterruptedException {
        URI base = ConfigProvider.getConfig().getValue("test.url", URI.class);
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> reply = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(reply.statusCode(), JSON.readTree(reply.body()));
    }

    JsonNode report(String month) throws IOException, InterruptedException {
        return ask("/operator/v1/reports/monthly?month=" + month, "operator", "none")
                .body();
    }

    JsonNode audit() throws IOException, InterruptedException {
        return ask("/operator/v1/audit/metering", "operator", "none").body();
    }

    /** The month's report once it is as wanted. */
    JsonNode reportWhen(String month, Predicate<JsonNode> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> report(month), wanted);
    }
}
