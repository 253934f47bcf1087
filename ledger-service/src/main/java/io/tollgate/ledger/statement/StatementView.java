package io.tollgate.ledger.statement;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.statement.Statement.Usage;
import java.util.List;

/** A statement as JSON; amounts are exact decimal strings of dollars. */
final class StatementView {

    private StatementView() {}

    static ObjectNode of(Statement statement) {
        ObjectNode view = Answers.object();
        view.put("account", statement.account());
        view.put("name", statement.name());
        view.put("month", statement.month());
        view.put("opening", statement.opening().toString());
        ArrayNode movements = view.putArray("movements");
        statement
                .movements()
                .forEach(each -> movements
                        .addObject()
                        .put("kind", each.kind())
                        .put("count", each.count())
                        .put("amount", each.amount().toString()));
        usages(view.putArray("charges"), statement.charges(), true);
        usages(view.putArray("corrections"), statement.corrections(), false);
        view.put("fees", fees(statement).toString());
        view.put("movement", statement.movement().toString());
        view.put("closing", statement.closing().toString());
        ArrayNode entries = view.putArray("entries");
        statement
                .entries()
                .forEach(each -> entries.addObject()
                        .put("id", each.id())
                        .put("kind", each.kind())
                        .put("reference", each.reference())
                        .put("at", each.at().toString())
                        .put("amount", each.amount().toString()));
        return view;
    }

    private static NanoUsd fees(Statement statement) {
        NanoUsd fees = NanoUsd.ZERO;
        for (Usage usage : statement.charges()) {
            fees = fees.plus(usage.fee());
        }
        for (Usage usage : statement.corrections()) {
            fees = fees.plus(usage.fee());
        }
        return fees;
    }

    private static void usages(ArrayNode list, List<Usage> usages, boolean tokens) {
        for (Usage usage : usages) {
            ObjectNode each = list.addObject();
            each.put("model", usage.model());
            each.put("count", usage.count());
            if (tokens) {
                each.put("prompt_tokens", usage.promptTokens());
                each.put("completion_tokens", usage.completionTokens());
            }
            each.put("cost", usage.cost().toString());
            each.put("fee", usage.fee().toString());
            each.put("amount", usage.amount().toString());
        }
    }
}
