package io.tollgate.ingress.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ingress.stack.Api.Answer;
import io.tollgate.ingress.stack.Chats;
import io.tollgate.ingress.stack.IngressTest;
import io.tollgate.ingress.stack.ShortTimes;
import io.tollgate.ingress.stack.Sse;
import io.tollgate.ingress.stack.TestCatalogue;
import io.tollgate.ingress.stack.TestLedger.IssuedKey;
import io.tollgate.ingress.stack.TestWorker.Taken;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.RecordPosition;
import io.tollgate.livestate.ReplyReaders;
import io.tollgate.livestate.ReplyRequest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortTimes.class)
class IdempotencyIT extends IngressTest {

    private static final String HEADER = "Idempotency-Key";

    @Inject
    DataSource database;

    @Inject
    KeyUseRepository keys;

    @Inject
    Leases leases;

    @Inject
    ReplyReaders readers;

    private final String idempotencyKey = "key-" + UUID.randomUUID();

    @Test
    void shouldRunARequestOnceHoweverOftenItIsSentAtOnce() {
        // given
        List<CompletableFuture<Answer>> answers =
                Stream.generate(() -> sendLater(Chats.whole())).limit(5).toList();

        // when
        String id = stack().worker().take().event().requestId();
        stack().worker().begin(id, "Hello");
        stack().worker().finish(id, 1);

        // then
        List<Answer> all = answers.stream().map(CompletableFuture::join).toList();
        assertThat(all).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-generation-id")).isEqualTo(id);
        });
        assertThat(all.stream().map(answer -> answer.response().body()).distinct())
                .hasSize(1);
        assertThat(all.stream()
                        .filter(answer -> answer.header("idempotent-replayed").equals("true")))
                .hasSize(4);
        assertThat(stack().worker().count(account())).isEqualTo(1);
        assertThat(stack().ledger().holds(account())).isEqualTo(1);
    }

    @Test
    void shouldGiveAStreamFromItsStartWhileItRunsAndAfter() {
        // given
        CompletableFuture<Answer> first = sendLater(Chats.streamed());
        String id = stack().worker().take().event().requestId();
        stack().worker().begin(id, "Hel");

        // when
        CompletableFuture<Answer> second = sendLater(Chats.streamed());
        stack().worker().text(id, 1, "lo");
        stack().worker().finish(id, 2);
        Answer third = sendLater(Chats.streamed()).join();

        // then
        String whole = Sse.bytes(first.join().response().body());
        assertThat(Sse.text(whole)).isEqualTo("Hello");
        assertThat(Sse.bytes(second.join().response().body())).isEqualTo(whole);
        assertThat(Sse.bytes(third.response().body())).isEqualTo(whole);
        assertThat(stack().worker().count(account())).isEqualTo(1);
    }

    @Test
    void shouldGiveAFailureBackAsWell() {
        CompletableFuture<Answer> first = sendLater(Chats.whole());
        String id = stack().worker().take().event().requestId();
        stack().worker().fail(id, 0, 502, "provider_unavailable");

        assertThat(first.join().status()).isEqualTo(502);
        assertThat(sendLater(Chats.whole()).join().response().body())
                .isEqualTo(first.join().response().body());
    }

    @Test
    void shouldRefuseAnotherBodyUnderTheSameKey() {
        answered(Chats.whole());

        Answer other = sendLater(Chats.whole() + " ").join();

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.header("x-should-retry")).isEqualTo("false");
        assertThat(other.json().at("/error/param").asText()).isEqualTo(HEADER);
        assertThat(stack().worker().count(account())).isEqualTo(1);
    }

    @Test
    void shouldKeepAccountsApart() {
        answered(Chats.whole());
        String other = stack().ledger().account("10");
        IssuedKey key = stack().ledger().key(other);
        awaitKey(key);

        CompletableFuture<Answer> answer =
                api().sendLater(api().chatRequest(key.secret(), Chats.streamed(), HEADER, idempotencyKey));

        Taken taken = stack().worker().take();
        assertThat(taken.event().account()).isEqualTo(other);
        stack().worker().fail(taken.event().requestId(), 0, 502, "provider_unavailable");
        assertThat(answer.join().status()).isEqualTo(502);
    }

    @Test
    void shouldRefuseKeysThatAreNone() {
        for (String bad : List.of("", "a b", "x".repeat(256))) {
            HttpRequest request = api().chatRequest(secret(), Chats.whole(), HEADER, bad);
            assertThat(api().send(request).status()).as(bad).isEqualTo(400);
        }
        HttpRequest two = HttpRequest.newBuilder(
                        api().chatRequest(secret(), Chats.whole(), HEADER, "a"), (name, value) -> true)
                .header(HEADER, "b")
                .build();
        assertThat(api().send(two).status()).isEqualTo(400);
        assertThat(stack().ledger().holds(account())).isZero();
    }

    @Test
    void shouldFreeTheKeyOfARequestThatIsRefused() {
        // given
        stack().ledger().grant(account(), "0");
        assertThat(sendLater(Chats.whole()).join().status()).isEqualTo(402);
        assertThat(sendLater("{}").join().status()).isEqualTo(400);
        assertThat(sendLater(Chats.of("acme/unknown", false)).join().status()).isEqualTo(400);
        assertThat(rows()).isZero();

        // when
        stack().ledger().grant(account(), "10");

        // then
        answered(Chats.whole());
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void shouldNameTheRequestWhoseAnswerIsNotKeptAnyMore() {
        String id = answered(Chats.whole());
        readers.forget(id).await().atMost(PATIENCE);

        Answer late = sendLater(Chats.whole()).join();

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.header("x-should-retry")).isEqualTo("false");
        assertThat(late.json().at("/error/metadata/reason").asText()).isEqualTo("answer_not_kept");
        assertThat(late.json().at("/error/metadata/generation_id").asText()).isEqualTo(id);
        assertThat(stack().worker().count(account())).isEqualTo(1);
    }

    @Test
    void shouldKeepNothingOfARequestThatForbidsIt() {
        String body =
                Chats.of(TestCatalogue.SECOND, true).replace("\"stream\"", "\"provider\":{\"zdr\":true},\"stream\"");
        CompletableFuture<Answer> first = sendLater(body);
        String id = stack().worker().take().event().requestId();
        stack().worker().begin(id, "secret");
        CompletableFuture<Answer> second = sendLater(body);
        Awaitility.await().atMost(PATIENCE).until(() -> leave(id) == 2);

        stack().worker().finish(id, 1);

        assertThat(Sse.text(first.join().response().body())).isEqualTo("secret");
        assertThat(Sse.text(second.join().response().body())).isEqualTo("secret");
        Awaitility.await().atMost(PATIENCE).until(() -> sendLater(body).join().status() == 409);
    }

    @Test
    void shouldWaitForARequestThatIsBeingAccepted() throws SQLException {
        // given an instance that is at it
        String id = expected();
        claim(id, Chats.whole(), 0);
        CompletableFuture<Answer> answer = sendLater(Chats.whole());
        Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        assertThat(answer).isNotDone();

        // when
        keys.accept(KeyUse.of(account(), idempotencyKey, bytes(Chats.whole())), id)
                .await()
                .atMost(PATIENCE);
        stack().worker().begin(id, "Hello");
        stack().worker().finish(id, 1);

        // then
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(answer.join().header("x-generation-id")).isEqualTo(id);
        assertThat(stack().worker().count(account())).isZero();
    }

    @Test
    void shouldTakeOverFromAnInstanceThatDiedBeforeAnybodyWorkedOnTheRequest() throws SQLException {
        // given its hold, and perhaps its events
        String dead = expected();
        place(dead);
        claim(dead, Chats.whole(), 3_600);

        // when
        String id = answered(Chats.whole());

        // then
        assertThat(id).isNotEqualTo(dead);
        assertThat(credit().snapshot(account()).await().atMost(PATIENCE).holds())
                .containsOnlyKeys(id);
        assertThat(claimLease(dead)).isInstanceOf(Leases.Claimed.HoldGone.class);
        assertThat(sendLater(Chats.whole()).join().header("x-generation-id")).isEqualTo(id);
    }

    @Test
    void shouldAttachToTheRequestOfADeadInstanceIfSomebodyWorksOnIt() throws SQLException {
        // given
        String dead = expected();
        place(dead);
        claim(dead, Chats.whole(), 3_600);
        assertThat(claimLease(dead)).isInstanceOf(Leases.Claimed.Granted.class);

        // when
        CompletableFuture<Answer> answer = sendLater(Chats.whole());
        stack().worker().begin(dead, "Hello");
        stack().worker().finish(dead, 1);

        // then
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(answer.join().header("x-generation-id")).isEqualTo(dead);
        assertThat(stack().worker().count(account())).isZero();
    }

    @Test
    void shouldNotRunAgainWhatTheLedgerHasBookedAndRedisForgot() throws SQLException {
        // given a request whose instance died, that ran all the same, and of which Redis knows nothing any more
        String dead = Ids.newRequestId();
        claim(dead, Chats.whole(), 3_600);
        api().tellOwners("/internal/requests/" + dead, bytes("{\"charged\":true}"));

        // when
        Answer answer = sendLater(Chats.whole()).join();

        // then
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().at("/error/metadata/generation_id").asText()).isEqualTo(dead);
        assertThat(stack().worker().count(account())).isZero();
    }

    @Test
    void shouldRunNothingAgainAsLongAsTheLedgerDoesNotSay() throws SQLException {
        // given a key in doubt, and somebody else who answers in the ledger's place
        String dead = Ids.newRequestId();
        claim(dead, Chats.whole(), 3_600);
        api().tellOwners("/internal/requests/" + dead, bytes("{}"));

        // when
        Answer refused = sendLater(Chats.whole()).join();

        // then
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isNotEmpty();
        assertThat(stack().worker().count(account())).isZero();

        // and when it says that nothing ran
        api().tellOwners("/internal/requests/" + dead, bytes("{\"charged\":false}"));
        assertThat(answered(Chats.whole())).isNotEqualTo(dead);
    }

    @Test
    void shouldForgetAKeyAfterADay() throws SQLException {
        String first = answered(Chats.whole());
        age(Duration.ofHours(23));
        assertThat(sendLater(Chats.whole()).join().header("x-generation-id")).isEqualTo(first);

        age(Duration.ofHours(25));
        String second = answered(Chats.streamed());
        assertThat(second).isNotEqualTo(first);

        age(Duration.ofHours(25));
        assertThat(keys.purge().await().atMost(PATIENCE)).isPositive();
        assertThat(rows()).isZero();
    }

    @Test
    void shouldNeedTheDatabaseOnlyForRequestsWithAKey() throws SQLException {
        // given a database that does not answer
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table ingress.idempotency_key in access exclusive mode");

            // when
            Answer refused = sendLater(Chats.whole()).join();
            CompletableFuture<Answer> served = api().chatLater(secret(), Chats.whole());
            String id = stack().worker().take().event().requestId();
            stack().worker().begin(id, "Hello");
            stack().worker().finish(id, 1);

            // then
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isNotEmpty();
            assertThat(served.join().status()).isEqualTo(200);
            connection.rollback();
        }
        // and when it is back, the key that was claimed after all is in doubt, and then free
        Awaitility.await().atMost(PATIENCE).until(() -> rows() == 1);
        age(Duration.ofMinutes(1));
        answered(Chats.whole());
    }

    private CompletableFuture<Answer> sendLater(String body) {
        return api().sendLater(api().chatRequest(secret(), body, HEADER, idempotencyKey));
    }

    private String answered(String body) {
        CompletableFuture<Answer> answer = sendLater(body);
        String id = stack().worker().take().event().requestId();
        stack().worker().begin(id, "Hello");
        stack().worker().finish(id, 1);
        assertThat(answer.join().status()).isEqualTo(200);
        return id;
    }

    /** A request that another instance registered. */
    private String expected() {
        String id = Ids.newRequestId();
        ReplyRequest request = new ReplyRequest(
                account(),
                key().stated().key(),
                TestCatalogue.MODEL,
                1_790_000_000,
                false,
                true,
                false,
                Duration.ofSeconds(10),
                Instant.now().plusSeconds(60),
                null);
        readers.expect(id, request, new ReplyReaders.Reader("elsewhere", 1))
                .await()
                .atMost(PATIENCE);
        return id;
    }

    private void place(String id) {
        credit().place(new CreditHolds.Place(
                        id,
                        account(),
                        key().stated().key(),
                        NanoUsd.parse("0.01"),
                        Instant.now().plusSeconds(60),
                        "",
                        null,
                        null,
                        null))
                .await()
                .atMost(PATIENCE);
    }

    private Leases.Claimed claimLease(String id) {
        return leases.claim(new Leases.Claim(id, account(), 1, "worker", new RecordPosition("t", 0, 0)))
                .await()
                .atMost(PATIENCE);
    }

    private long leave(String id) {
        return readers.leave(id, new ReplyReaders.Reader("nobody", 1)).await().atMost(PATIENCE);
    }

    private void claim(String id, String body, int secondsAgo) throws SQLException {
        KeyUse use = KeyUse.of(account(), idempotencyKey, bytes(body));
        keys.claim(use, id).await().atMost(PATIENCE);
        update("claimed_at = now() - make_interval(secs => " + secondsAgo + ")");
    }

    private void age(Duration age) throws SQLException {
        String then = "now() - make_interval(secs => " + age.toSeconds() + ")";
        update("claimed_at = " + then + ", created_at = " + then);
    }

    private void update(String change) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "update ingress.idempotency_key set " + change + " where account = ?")) {
            statement.setString(1, account());
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private int rows() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from ingress.idempotency_key where account = ?")) {
            statement.setString(1, account());
            var found = statement.executeQuery();
            found.next();
            return found.getInt(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
