package io.tollgate.ledger.statement;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.statement.Statement.Entry;
import io.tollgate.ledger.statement.Statement.Movement;
import io.tollgate.ledger.statement.Statement.Usage;
import io.tollgate.postgres.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Makes statements from the books. */
@ApplicationScoped
class Statements {

    private final StatementRepository repository;

    @Inject
    Statements(StatementRepository repository) {
        this.repository = repository;
    }

    /** The statement of an account's month; refuses an account that does not exist. */
    Uni<Statement> of(String account, String month) {
        return repository.read(account, month).map(found -> {
            if (found.names().isEmpty()) {
                throw RefusalException.notFound("there is no account " + account);
            }
            Statement statement = statement(account, month, found);
            if (!statement.closes()) {
                throw new IllegalStateException("the statement of " + account + " for " + month + " does not close");
            }
            return statement;
        });
    }

    private static Statement statement(String account, String month, StatementRepository.Found found) {
        List<Usage> charges = new ArrayList<>();
        List<Usage> corrections = new ArrayList<>();
        List<Movement> movements = new ArrayList<>();
        for (Row row : found.groups()) {
            String kind = row.text("kind");
            String model = row.textOrNull("model");
            NanoUsd amount = row.amount("amount");
            if (model == null) {
                movements.add(new Movement(kind, row.number("count"), amount));
            } else {
                Usage usage = Usage.of(
                        model,
                        row.number("count"),
                        row.number("prompt"),
                        row.number("completion"),
                        row.amount("fee"),
                        amount);
                ("CHARGE".equals(kind) ? charges : corrections).add(usage);
            }
        }
        List<Entry> entries = found.entries().stream()
                .map(row -> new Entry(
                        row.text("id"),
                        row.text("kind"),
                        row.text("external_id"),
                        row.instant("booked_at"),
                        row.amount("amount")))
                .toList();
        return new Statement(
                account,
                found.names().getFirst().text("name"),
                month,
                found.ends().amount("opening"),
                charges,
                corrections,
                movements,
                entries,
                found.ends().amount("closing"));
    }
}
