package io.tollgate.ingress.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.ingress.http.ApiFeature;
import io.tollgate.ingress.http.ApiRouter;
import io.tollgate.ingress.http.Responses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Serves the description of the API, as YAML and as JSON. A test holds it against the operations that are mounted. */
@ApplicationScoped
public class OpenApiRoute implements ApiFeature {

    private static final String DOCUMENT = "/openapi.yaml";

    private final Responses responses;

    OpenApiRoute(Responses responses) {
        this.responses = responses;
    }

    @Override
    public void mount(ApiRouter api) {
        byte[] yaml = document();
        byte[] json = toJson(yaml);
        api.on(
                HttpMethod.GET,
                "/openapi.yaml",
                context -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                        .end(Buffer.buffer(yaml)));
        api.on(HttpMethod.GET, "/openapi.json", context -> responses.json(context, 200, json));
    }

    static byte[] document() {
        try (InputStream resource = OpenApiRoute.class.getResourceAsStream(DOCUMENT)) {
            if (resource == null) {
                throw new IllegalStateException(DOCUMENT + " is missing");
            }
            return resource.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static byte[] toJson(byte[] yaml) {
        try {
            JsonNode tree = new YAMLMapper(new YAMLFactory()).readTree(yaml);
            return WireJson.write(tree);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
