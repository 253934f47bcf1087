package io.tollgate.localstack.books;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.localstack.stack.UnusableSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A provider's invoice as CSV (RFC 4180, UTF-8) with a header. Columns, in any order, others are passed over: {@code amount} in USD with
 * at most nine places, negative for what is given back; {@code attempt} (the id we sent with the call), {@code request} (our generation
 * id), or {@code model} and {@code date} (a day, or an instant, whose UTC day counts); {@code tokens}. It is read line by line, however
 * long it is.
 */
public final class InvoiceFile {

    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();
    private static final CsvSchema WITH_HEADER = CsvSchema.emptySchema().withHeader();

    private final Path file;
    private final Map<String, String> models;
    private final String digest;
    private int count;

    private InvoiceFile(Path file, Map<String, String> models, String digest) {
        this.file = file;
        this.models = Map.copyOf(models);
        this.digest = digest;
    }

    /**
     * Reads a file and checks every line.
     *
     * @param models our model by the provider's name of it, where they differ
     * @throws UnusableSettingException if it cannot be used; says which line is wrong
     */
    public static InvoiceFile check(Path file, Map<String, String> models) {
        InvoiceFile invoice = new InvoiceFile(file, models, digest(file));
        invoice.pages(1, page -> invoice.count++);
        if (invoice.count == 0) {
            throw new UnusableSettingException("the invoice has no lines");
        }
        return invoice;
    }

    /** SHA-256 of the file, in hexadecimal. */
    public String digest() {
        return digest;
    }

    /** How many lines it has, the header not counted. */
    public int count() {
        return count;
    }

    /** Hands over all lines as the ledger takes them in, so many at a time. */
    public void pages(int size, Consumer<List<Map<String, Object>>> to) {
        List<Map<String, Object>> page = new ArrayList<>();
        int number = 1;
        try (Reader content = Files.newBufferedReader(file);
                MappingIterator<Map<String, String>> rows =
                        CSV.readerForMapOf(String.class).with(WITH_HEADER).readValues(content)) {
            while (rows.hasNextValue()) {
                page.add(line(number, rows.nextValue(), models));
                number++;
                if (page.size() == size) {
                    to.accept(page);
                    page = new ArrayList<>();
                }
            }
        } catch (JacksonException malformed) {
            throw new UnusableSettingException("line " + number + " of the invoice: " + malformed.getOriginalMessage());
        } catch (IOException unreadable) {
            throw UnusableSettingException.unreadable(file, unreadable);
        }
        if (!page.isEmpty()) {
            to.accept(page);
        }
    }

    private static Map<String, Object> line(int number, Map<String, String> row, Map<String, String> models) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("line", number);
        try {
            String amount = cell(row, "amount");
            if (amount == null) {
                throw new UnusableSettingException("line " + number + " of the invoice has no amount");
            }
            line.put("amount", NanoUsd.parse(amount).toString());
            put(line, "attempt", cell(row, "attempt"));
            put(line, "request", cell(row, "request"));
            String model = cell(row, "model");
            put(line, "model", model == null ? null : models.getOrDefault(model, model));
            String date = cell(row, "date");
            put(line, "day", date == null ? null : day(date).toString());
            String tokens = cell(row, "tokens");
            put(line, "tokens", tokens == null ? null : Long.valueOf(tokens));
        } catch (NumberFormatException | ArithmeticException | DateTimeException wrong) {
            throw new UnusableSettingException("line " + number + " of the invoice: " + wrong.getMessage());
        }
        boolean named = line.containsKey("attempt") || line.containsKey("request");
        if (!named && !(line.containsKey("model") && line.containsKey("day"))) {
            throw new UnusableSettingException(
                    "line " + number + " of the invoice names neither attempt nor request nor model and date");
        }
        return line;
    }

    private static @Nullable String cell(Map<String, String> row, String column) {
        String cell = row.get(column);
        return cell == null || cell.isBlank() ? null : cell.strip();
    }

    private static void put(Map<String, Object> line, String name, @Nullable Object value) {
        if (value != null) {
            line.put(name, value);
        }
    }

    private static LocalDate day(String text) {
        return text.indexOf('T') < 0
                ? LocalDate.parse(text)
                : OffsetDateTime.parse(text)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDate();
    }

    private static String digest(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException unreadable) {
            throw UnusableSettingException.unreadable(file, unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
