package io.tollgate.architecture.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The environment variables that services read: what the page of settings lists, what their own settings refer to, and Quarkus's own. */
final class KnownVariables {

    private static final List<String> SERVICES =
            List.of("ingress-service", "router-service", "provider-workers", "metering-service", "ledger-service");
    private static final Pattern LISTED = Pattern.compile("\\| `([A-Z_]+)` \\|");
    private static final Pattern REFERRED = Pattern.compile("\\$\\{(tollgate[a-z.-]+)");
    private static final Set<String> OF_QUARKUS = Set.of(
            "KAFKA_BOOTSTRAP_SERVERS",
            "QUARKUS_DATASOURCE_REACTIVE_URL",
            "QUARKUS_DATASOURCE_JDBC_URL",
            "QUARKUS_DATASOURCE_USERNAME",
            "QUARKUS_DATASOURCE_PASSWORD");

    private KnownVariables() {}

    static Set<String> all() throws IOException {
        Set<String> known = new TreeSet<>(OF_QUARKUS);
        matches(LISTED, "docs/configuration.md").forEach(known::add);
        for (String service : SERVICES) {
            matches(REFERRED, service + "/src/main/resources/application.properties")
                    .map(KnownVariables::variable)
                    .forEach(known::add);
        }
        return known;
    }

    private static Stream<String> matches(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Files.readString(Yaml.path(file))).results().map(found -> found.group(1));
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }
}
