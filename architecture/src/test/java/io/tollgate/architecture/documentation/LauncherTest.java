package io.tollgate.architecture.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.localstack.command.TollgateCommand;
import io.tollgate.testkit.TestInfrastructure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The script that people start against the commands behind it. */
class LauncherTest {

    @Test
    void shouldKnowAndExplainEveryCommand() throws IOException {
        String script = Files.readString(TestInfrastructure.root().resolve("tollgate"));
        List<String> commands = new CommandLine(new TollgateCommand())
                .getSubcommands().entrySet().stream()
                        .filter(command -> !command.getValue()
                                .getCommandSpec()
                                .usageMessage()
                                .hidden())
                        .map(Map.Entry::getKey)
                        .toList();
        String known = script.lines()
                .filter(line -> line.strip().startsWith("-V | --version | up |"))
                .findFirst()
                .orElseThrow();

        assertThat(commands).contains("up", "declare").allSatisfy(command -> {
            assertThat(known).containsPattern("[ |]" + command + "[ |)]");
            assertThat(script).contains("\n  " + command + " ");
        });
    }

    @Test
    void shouldRefuseWhatIsNoCommandBeforeItBuilds() throws IOException, InterruptedException {
        Process script = new ProcessBuilder(
                        TestInfrastructure.root().resolve("tollgate").toString(), "nonsense")
                .redirectErrorStream(true)
                .start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(script.waitFor()).isEqualTo(2);
        assertThat(said).startsWith("tollgate: there is no command 'nonsense'.").doesNotContain("building");
    }
}
