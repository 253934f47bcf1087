package io.tollgate.localstack.books;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.localstack.books.Rerate.RerateGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes the difference that other prices make, for people and for programs. */
public final class RerateText {

    private static final String LINE = "%-48s %10s %18s %18s %18s %18s%n";

    private RerateText() {}

    /** The differences by account, model and provider, and in total. */
    public static String table(Rerate.Found found) {
        StringBuilder text = new StringBuilder();
        text.append("%d charges have corrected prices, %d become others%n".formatted(found.charges(), found.changed()));
        if (found.open() > 0) {
            text.append("%d more are of requests that have not ended and are left alone%n".formatted(found.open()));
        }
        if (found.unratable() > 0) {
            text.append("%d cannot be rated: the file lacks a price%n".formatted(found.unratable()));
        }
        section(text, "by account", found.groups(), RerateGroup::account);
        section(text, "by model", found.groups(), RerateGroup::model);
        section(text, "by provider", found.groups(), RerateGroup::provider);
        section(text, "in total", found.groups(), group -> "");
        return text.toString();
    }

    /** The same as values that are written as JSON; amounts are decimal strings of dollars. */
    public static Map<String, Object> values(Rerate.Found found) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("charges", found.charges());
        values.put("changed", found.changed());
        values.put("open", found.open());
        values.put("unratable", found.unratable());
        values.put("by_account", values(found.groups(), "account", RerateGroup::account));
        values.put("by_model", values(found.groups(), "model", RerateGroup::model));
        values.put("by_provider", values(found.groups(), "provider", RerateGroup::provider));
        values.put("total", values(found.groups(), "", group -> ""));
        return values;
    }

    private static Map<String, Sum> sums(List<RerateGroup> groups, Function<RerateGroup, String> by) {
        Map<String, Sum> sums = new TreeMap<>();
        groups.forEach(group -> sums.merge(by.apply(group), Sum.of(group), Sum::and));
        return sums;
    }

    private static void section(
            StringBuilder text, String title, List<RerateGroup> groups, Function<RerateGroup, String> by) {
        text.append(System.lineSeparator());
        text.append(LINE.formatted(title, "charges", "cost", "fee", "charge", "borne by us"));
        sums(groups, by)
                .forEach((name, sum) -> text.append(LINE.formatted(
                        name,
                        sum.charges(),
                        sum.difference().get("cost"),
                        sum.difference().get("fee"),
                        sum.difference().get("charge"),
                        sum.difference().get("absorbed"))));
    }

    private static List<Map<String, Object>> values(
            List<RerateGroup> groups, String name, Function<RerateGroup, String> by) {
        return sums(groups, by).entrySet().stream()
                .map(each -> {
                    Map<String, Object> value = new LinkedHashMap<>();
                    if (!name.isEmpty()) {
                        value.put(name, each.getKey());
                    }
                    value.put("charges", each.getValue().charges());
                    RerateGroup.AMOUNTS.forEach(amount -> value.put(
                            amount, String.valueOf(each.getValue().difference().get(amount))));
                    return value;
                })
                .toList();
    }

    private record Sum(long charges, Map<String, NanoUsd> difference) {

        static Sum of(RerateGroup group) {
            Map<String, NanoUsd> difference = new TreeMap<>();
            RerateGroup.AMOUNTS.forEach(amount -> difference.put(amount, group.difference(amount)));
            return new Sum(group.charges(), difference);
        }

        Sum and(Sum other) {
            return new Sum(charges + other.charges, RerateGroup.sum(difference, other.difference));
        }
    }
}
