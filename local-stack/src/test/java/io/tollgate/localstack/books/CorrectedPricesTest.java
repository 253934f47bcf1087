package io.tollgate.localstack.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.localstack.stack.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorrectedPricesTest {

    private static final String FILE = """
            endpoints:
              - of: openai/gpt-6-luna
                provider: groq
                model: luna
                status: active
                prices:
                  - from: "2026-10-01"
                    prompt: "0.5"
                    completion: "2"
                    above: [{prompt_tokens: 200000, prompt: "1"}]
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldReadPricesInTheFormOfTheCatalogue() throws IOException {
        assertThat(read(FILE))
                .containsExactly(Map.of(
                        "endpoint",
                        "openai/gpt-6-luna@groq",
                        "from",
                        "2026-10-01T00:00:00Z",
                        "meters",
                        List.of(
                                Map.of("meter", "prompt", "price", "0.500000000", "per", 1_000_000L),
                                Map.of("meter", "completion", "price", "2.000000000", "per", 1_000_000L),
                                Map.of(
                                        "meter",
                                        "prompt",
                                        "price",
                                        "1.000000000",
                                        "per",
                                        1_000_000L,
                                        "above_prompt_tokens",
                                        200_000L))));
    }

    @Test
    void shouldRefuseWhatContradictsTheCatalogueOrItself() {
        refused("nobody", FILE.replace("groq", "nobody"));
        refused("smell", FILE.replace("completion:", "smell:"));
        refused("no endpoint with prices", "endpoints: []");
    }

    @Test
    void shouldSayThatThereIsNoSuchFile() {
        assertThatThrownBy(() -> CorrectedPrices.read(folder.resolve("none.yaml"), folder))
                .isInstanceOf(UnusableSettingException.class)
                .hasMessage("there is no file " + folder.resolve("none.yaml"));
    }

    private void refused(String why, String content) {
        assertThatThrownBy(() -> read(content))
                .as(content)
                .isInstanceOf(UnusableSettingException.class)
                .hasMessageContaining(why);
    }

    private List<Map<String, Object>> read(String content) throws IOException {
        Path file = folder.resolve("prices.yaml");
        Files.writeString(file, content);
        return CorrectedPrices.read(file, folder.resolve("none"));
    }
}
