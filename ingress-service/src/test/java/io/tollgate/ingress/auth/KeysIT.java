package io.tollgate.ingress.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.account.AccountStated;
import io.tollgate.contracts.account.KeySecret;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.account.KeyStatus;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ingress.auth.KeyLookup.KnownKey;
import io.tollgate.ingress.stack.Api.Answer;
import io.tollgate.ingress.stack.Chats;
import io.tollgate.ingress.stack.IngressTest;
import io.tollgate.ingress.stack.ShortTimes;
import io.tollgate.ingress.stack.TestCatalogue;
import io.tollgate.ingress.stack.TestLedger.IssuedKey;
import io.tollgate.testkit.InfrastructureResource;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortTimes.class)
class KeysIT extends IngressTest {

    private static final String USER_MODELS = "/api/v1/models/user?limit=1";

    @Test
    void shouldRefuseARevokedKeyWithinTwoSeconds() {
        stack().ledger().restate(key(), KeyStatus.REVOKED);

        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .until(() -> api().get(USER_MODELS, secret()).status() == 401);
    }

    @Test
    void shouldRefuseAnExpiredKey() {
        IssuedKey expired =
                stack().ledger().key(account(), false, was -> with(was, null, null, null, Set.of(), past()));

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> api().get(USER_MODELS, expired.secret()).status() == 401);
    }

    @Test
    void shouldKeepRolesApart() {
        IssuedKey management = stack().ledger().managementKey(account());
        awaitKey(management);

        assertThat(api().chat(management.secret(), Chats.whole()).status()).isEqualTo(403);
        assertThat(api().get("/api/v1/keys", secret()).status()).isEqualTo(403);
        assertThat(api().get("/api/v1/keys", management.secret()).status()).isEqualTo(200);
        assertThat(api().get("/operator/v1/accounts", management.secret()).status())
                .isEqualTo(403);
        assertThat(api().chat(InfrastructureResource.OPERATOR_KEY, Chats.whole())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void shouldTellTheOwnerWhoCalls() {
        HttpRequest request = api().request("/api/v1/key?x=1")
                .header("x-api-key", secret())
                .header("X-Tollgate-Role", "operator")
                .header("X-Tollgate-Account", "somebody-else")
                .build();

        Answer answer = api().send(request);

        assertThat(answer.json().at("/target").asText()).isEqualTo("/api/v1/key?x=1");
        assertThat(answer.json().at("/headers/x-tollgate-account").asText()).isEqualTo(account());
        assertThat(answer.json().at("/headers/x-tollgate-role").asText()).isEqualTo("inference");
        assertThat(answer.json().at("/headers/x-tollgate-key-hash").asText())
                .isEqualTo(key().stated().hash());
        assertThat(answer.json().at("/headers/x-tollgate-internal").asText())
                .isEqualTo(InfrastructureResource.INTERNAL_SECRET);
    }

    @Test
    void shouldAnswerForOwnersThatDoNot() {
        Answer down = api().get("/operator/v1/providers", InfrastructureResource.OPERATOR_KEY);
        Answer html = api().get("/api/v1/generation?id=x", secret());

        assertThat(down.status()).isEqualTo(503);
        assertThat(down.header("retry-after")).isNotEmpty();
        assertThat(html.status()).isEqualTo(502);
        assertThat(html.errorType()).isEqualTo("server");
    }

    @Test
    void shouldAskTheLedgerForAKeyThatWasMadeAMomentAgo() throws JsonProcessingException {
        // given a key that no topic has told of yet
        String secret = KeySecret.generate(false, new SecureRandom());

        // when
        assertThat(api().get(USER_MODELS, secret).status()).isEqualTo(401);
        tellTheLedger(secret);

        // then
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> api().get(USER_MODELS, secret).status() == 200);
    }

    @Test
    void shouldAcceptMoreRequestsAtOnceWithANewKeyThanItMayAskAbout() throws JsonProcessingException {
        String secret = KeySecret.generate(false, new SecureRandom());
        tellTheLedger(secret);

        List<CompletableFuture<Answer>> answers = Stream.generate(() -> api().getLater(USER_MODELS, secret))
                .limit(200)
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
    }

    /** Lets the ledger know a key that no topic tells of. */
    private void tellTheLedger(String secret) throws JsonProcessingException {
        String hash = KeySecret.hash(InfrastructureResource.KEYS_PEPPER.getBytes(StandardCharsets.UTF_8), secret);
        KeyStated was = key().stated();
        String account = "acct-" + Ids.newId();
        KeyStated fresh = new KeyStated(
                hash,
                "key-x",
                account,
                "x",
                "x",
                false,
                KeyStatus.ACTIVE,
                null,
                null,
                null,
                null,
                Set.of(),
                null,
                1,
                was.statedAt());
        AccountStated owner = new AccountStated(account, "New", "cell-1", true, 1, was.statedAt());
        byte[] known = EventCodec.mapper().writeValueAsBytes(new KnownKey(fresh, owner));
        api().tellOwners("/internal/keys/" + hash, known);
    }

    @Test
    void shouldAcceptNoKeyWithoutHeartbeat() {
        stack().ledger().fallSilent();

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> api().get(USER_MODELS, secret()).status() == 503);
        assertThat(api().get("/api/v1/models?limit=1", "").status()).isEqualTo(200);

        stack().ledger().open();
        awaitKey(key());
    }

    @Test
    void shouldRefuseWhatTheAccountCannotPay() {
        stack().ledger().grant(account(), "0.000001");

        Answer answer = api().chat(secret(), Chats.whole());

        assertThat(answer.status()).isEqualTo(402);
        assertThat(answer.errorType()).isEqualTo("payment_required");
        assertThat(answer.json().at("/error/metadata/limit_source").asText()).isEqualTo("credits");
        assertThat(answer.header("retry-after")).isEmpty();
        assertThat(stack().ledger().holds(account())).isZero();
    }

    @Test
    void shouldKeepTheLimitsOfAKey() {
        IssuedKey oneAtATime = stack().ledger().key(account(), false, was -> with(was, null, null, 1, Set.of(), null));
        IssuedKey oneAMinute = stack().ledger().key(account(), false, was -> with(was, null, 1, null, Set.of(), null));
        IssuedKey poor = stack().ledger()
                .key(account(), false, was -> with(was, NanoUsd.parse("0.000001"), null, null, Set.of(), null));
        IssuedKey narrow = stack().ledger()
                .key(account(), false, was -> with(was, null, null, null, Set.of(TestCatalogue.SECOND), null));
        awaitKey(narrow);

        CompletableFuture<Answer> first = api().chatLater(oneAtATime.secret(), Chats.whole());
        String id = stack().worker().take().event().requestId();
        Answer second = api().chat(oneAtATime.secret(), Chats.whole());
        stack().worker().fail(id, 0, 502, "provider_unavailable");
        first.join();
        assertThat(second.status()).isEqualTo(429);
        assertThat(second.header("x-ratelimit-limit")).isEqualTo("1");
        assertThat(second.header("retry-after")).isNotEmpty();

        CompletableFuture<Answer> allowed = api().chatLater(oneAMinute.secret(), Chats.whole());
        stack().worker().fail(stack().worker().take().event().requestId(), 0, 502, "provider_unavailable");
        allowed.join();
        assertThat(api().chat(oneAMinute.secret(), Chats.whole()).status()).isEqualTo(429);

        assertThat(api().chat(poor.secret(), Chats.whole())
                        .json()
                        .at("/error/metadata/limit_source")
                        .asText())
                .isEqualTo("key");
        assertThat(api().chat(narrow.secret(), Chats.whole()).status()).isEqualTo(403);
    }

    private static Instant past() {
        return Instant.now().minusSeconds(1);
    }

    private static KeyStated with(
            KeyStated was,
            @Nullable NanoUsd limit,
            @Nullable Integer requestsPerMinute,
            @Nullable Integer concurrency,
            Set<String> models,
            @Nullable Instant expiry) {
        return new KeyStated(
                was.hash(),
                was.key(),
                was.account(),
                was.name(),
                was.label(),
                was.management(),
                was.status(),
                limit,
                null,
                requestsPerMinute,
                concurrency,
                models,
                expiry,
                was.version(),
                was.statedAt());
    }
}
