package io.tollgate.ledger.payable;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.Caller;
import io.tollgate.ledger.access.Times;
import io.tollgate.ledger.payable.MonthOfTheHouse.Book;
import io.tollgate.postgres.Row;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What providers are owed, what was earned and what was lost in a month, for the operator. */
@Path("/operator/v1/payables")
public class PayablesResource {

    private final PayableRepository payables;

    @Inject
    PayablesResource(PayableRepository payables) {
        this.payables = payables;
    }

    @GET
    public Uni<Response> month(@Context HttpHeaders headers, @QueryParam("month") @Nullable String month) {
        Caller.of(headers).requireOperator();
        String wanted = Times.month(month);
        return payables.read(wanted).map(found -> Answers.ok(Answers.data(MonthView.of(house(wanted, found)))));
    }

    private static MonthOfTheHouse house(String month, PayableRepository.Found found) {
        Map<String, Map<String, NanoUsd>> others = new HashMap<>();
        found.others()
                .forEach(row -> others.computeIfAbsent(row.text("book"), book -> new HashMap<>())
                        .put(row.text("kind"), row.amount("amount")));
        SortedMap<String, Book> books = new TreeMap<>();
        for (Row row : found.balances()) {
            String name = row.text("book");
            books.put(
                    name,
                    new Book(
                            row.amount("opening"),
                            row.amount("debit"),
                            row.amount("credit"),
                            others.getOrDefault(name, Map.of())));
        }
        Map<String, NanoUsd> lost = found.losses().stream()
                .collect(Collectors.toMap(row -> row.text("provider"), row -> row.amount("lost")));
        return new MonthOfTheHouse(month, books, lost);
    }
}
