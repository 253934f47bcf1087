package io.tollgate.architecture.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

/** What the script that makes secrets makes. */
final class NewSecrets {

    private NewSecrets() {}

    static Set<String> names() throws IOException, InterruptedException {
        Process script = new ProcessBuilder(Yaml.path("deploy/new-secrets").toString()).start();
        try (BufferedReader lines = script.inputReader()) {
            Set<String> names = lines.lines()
                    .peek(line -> assertThat(line).matches("[A-Z_]+=[0-9a-f]{48}"))
                    .map(line -> line.substring(0, line.indexOf('=')))
                    .collect(Collectors.toSet());
            assertThat(script.waitFor()).isZero();
            return names;
        }
    }
}
