package io.tollgate.architecture.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.testkit.TestInfrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

    @Test
    void shouldPointAtFilesThatExist() throws IOException {
        try (Stream<Path> tree = Files.walk(TestInfrastructure.root(), 4)) {
            // Given
            List<Path> pages = tree.filter(path -> path.toString().endsWith(".md"))
                    .filter(path -> !path.toString().contains("/target/")
                            && !path.toString().contains("/."))
                    .toList();
            // When
            List<String> broken = pages.stream().flatMap(LinksTest::broken).toList();
            // Then
            assertThat(pages).isNotEmpty();
            assertThat(broken).isEmpty();
        }
    }

    private static Stream<String> broken(Path page) {
        try {
            return LINK.matcher(Files.readString(page))
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .filter(target -> !target.contains("://"))
                    .filter(target -> !Files.exists(page.resolveSibling(target)))
                    .map(target -> page + " -> " + target);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
