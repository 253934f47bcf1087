package io.tollgate.ledger.rerating;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.correction.CorrectionRules.Plan;
import io.tollgate.ledger.rerating.RerateRules.Unratable;
import io.tollgate.postgres.Row;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a re-rating found, as JSON: sums by account, model and provider; amounts are exact decimal strings of dollars. */
final class RerateView {

    private static final int UNRATABLE_SHOWN = 20;

    private RerateView() {}

    static ObjectNode of(RerateOrder order, Rerating.Looked looked, boolean posted) {
        ObjectNode view = Answers.object();
        view.put("id", order.id());
        view.put("month", order.month());
        view.put("posted", posted);
        view.put("charges", looked.decision().rated().size());
        view.put("changed", looked.decision().changed().size());
        view.put("open", looked.decision().open());
        view.put("handed_on", looked.handedOn());
        view.put("next", looked.next() == null ? null : looked.next().toString());
        ArrayNode groups = view.putArray("groups");
        Map<String, Group> sums = new TreeMap<>();
        for (Plan plan : looked.decision().rated()) {
            sums.merge(Group.nameOf(plan), Group.of(plan), Group::and);
        }
        sums.values().forEach(group -> groups.add(group.view()));
        ArrayNode unratable = view.putArray("unratable");
        for (Unratable each : first(looked.decision().unratable())) {
            unratable
                    .addObject()
                    .put("attempt", each.standing().attemptId().toString())
                    .put("reason", each.reason());
        }
        return view;
    }

    static ObjectNode progress(Row row) {
        ObjectNode view = Answers.object();
        view.put("id", row.text("id"));
        view.put("month", row.text("month"));
        for (String name : List.of("waiting", "booked", "refused")) {
            view.put(name, row.number(name));
        }
        for (String name : List.of("cost", "billed_cost", "fee", "charge", "absorbed")) {
            view.put(name, row.amount(name).toString());
        }
        return view;
    }

    private static List<Unratable> first(List<Unratable> all) {
        return all.subList(0, Math.min(UNRATABLE_SHOWN, all.size()));
    }

    private record Group(String account, String model, String provider, long charges, Rating before, Rating after) {

        static String nameOf(Plan plan) {
            return String.join(
                    "\n",
                    plan.standing().account(),
                    plan.standing().model(),
                    plan.standing().provider());
        }

        static Group of(Plan plan) {
            return new Group(
                    plan.standing().account(),
                    plan.standing().model(),
                    plan.standing().provider(),
                    1,
                    plan.standing().rating(),
                    plan.after());
        }

        Group and(Group other) {
            return new Group(
                    account,
                    model,
                    provider,
                    charges + other.charges,
                    sum(before, other.before),
                    sum(after, other.after));
        }

        private static Rating sum(Rating one, Rating other) {
            return new Rating(
                    one.cost().plus(other.cost()),
                    one.billedCost().plus(other.billedCost()),
                    one.fee().plus(other.fee()),
                    one.charge().plus(other.charge()),
                    one.absorbed().plus(other.absorbed()));
        }

        ObjectNode view() {
            ObjectNode view = Answers.object();
            view.put("account", account);
            view.put("model", model);
            view.put("provider", provider);
            view.put("charges", charges);
            amount(view, "cost", before.cost(), after.cost());
            amount(view, "billed_cost", before.billedCost(), after.billedCost());
            amount(view, "fee", before.fee(), after.fee());
            amount(view, "charge", before.charge(), after.charge());
            amount(view, "absorbed", before.absorbed(), after.absorbed());
            return view;
        }

        private static void amount(ObjectNode view, String name, NanoUsd before, NanoUsd after) {
            view.putObject(name)
                    .put("before", before.toString())
                    .put("after", after.toString())
                    .put("difference", after.minus(before).toString());
        }
    }
}
