package io.tollgate.ingress.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tollgate.catalogue.CallableDialect;
import io.tollgate.contracts.request.PromptFeatures;
import io.tollgate.dialects.openai.ChatRequests;
import io.tollgate.dialects.openai.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API's description says of a chat request, against what reads one. */
class ChatRequestSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode PROPERTIES = properties();
    /** A use of {@code response_format}, not a field. */
    private static final Set<String> NOT_FIELDS = Set.of("structured_outputs", PromptFeatures.BLANK_STOP);

    @ParameterizedTest
    @MethodSource("names")
    void shouldRefuseWhatIsNotAsDescribed(String name) {
        for (JsonNode wrong : wrongValues(PROPERTIES.get(name))) {
            ObjectNode request = JSON.createObjectNode().put("model", "a/b");
            request.putArray("messages").addObject().put("role", "user").put("content", "Hi");
            request.set(name, wrong);
            assertThatThrownBy(() -> ChatRequests.parse(JSON.writeValueAsBytes(request)))
                    .as("%s", request)
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            refused -> assertThat(refused.param()).startsWith(name));
        }
    }

    @Test
    void shouldDescribeEveryParameterThatDialectsKnow() {
        Set<String> known = new TreeSet<>();
        for (String dialect : CallableDialect.names()) {
            CallableDialect spoken = CallableDialect.named(dialect).orElseThrow();
            known.addAll(spoken.ownParameters());
            known.addAll(spoken.inexpressible());
        }
        known.removeAll(NOT_FIELDS);
        assertThat(names()).containsAll(known);
    }

    static Stream<String> names() {
        List<String> names = new ArrayList<>();
        PROPERTIES.fieldNames().forEachRemaining(names::add);
        return names.stream();
    }

    private static List<JsonNode> wrongValues(JsonNode schema) {
        List<JsonNode> wrong = new ArrayList<>();
        wrong.add(wrongType(schema));
        if (schema.has("minimum")) {
            wrong.add(JSON.valueToTree(schema.get("minimum").decimalValue().subtract(BigDecimal.ONE)));
        }
        if (schema.has("maximum")) {
            wrong.add(JSON.valueToTree(schema.get("maximum").decimalValue().add(BigDecimal.ONE)));
        }
        if (schema.has("maxLength")) {
            wrong.add(JSON.valueToTree("x".repeat(schema.get("maxLength").intValue() + 1)));
        }
        if (schema.has("enum")) {
            wrong.add(JSON.valueToTree("no such word"));
        }
        if (schema.has("minItems")) {
            wrong.add(JSON.createArrayNode());
        }
        return wrong;
    }

    /** A number is neither text nor list nor object, and a list is no number. */
    private static JsonNode wrongType(JsonNode schema) {
        String type = schema.path("type").asText();
        return type.equals("number") || type.equals("integer") ? JSON.createArrayNode() : JSON.valueToTree(7);
    }

    private static JsonNode properties() {
        try (InputStream description = ChatRequestSchemaTest.class.getResourceAsStream("/openapi.yaml")) {
            return new YAMLMapper().readTree(description).at("/components/schemas/ChatRequest/properties");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
