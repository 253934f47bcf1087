package io.tollgate.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.request.BodyReference;
import io.tollgate.testkit.InfrastructureResource;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class WithoutDatabaseIT {

    @Inject
    EventPublisher publisher;

    @Inject
    ClaimCheck claimCheck;

    @Test
    void shouldPublishAndCheckSmallBodiesWithoutADatasource() {
        byte[] body = {1};
        BodyReference reference =
                claimCheck.store(Ids.newRequestId(), body).await().atMost(Duration.ofSeconds(5));
        publisher.publishWithBody(Samples.request(reference), body).await().atMost(Duration.ofSeconds(20));
        assertThat(reference.blob()).isNull();
    }

    @Test
    void shouldRefuseALargeBodyWithoutADatasource() {
        assertThatThrownBy(() -> claimCheck
                        .store(Ids.newRequestId(), new byte[1 << 20])
                        .await()
                        .atMost(Duration.ofSeconds(5)))
                .isInstanceOf(RuntimeException.class);
    }
}
