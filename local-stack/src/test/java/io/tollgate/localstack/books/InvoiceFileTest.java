package io.tollgate.localstack.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.localstack.stack.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvoiceFileTest {

    private static final String ATTEMPT = "3f9a3c55-5a0e-5b7c-9c35-6d3f1f3f0a11";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldReadLinesWhateverTheOrderOfTheirColumns() throws IOException {
        // When
        InvoiceFile invoice = read("""
                date,description,amount,model,attempt,tokens
                2026-10-05,"calls, many",1.000000001,deepseek-chat,,1200

                2026-10-31T23:30:00-02:00,back,-0.5,other,,
                ,,0.25,,%s,
                """.formatted(ATTEMPT), Map.of("deepseek-chat", "deepseek/deepseek-v4-pro"));
        // Then
        assertThat(invoice.digest()).hasSize(64);
        assertThat(invoice.count()).isEqualTo(3);
        assertThat(lines(invoice, 2))
                .containsExactly(
                        Map.of(
                                "line", 1,
                                "amount", "1.000000001",
                                "model", "deepseek/deepseek-v4-pro",
                                "day", "2026-10-05",
                                "tokens", 1200L),
                        Map.of("line", 2, "amount", "-0.500000000", "model", "other", "day", "2026-11-01"),
                        Map.of("line", 3, "amount", "0.250000000", "attempt", ATTEMPT));
    }

    @Test
    void shouldSayWhichLineIsWrong() {
        refused("line 2", "amount,request\n1,gen-1\n,gen-2\n");
        refused("line 1", "amount,request\n1.0000000001,gen-1\n");
        refused("line 1", "amount,request\nmuch,gen-1\n");
        refused("line 1", "amount,model\n1,m\n");
        refused("line 1", "amount,model,date\n1,m,yesterday\n");
        refused("line 1", "amount,request,tokens\n1,gen-1,1.5\n");
        refused("no lines", "amount,request\n");
        refused("", "");
    }

    private void refused(String why, String content) {
        assertThatThrownBy(() -> read(content, Map.of()))
                .as(content)
                .isInstanceOf(UnusableSettingException.class)
                .hasMessageContaining(why);
    }

    private InvoiceFile read(String content, Map<String, String> models) throws IOException {
        Path file = folder.resolve("invoice.csv");
        Files.writeString(file, content);
        return InvoiceFile.check(file, models);
    }

    private static List<Map<String, Object>> lines(InvoiceFile invoice, int page) {
        List<Map<String, Object>> lines = new ArrayList<>();
        invoice.pages(page, lines::addAll);
        return lines;
    }
}
