package io.tollgate.architecture.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tollgate.testkit.TestInfrastructure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    private static final Path PAGE = TestInfrastructure.root().resolve("docs/configuration.md");
    private static final String HEAD = "| setting | variable | type | default |";

    @Test
    void shouldListEverySettingWithItsDefault() throws IOException {
        // Given
        List<String> rows = settings().stream().map(Setting::row).toList();
        if (Boolean.getBoolean("tollgate.docs.write")) {
            write(rows);
        }
        // When
        List<String> page = Files.readAllLines(PAGE);
        // Then
        assertThat(page.stream().filter(line -> line.startsWith("| `tollgate.")))
                .as("run with -Dtollgate.docs.write=true to bring the page up to date")
                .containsExactlyElementsOf(rows);
    }

    private static List<Setting> settings() {
        List<String> modules = List.of(
                "bus",
                "live-state",
                "ingress-service",
                "router-service",
                "provider-workers",
                "metering-service",
                "ledger-service",
                "provider-simulator");
        return Setting.of(new ClassFileImporter()
                .importPaths(modules.stream()
                        .map(module -> TestInfrastructure.root().resolve(module).resolve("target/classes"))
                        .toList()));
    }

    private static void write(List<String> rows) throws IOException {
        String page = Files.readString(PAGE);
        String prose = page.substring(0, page.indexOf(HEAD));
        Files.writeString(PAGE, prose + HEAD + "\n| --- | --- | --- | --- |\n" + String.join("\n", rows) + "\n");
    }
}
