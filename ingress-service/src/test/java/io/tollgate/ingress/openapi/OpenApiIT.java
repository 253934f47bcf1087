package io.tollgate.ingress.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.ingress.http.ApiEdge;
import io.tollgate.ingress.http.ApiRouter.Operation;
import io.tollgate.ingress.stack.IngressTest;
import io.tollgate.ingress.stack.ShortTimes;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortTimes.class)
class OpenApiIT extends IngressTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Inject
    ApiEdge edge;

    @Test
    void shouldDescribeExactlyWhatIsMounted() {
        JsonNode paths = api().get("/openapi.json", "").json().at("/paths");
        Set<String> described = new TreeSet<>();
        paths.properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (METHODS.contains(method.getKey())) {
                        described.add(method.getKey() + " " + path.getKey());
                    }
                }));

        Set<String> mounted = edge.api().operations().stream()
                .filter(Operation::implemented)
                .map(operation -> operation.method().name().toLowerCase(Locale.ROOT) + " " + operation.path())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(described).isEqualTo(mounted);
        assertThat(api().get("/openapi.yaml", "").response().body()).startsWith("openapi: 3");
    }
}
