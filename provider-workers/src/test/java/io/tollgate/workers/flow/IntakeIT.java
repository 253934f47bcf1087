package io.tollgate.workers.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.dialects.reply.End;
import io.tollgate.testkit.InfrastructureResource;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Which records are taken, and that the process says how it is. */
@QuarkusTest
@TestProfile(WorkersProfile.class)
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "workers"))
class IntakeIT extends RequestFlow {

    @Test
    void shouldDoNothingMoreWhenARecordComesAgain() {
        String url = provider.answering("once", ScriptedProviderScripts::shortAnswer);
        RouteAssigned route = Requests.route(account, true, HOLD, Requests.stop("openai", url));

        dispatch(route);
        end(route);
        kafka.publish(route, Topic.forProvider("openai"), Requests.BODY);
        RouteAssigned after = Requests.route(account, true, HOLD, Requests.stop("openai", url));
        dispatch(after);
        end(after);

        assertThat(usage(route)).hasSize(1);
        assertThat(provider.calls("once")).isEqualTo(2);
    }

    @Test
    void shouldNotRunWhatHasExpiredOrLostItsHold() {
        String url = provider.answering("never", ScriptedProviderScripts::shortAnswer);
        RouteAssigned expired =
                Requests.route(account, true, HOLD, Duration.ofSeconds(-1), Requests.stop("openai", url));
        RouteAssigned unheld = Requests.route(account, true, HOLD, Requests.stop("openai", url));

        kafka.publish(unheld, Topic.forProvider("openai"), Requests.BODY);
        dispatch(expired);

        End end = end(expired);
        assertThat(end.outcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(Objects.requireNonNull(end.failure()).status()).isEqualTo(504);
        assertThat(closed(expired).attempts()).isZero();
        assertThat(provider.calls("never")).isZero();
    }

    @Test
    void shouldPutWhatItCannotReadIntoTheDeadLettersAndReadOn() {
        String dispatchTopic = Topic.forProvider("openai");
        kafka.publish(new ProducerRecord<>(dispatchTopic, "garbage", new byte[] {1, 2, 3}));
        String url = provider.answering("after", ScriptedProviderScripts::shortAnswer);
        RouteAssigned route = Requests.route(account, true, HOLD, Requests.stop("openai", url));

        dispatch(route);

        assertThat(end(route).outcome()).isEqualTo(Outcome.COMPLETED);
        await().atMost(PATIENCE)
                .until(() -> kafka.records(Topic.deadLettersOf(Topic.DISPATCH.topicName())).stream()
                        .anyMatch(letter -> "garbage".equals(letter.key())));
    }

    @Test
    void shouldSayThatItIsReadyAndCountItsWork() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        String ready = get(client, "health/ready");
        String metrics = get(client, "metrics");

        assertThat(ready).contains("\"UP\"").contains("takes requests");
        assertThat(metrics).contains("tollgate_workers_in_flight").contains("tollgate_workers_recovered_total");
    }
}
