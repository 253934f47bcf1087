package io.tollgate.localstack.stack;

import io.tollgate.localstack.process.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What the services of one stack share in secret; made at the first start, kept in a file only its owner can read. */
final class Secrets {

    private static final List<String> NAMES = List.of(
            "TOLLGATE_KEYS_PEPPER",
            "TOLLGATE_INTERNAL_SECRET",
            "TOLLGATE_OPERATOR_KEY",
            "TOLLGATE_DB_INGRESS_PASSWORD",
            "TOLLGATE_DB_WORKERS_PASSWORD",
            "TOLLGATE_DB_ROUTER_PASSWORD",
            "TOLLGATE_DB_METERING_PASSWORD",
            "TOLLGATE_DB_LEDGER_PASSWORD");
    private static final int BYTES = 24;

    private final Map<String, String> values;

    private Secrets(Map<String, String> values) {
        this.values = values;
    }

    static Secrets of(Layout layout) {
        Map<String, String> values = new LinkedHashMap<>(EnvironmentFile.read(layout.secrets()));
        boolean complete = values.keySet().containsAll(NAMES);
        SecureRandom random = new SecureRandom();
        NAMES.forEach(name -> values.computeIfAbsent(name, missing -> random(random)));
        if (!complete) {
            write(layout, values);
        }
        return new Secrets(values);
    }

    private static void write(Layout layout, Map<String, String> values) {
        try {
            Files.createDirectories(layout.state());
            EnvironmentFile.write(layout.secrets(), values);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + layout.secrets(), failed);
        }
    }

    private static String random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String get(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    String databasePassword(String role) {
        return get(nameOfDatabasePassword(role));
    }

    static String nameOfDatabasePassword(String role) {
        return "TOLLGATE_DB_" + role.toUpperCase(Locale.ROOT) + "_PASSWORD";
    }
}
