package io.tollgate.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.request.BodyReference;
import io.tollgate.localstack.infrastructure.Databases;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.testkit.TestInfrastructure;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "ingress"))
class ClaimCheckIT {

    private static final String URL =
            "jdbc:postgresql://" + TestInfrastructure.shared().postgres() + "/" + Databases.DATABASE;

    @Inject
    ClaimCheck claimCheck;

    @Inject
    BlobStore blobs;

    @BeforeAll
    static void migrate() throws SQLException, IOException {
        try (InputStream migration =
                        Objects.requireNonNull(ClaimCheck.class.getResourceAsStream("/db/blobs/V1__blobs.sql"));
                Connection ingress = connection("ingress");
                Statement statement = ingress.createStatement()) {
            statement.execute(new String(migration.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldLeaveASmallBodyInItsRecord() {
        byte[] body = bytes(256 << 10);
        BodyReference reference = await(claimCheck.store(Ids.newRequestId(), body));
        assertThat(reference).isEqualTo(BodyReference.inline(body.length));
        assertThat(ClaimCheck.valueFor(reference, body)).isSameAs(body);
        assertThat(await(claimCheck.load(reference, body))).isSameAs(body);
        assertThatThrownBy(() -> await(claimCheck.load(reference, new byte[1]))).isInstanceOf(BodyGoneException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {(256 << 10) + 1, 1 << 20, (1 << 20) + 1, 32 << 20})
    void shouldKeepALargeBodyElsewhere(int size) {
        // Given
        String request = Ids.newRequestId();
        byte[] body = bytes(size);
        // When, twice
        BodyReference reference = await(claimCheck.store(request, body));
        assertThat(await(claimCheck.store(request, body))).isEqualTo(reference);
        // Then
        assertThat(reference).isEqualTo(new BodyReference(size, request));
        assertThat(ClaimCheck.valueFor(reference, body)).isEmpty();
        assertThat(await(claimCheck.load(reference, new byte[0]))).isEqualTo(body);
    }

    @Test
    void shouldForgetExpiredBodies() {
        String expired = Ids.newRequestId();
        String fresh = Ids.newRequestId();
        await(blobs.put(expired, bytes(10), Duration.ofSeconds(-1)));
        await(blobs.put(fresh, bytes(10), Duration.ofMinutes(1)));
        assertThatThrownBy(() -> await(blobs.get(expired))).isInstanceOf(BodyGoneException.class);
        assertThat(await(claimCheck.purge())).isPositive();
        assertThat(await(blobs.get(fresh))).hasSize(10);
    }

    @Test
    void shouldKeepAnEmptyBody() {
        String request = Ids.newRequestId();
        await(blobs.put(request, new byte[0], Duration.ofMinutes(1)));
        assertThat(await(blobs.get(request))).isEmpty();
    }

    @Test
    void shouldLetWorkersReadAndNothingMore() throws SQLException {
        try (Connection workers = connection("workers");
                Statement statement = workers.createStatement()) {
            assertThat(statement.execute("select count(*) from blobs.chunk")).isTrue();
            assertThatThrownBy(() -> statement.execute("delete from blobs.body"))
                    .hasMessageContaining("permission denied");
        }
    }

    private static Connection connection(String role) throws SQLException {
        return DriverManager.getConnection(URL, role, TestInfrastructure.PASSWORD);
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static <T> T await(Uni<T> result) {
        return result.await().atMost(Duration.ofSeconds(20));
    }
}
