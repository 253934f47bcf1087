package io.tollgate.ingress.stack;

import io.quarkus.test.common.http.TestHTTPResource;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.Frames;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of a running ingress with an account that has ten dollars, and a key of it. */
public abstract class IngressTest {

    protected static final Duration PATIENCE = Duration.ofSeconds(15);

    @TestHTTPResource
    @Nullable
    URI base;

    @Inject
    CreditHolds credit;

    @Inject
    Frames frames;

    private @Nullable IngressStack stack;
    private String account = "";
    private TestLedger.@Nullable IssuedKey key;

    @BeforeEach
    void startStack() {
        IngressStack started = new IngressStack(base(), credit, frames).start();
        stack = started;
        account = started.ledger().account("10");
        key = started.ledger().key(account);
        awaitKey(key);
    }

    @AfterEach
    void stopStack() {
        stack().close();
    }

    protected URI base() {
        return Objects.requireNonNull(base);
    }

    protected IngressStack stack() {
        return Objects.requireNonNull(stack);
    }

    protected Api api() {
        return stack().api();
    }

    protected CreditHolds credit() {
        return credit;
    }

    protected String account() {
        return account;
    }

    protected TestLedger.IssuedKey key() {
        return Objects.requireNonNull(key);
    }

    protected String secret() {
        return key().secret();
    }

    /** Waits until the ingress knows a key. */
    protected void awaitKey(TestLedger.IssuedKey expected) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> api().get("/api/v1/models/user?limit=1", expected.secret())
                                .status()
                        == 200);
    }
}
