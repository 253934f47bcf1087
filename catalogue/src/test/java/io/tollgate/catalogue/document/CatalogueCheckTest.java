package io.tollgate.catalogue.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueCheckTest {

    private static final String GOOD = """
            providers:
              - slug: here
                name: Here
                dialect: openai-chat
                base_url: "http://127.0.0.1:8000/v1"
            models:
              - id: we/small
                name: Small
                kind: chat
                status: active
                created: "2026-01-01"
                context: 1000
                input: [text]
                output: [text]
                endpoints:
                  - provider: here
                    model: small
                    status: active
                    prices:
                      - from: "2026-01-01"
                        prompt: "1"
                        cached_prompt: "0.1"
                        completion: 2.000000001
                        above:
                          - prompt_tokens: 100
                            prompt: "2"
                      - from: "2026-01-01T00:00:01Z"
                        prompt: "0"
                        completion: "0"
            """;

    private final CatalogueReader reader = new CatalogueReader();

    @Test
    void shouldAcceptWhatHangsTogether() {
        assertThat(problems(GOOD)).isEmpty();
    }

    @Test
    void shouldNameFileAndPlaceOfEveryProblem() {
        String bad = GOOD.replace("prompt: \"2\"", "prompt: \"-2\"")
                .replace("status: active\n            ", "status: gone\n            ")
                .replace("slug: here", "slug: Here!");

        assertThat(problems(bad))
                .contains(
                        "shop.yaml: providers[0].slug: must look like [a-z0-9][a-z0-9._-]*: Here!",
                        "shop.yaml: models[0].endpoints[0].provider: no provider here",
                        "shop.yaml: models[0].endpoints[0].prices[0].above[0].prompt: must not be negative: -2");
    }

    @Test
    void shouldRefuseContradictions() {
        assertRefused("context: 1000", "context: 0", "models[0].context: must be positive: 0");
        assertRefused("id: we/small", "id: We/small", "models[0].id: must look like");
        assertRefused("kind: chat", "kind: talk", "models[0].kind: unknown: talk");
        assertRefused("input: [text]", "input: [text, smell]", "models[0].input: unknown: smell");
        assertRefused("input: [text]", "input: []", "models[0].input: is missing");
        assertRefused("created: \"2026-01-01\"", "created: soon", "models[0].created: is not a date: soon");
        assertRefused("dialect: openai-chat", "dialect: morse", "providers[0].dialect: unknown: morse");
        assertRefused("http://127.0.0.1:8000/v1", "ftp://x", "providers[0].base_url: is not the address");
        assertRefused("provider: here", "provider: there", "endpoints[0].provider: no provider there");
        assertRefused("cached_prompt: \"0.1\"", "cached_prompt: \"1.1\"", "must not exceed the price of the prompt");
        assertRefused("cached_prompt: \"0.1\"", "smell: \"0.1\"", "prices[0].smell: unknown meter");
        assertRefused("prompt: \"2\"", "request: \"2\"", "above[0].request: has no price below the step");
        assertRefused("prompt_tokens: 100", "prompt_tokens: 0", "must be positive and higher");
        assertRefused("2.000000001", "2.0000000001", "is not a decimal of dollars");
        assertRefused("2.000000001", "cheap", "is not a decimal of dollars");
        assertRefused("2026-01-01T00:00:01Z", "2026-01-01", "prices[1].from: must be later");
        assertRefused("2026-01-01T00:00:01Z", "whenever", "is neither a date nor an instant");
    }

    @Test
    void shouldRefuseRepeats() {
        CatalogueDocument twice = reader.text("a.yaml", GOOD).with(reader.text("b.yaml", GOOD));

        assertThat(CatalogueCheck.problems(twice))
                .extracting(Problem::toString)
                .contains(
                        "b.yaml: providers[0]: provider here stands already in a.yaml: providers[0]",
                        "b.yaml: models[0]: model we/small stands already in a.yaml: models[0]",
                        "b.yaml: models[0].endpoints[0]: endpoint we/small@here stands already in"
                                + " a.yaml: models[0].endpoints[0]");
    }

    @Test
    void shouldLetALayerReplaceEntriesAndAddEndpointsToModelsBelow() {
        String overlay = """
                providers:
                  - slug: here
                    name: Elsewhere
                    dialect: openai-chat
                    base_url: "https://elsewhere.example/v1"
                  - slug: my-vllm
                    name: Our own vLLM
                    dialect: openai-chat
                    base_url: "http://127.0.0.1:8000/v1"
                endpoints:
                  - of: we/small
                    provider: my-vllm
                    model: small-awq
                    status: active
                    prices: [{from: "2026-01-01", prompt: "0", completion: "0"}]
                """;

        CatalogueDocument document = reader.text("a.yaml", GOOD).overlaidBy(reader.text("mine.yaml", overlay));

        assertThat(CatalogueCheck.problems(document)).isEmpty();
        assertThat(document.providers())
                .extracting(provider -> provider.entry().name())
                .containsExactly("Elsewhere", "Our own vLLM");
        assertThat(document.endpoints())
                .extracting(endpoint -> endpoint.entry().id())
                .containsExactly("we/small@here", "we/small@my-vllm");
    }

    @Test
    void shouldSayWhereAFileIsMalformed() {
        assertMalformed("models:\n  - id: we/small\n    colour: red\n", "bad.yaml: models[0].colour: ");
        assertMalformed("models:\n  - id: we/small\n    context: many\n", "bad.yaml: models[0].context: ");
        assertMalformed("models: []\nmodels: []\n", "bad.yaml: ");
        assertMalformed("models: [", "bad.yaml: ");
    }

    @Test
    void shouldExitWithOneIfADirectoryContradictsThePackagedCatalogue(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("mine.yaml"), """
                endpoints:
                  - of: nobody/nothing
                    provider: openai
                    model: nothing
                    status: active
                """);

        assertThat(CatalogueCheckCommand.run(List.of(directory.toString()), System.out, System.out))
                .isEqualTo(1);
        assertThat(CatalogueCheckCommand.run(List.of(directory.resolve("none").toString()), System.out, System.out))
                .isEqualTo(2);
    }

    private void assertRefused(String good, String bad, String message) {
        assertThat(GOOD).contains(good);
        assertThat(problems(GOOD.replace(good, bad)))
                .as(bad)
                .anySatisfy(problem -> assertThat(problem).contains(message));
    }

    private void assertMalformed(String content, String message) {
        assertThatThrownBy(() -> reader.text("bad.yaml", content))
                .isInstanceOf(CatalogueRefusedException.class)
                .hasMessageContaining(message);
    }

    private List<String> problems(String content) {
        return CatalogueCheck.problems(reader.text("shop.yaml", content)).stream()
                .map(Problem::toString)
                .toList();
    }
}
