package io.tollgate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.Ids;
import io.tollgate.testkit.InfrastructureResource;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Months long past, so that no other test books in them; in order, because a closed month closes those before it too. */
@QuarkusTest
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "ledger"))
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonthsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TestHTTPResource("/")
    URI base = URI.create("http://unknown");

    @Inject
    DataSource source;

    private LedgerClient operator;
    private Tables database;
    private String account;

    @BeforeEach
    void openAccount() {
        operator = LedgerClient.operator(base);
        database = new Tables(source);
        account = "acct-" + Ids.newId();
        assertThat(operator.post("/operator/v1/accounts", "{\"id\":\"" + account + "\",\"name\":\"Acme\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    @Order(1)
    void shouldCloseAMonthForGood() throws Exception {
        // Given
        grant("2019-02", 7);
        for (int i = 1; i <= 40; i++) {
            grant("2019-03", i);
        }
        // When, then
        assertThat(close("2019-03").status()).as("an earlier month is open").isEqualTo(409);
        assertThat(close(YearMonth.now(ZoneOffset.UTC).toString()).status())
                .as("it is not over")
                .isEqualTo(409);
        assertThat(close("2019-3").status()).isEqualTo(400);
        assertThat(close("2019-02").status()).isEqualTo(201);
        LedgerClient.Answer closed = close("2019-03");
        assertThat(closed.status()).isEqualTo(201);
        assertThat(closed.data().path("transactions").asLong()).isEqualTo(40);
        assertThat(closed.data().path("postings").asLong()).isEqualTo(80);
        assertThat(closed.data().path("moved").asText()).isEqualTo("0.000000820");
        assertThat(closed.data().path("sha256").asText()).isEqualTo(digest("2019-03"));
        LedgerClient.Answer again = close("2019-03");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.data()).isEqualTo(closed.data());
        assertThat(operator.get("/operator/v1/months").data())
                .extracting(each -> each.path("month").asText())
                .startsWith("2019-03", "2019-02");
        assertThatThrownBy(() -> grant("2019-03", 1)).hasMessageContaining("2019-03 is closed");
        assertThatThrownBy(() -> grant("2019-01", 1)).hasMessageContaining("2019-01 is closed");
        assertThat(broken()).isZero();
        String one = database.texts("select transaction_id from ledger.posting where month = '2019-03' limit 1")
                .getFirst();
        tamper(one, 5);
        assertThat(broken()).isEqualTo(1);
        tamper(one, -5);
        assertThat(broken()).isZero();
    }

    @Test
    @Order(2)
    void shouldWaitForBookingsThatHaveBegun() throws Exception {
        // Given a booking that asked for its month and has not ended
        grant("2019-04", 3);
        CompletableFuture<LedgerClient.Answer> closing;
        try (Connection booking = source.getConnection();
                Statement statement = booking.createStatement()) {
            booking.setAutoCommit(false);
            statement.execute("select ledger.booking_month()");
            // When
            closing = CompletableFuture.supplyAsync(() -> close("2019-04"));
            await().atMost(PATIENCE)
                    .until(() ->
                            database.number("select count(*) from pg_locks where locktype = 'advisory' and not granted")
                                    > 0);
            // Then
            assertThat(closing).isNotDone();
            booking.commit();
        }
        await().atMost(PATIENCE).until(closing::isDone);
        assertThat(closing.join().status()).isEqualTo(201);
        assertThat(database.texts("select ledger.booking_month()"))
                .containsExactly(YearMonth.now(ZoneOffset.UTC).toString());
    }

    private LedgerClient.Answer close(String month) {
        return operator.post("/operator/v1/months/" + month + "/close", "");
    }

    private long broken() {
        for (JsonNode check : operator.get("/operator/v1/audit/ledger").body().path("checks")) {
            if (check.path("id").asText().equals("1d")) {
                assertThat(check.path("checked").asLong()).isPositive();
                return check.path("broken").asLong();
            }
        }
        throw new AssertionError("no check 1d");
    }

    private void grant(String month, long nanos) {
        UUID id = Ids.newId();
        String at = "'" + month + "-15T10:00:00Z'";
        database.run(
                "insert into ledger.ledger_transaction (id, kind, account, external_id, month, booked_at) values ('"
                        + id + "', 'GRANT', '" + account + "', 'test/" + id + "', '" + month + "', " + at + ")",
                "insert into ledger.posting (transaction_id, line, ledger_account, amount, month) values ('" + id
                        + "', 0, 'customer:" + account + "', " + nanos + ", '" + month + "'), ('" + id
                        + "', 1, 'source:promo', " + -nanos + ", '" + month + "')");
    }

    /** Moves more on both sides of a transaction, as somebody who may switch triggers off could. */
    private void tamper(String transaction, long nanos) {
        database.run(
                "alter table ledger.posting disable trigger user",
                "update ledger.posting set amount = amount + sign(amount) * " + nanos + " where transaction_id = '"
                        + transaction + "'",
                "alter table ledger.posting enable trigger user");
    }

    /** The digest as the README describes it. */
    private String digest(String month) throws Exception {
        Map<String, String> parts = database
                .texts(
                        "select p.transaction_id || '|' || p.line || '|' || p.ledger_account || '|' || p.amount || '|' || t.kind"
                                + " || '|' || t.account || '|' || coalesce(t.corrects::text, '') || '|' || coalesce(t.external_id, '')"
                                + " || '|' || extract(epoch from t.booked_at)"
                                + " from ledger.posting p join ledger.ledger_transaction t on t.id = p.transaction_id"
                                + " where p.month = '" + month + "' order by p.transaction_id, p.line")
                .stream()
                .collect(Collectors.groupingBy(line -> line.substring(0, 2), TreeMap::new, Collectors.joining("\n")));
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        for (String part : parts.values()) {
            digests.write(sha256.digest(part.getBytes(StandardCharsets.UTF_8)));
        }
        return HexFormat.of().formatHex(sha256.digest(digests.toByteArray()));
    }
}
