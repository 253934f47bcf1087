package io.tollgate.localstack.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class StatementTextTest {

    @Test
    void shouldWriteOneLineAnAmount() throws JsonProcessingException {
        // Given
        JsonNode statement = new ObjectMapper().readTree("""
                {"account": "acme", "name": "Acme", "month": "2026-10", "opening": "1.000000000",
                 "movements": [{"kind": "GRANT", "count": 2, "amount": "5.000000000"}],
                 "charges": [{"model": "a/b, large", "count": 3, "cost": "2.000000000", "fee": "0.100000000", "amount": "-2.100000000"}],
                 "corrections": [{"model": "a/b", "count": 1, "cost": "-1.000000000", "fee": "-0.050000000", "amount": "1.050000000"}],
                 "fees": "0.050000000", "closing": "4.950000000"}""");
        // Then
        assertThat(StatementText.csv(statement).lines())
                .containsExactly(
                        "section,name,count,cost,fee,amount",
                        "balance,opening,,,,1.000000000",
                        "movement,grant,2,,,5.000000000",
                        "charge,\"a/b, large\",3,2.000000000,0.100000000,-2.100000000",
                        "correction,a/b,1,-1.000000000,-0.050000000,1.050000000",
                        "balance,closing,,,,4.950000000");
        assertThat(StatementText.table(statement)).contains("closing balance", "4.950000000", "a/b, large");
    }
}
