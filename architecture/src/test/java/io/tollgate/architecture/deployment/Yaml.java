package io.tollgate.architecture.deployment;

import io.tollgate.testkit.TestInfrastructure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML of the repository as maps and lists, with merged keys merged. */
final class Yaml {

    private Yaml() {}

    /** The documents of a file of the repository. */
    static List<Map<String, Object>> documents(String file) throws IOException {
        org.yaml.snakeyaml.Yaml reader = new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions()));
        return StreamSupport.stream(reader.loadAll(Files.readString(path(file))).spliterator(), false)
                .map(Yaml::map)
                .toList();
    }

    static Path path(String file) {
        return TestInfrastructure.root().resolve(file);
    }

    /** What stands under a path of names; empty if it ends before. */
    static Map<String, Object> at(Map<String, Object> document, String... names) {
        Map<String, Object> found = document;
        for (String name : names) {
            found = map(Objects.requireNonNullElse(found.get(name), Map.of()));
        }
        return found;
    }

    static List<Map<String, Object>> maps(Map<String, Object> document, String name) {
        return list(document, name).map(Yaml::map).toList();
    }

    static Stream<?> list(Map<String, Object> document, String name) {
        return ((List<?>) Objects.requireNonNullElse(document.get(name), List.of())).stream();
    }

    static String text(Map<String, Object> document, String name) {
        return String.valueOf(document.get(name));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
