package io.tollgate.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class DemoModelTest {

    private final ArrayNode models = JsonNodeFactory.instance.arrayNode();

    @Test
    void shouldPreferTheUsualModelThenAnAbleOneThenAny() {
        model("a/small", true, 8_000);
        assertThat(DemoModel.choose(models, "c/usual")).contains("a/small");
        model("b/able", true, 200_000, "tools", "structured_outputs");
        assertThat(DemoModel.choose(models, "c/usual")).contains("b/able");
        model("c/usual", true, 8_000);
        assertThat(DemoModel.choose(models, "c/usual")).contains("c/usual");
    }

    @Test
    void shouldNotTakeOneThatCannotBeCalled() {
        model("c/usual", false, 200_000, "tools", "structured_outputs");
        assertThat(DemoModel.choose(models, "c/usual")).isEmpty();
    }

    private void model(String id, boolean callable, long context, String... parameters) {
        ObjectNode model =
                models.addObject().put("id", id).put("callable", callable).put("context_length", context);
        ArrayNode supported = model.putArray("supported_parameters");
        for (String parameter : parameters) {
            supported.add(parameter);
        }
    }
}
