package io.tollgate.e2e.money;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.e2e.SystemUnderTest;
import io.tollgate.localstack.stack.OperatorClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;

/** An account of a test with credit and one key. */
final class Wallet {

    private final OperatorClient operator;
    private final String account;
    private final String key;

    private Wallet(OperatorClient operator, String account, String key) {
        this.operator = operator;
        this.account = account;
        this.key = key;
    }

    /** Opens an account with some credit, in USD. */
    static Wallet with(SystemUnderTest system, String credit) {
        OperatorClient operator = system.operator();
        String account = "test-" + UUID.randomUUID();
        operator.require(operator.post("/operator/v1/accounts", Map.of("id", account, "name", "Test")));
        operator.require(operator.post(
                "/operator/v1/accounts/" + account + "/credits", Map.of("id", "first", "amount", credit)));
        JsonNode created = operator.require(operator.post(
                "/operator/v1/accounts/" + account + "/keys", Map.of("name", "test", "management", false)));
        return new Wallet(operator, account, created.path("key").asText());
    }

    String key() {
        return key;
    }

    String account() {
        return account;
    }

    /** The account's credit as booked now. */
    NanoUsd balance() {
        JsonNode answer = operator.require(operator.get("/operator/v1/accounts/" + account));
        try {
            return NanoUsd.parse(JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build()
                    .readTree(answer.toString())
                    .at("/data/balance")
                    .asText());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
