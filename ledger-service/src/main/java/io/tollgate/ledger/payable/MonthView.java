package io.tollgate.ledger.payable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.payable.MonthOfTheHouse.Book;

/** A month of the house as JSON; amounts are exact decimal strings of dollars. */
final class MonthView {

    private MonthView() {}

    static ObjectNode of(MonthOfTheHouse month) {
        ObjectNode view = Answers.object();
        view.put("month", month.month());
        ArrayNode providers = view.putArray("providers");
        for (String provider : month.providers()) {
            Book book = month.book(MonthOfTheHouse.PAYABLE + provider);
            ObjectNode each = providers.addObject();
            each.put("provider", provider);
            each.put("opening", book.opening().toString());
            each.put("billed", month.billed(provider).toString());
            each.put("absorbed", month.absorbed(provider).toString());
            rest(each, book);
        }
        earned(view.putObject("fee_revenue"), month.book(MonthOfTheHouse.FEE_REVENUE));
        earned(view.putObject("house_loss"), month.book(MonthOfTheHouse.HOUSE_LOSS));
        trialBalance(view.putObject("trial_balance"), month);
        ObjectNode agreement = view.putObject("agreement");
        agreement.put("paid_by_customers", month.paidByCustomers().toString());
        agreement.put("cost_and_fees_less_losses", month.costAndFeesLessLosses().toString());
        view.put("balanced", month.balances());
        return view;
    }

    private static void earned(ObjectNode each, Book book) {
        each.put("opening", book.opening().toString());
        each.put("charges", book.charges().toString());
        rest(each, book);
    }

    /** Corrections, then everything else by kind, and what is open at the end. */
    private static void rest(ObjectNode each, Book book) {
        each.put("corrections", book.corrections().toString());
        ObjectNode others = each.putObject("others");
        book.others().forEach((kind, amount) -> {
            if (!kind.equals(MonthOfTheHouse.CORRECTION)) {
                others.put(kind, amount.toString());
            }
        });
        each.put("closing", book.closing().toString());
    }

    private static void trialBalance(ObjectNode view, MonthOfTheHouse month) {
        ArrayNode lines = view.putArray("accounts");
        NanoUsd debit = NanoUsd.ZERO;
        NanoUsd credit = NanoUsd.ZERO;
        for (var each : month.books().entrySet()) {
            Book book = each.getValue();
            debit = debit.plus(book.debit());
            credit = credit.plus(book.credit());
            lines.addObject()
                    .put("account", each.getKey())
                    .put("opening", book.opening().toString())
                    .put("debit", book.debit().toString())
                    .put("credit", book.credit().toString())
                    .put("closing", book.closing().toString());
        }
        view.put("opening", month.openings().toString());
        view.put("debit", debit.toString());
        view.put("credit", credit.toString());
        view.put("closing", month.openings().plus(month.movements()).toString());
    }
}
