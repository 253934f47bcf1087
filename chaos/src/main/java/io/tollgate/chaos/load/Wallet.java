package io.tollgate.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.localstack.stack.OperatorClient;
import java.util.Map;

/**
 * An account of a trial with credit and one key.
 *
 * @param account its id
 * @param credit what was granted, in USD
 * @param key what to call with
 * @param keyHash how the operator's API names the key
 */
public record Wallet(String account, String credit, String key, String keyHash) {

    /** Opens an account. */
    public static Wallet open(OperatorClient operator, String account, String credit) {
        operator.require(operator.post("/operator/v1/accounts", Map.of("id", account, "name", "Chaos")));
        operator.require(operator.post(
                "/operator/v1/accounts/" + account + "/credits", Map.of("id", account + "-first", "amount", credit)));
        JsonNode created = operator.require(operator.post(
                "/operator/v1/accounts/" + account + "/keys", Map.of("name", "chaos", "management", false)));
        return new Wallet(
                account,
                credit,
                created.path("key").asText(),
                created.at("/data/hash").asText());
    }

    @Override
    public String toString() {
        return account;
    }
}
