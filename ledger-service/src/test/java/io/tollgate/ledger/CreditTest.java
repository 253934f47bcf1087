package io.tollgate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.CreditHolds.AccountSnapshot;
import io.tollgate.livestate.CreditHolds.Placed;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.testkit.KafkaTap;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of an account's credit share: an account of their own with five dollars, and looks at the books and at Redis. */
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "ledger"))
public abstract class CreditTest {

    protected static final NanoUsd CREDIT = NanoUsd.parse("5");

    @TestHTTPResource("/")
    protected URI base = URI.create("http://unknown");

    @Inject
    protected DataSource database;

    @Inject
    protected CreditHolds holds;

    protected LedgerClient operator;
    protected KafkaTap kafka;
    protected String account;

    @BeforeEach
    protected void giveCredit() {
        operator = LedgerClient.operator(base);
        kafka = KafkaTap.shared();
        account = newAccount();
        assertThat(operator.post(path("credits"), "{\"id\":\"first\",\"amount\":\"5\"}")
                        .status())
                .isEqualTo(201);
        eventually(() -> assertThat(snapshot().posted()).isEqualTo(CREDIT));
    }

    @AfterEach
    protected void close() {
        kafka.close();
    }

    /** An account without credit. */
    protected String newAccount() {
        String id = "acct-" + Ids.newId();
        assertThat(operator.post("/operator/v1/accounts", "{\"id\":\"" + id + "\",\"name\":\"Acme\"}")
                        .status())
                .isEqualTo(201);
        return id;
    }

    /** A path of the operator under the account. */
    protected String path(String what) {
        return "/operator/v1/accounts/" + account + "/" + what;
    }

    protected NanoUsd balance() {
        return balance(account);
    }

    protected NanoUsd balance(String of) {
        return NanoUsd.ofUsd(operator.get("/operator/v1/accounts/" + of)
                .data()
                .path("balance")
                .decimalValue());
    }

    protected AccountSnapshot snapshot() {
        return holds.snapshot(account).await().atMost(Duration.ofSeconds(5));
    }

    /** Sets credit aside as a request does, and returns its id. */
    protected String hold(NanoUsd amount) {
        String request = Ids.newRequestId();
        hold(request, amount);
        return request;
    }

    /** Sets credit aside for a request. */
    protected void hold(String request, NanoUsd amount) {
        Placed placed = holds.place(new CreditHolds.Place(
                        request, account, Samples.KEY, amount, Instant.now().plusSeconds(60), "", null, null, null))
                .await()
                .atMost(Duration.ofSeconds(5));
        assertThat(placed).isInstanceOf(Placed.Ok.class);
    }

    /** Releases what {@link #hold} set aside. */
    protected void release(String request) {
        assertThat(holds.voidIfUnclaimed(account, request).await().atMost(Duration.ofSeconds(5)))
                .isTrue();
    }

    /** Every line of the ledger's audit but the one about quarantine holds. */
    protected void assertBooksAreClean() {
        eventually(() -> {
            for (JsonNode check :
                    operator.get("/operator/v1/audit/ledger").body().path("checks")) {
                if (!check.path("id").asText().equals("quarantine")) {
                    assertThat(check.path("broken").asLong())
                            .as(check.toString())
                            .isZero();
                }
            }
        });
    }

    protected static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(assertion);
    }

    protected long count(String from) {
        return number("select count(*) from ledger." + from);
    }

    protected long number(String query) {
        return new Tables(database).number(query);
    }

    protected void run(String change) {
        new Tables(database).run(change);
    }

    /** Runs calls at the same time and returns their results. */
    protected static <T> List<T> atOnce(List<Callable<T>> calls) {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            for (Future<T> each : threads.invokeAll(calls)) {
                results.add(each.get());
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return results;
    }
}
