package io.tollgate.ledger.key;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.account.KeyStatus;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.access.Answers;
import java.util.TreeSet;

/** Shows keys as OpenRouter does, with a few fields of our own. Pure. */
final class KeyView {

    private static final String NO_DEPRECATED_LIMIT = "This field is deprecated and safe to ignore.";

    private KeyView() {}

    /** A key as the management API shows it. */
    static ObjectNode managed(ApiKey key, KeyUsage usage) {
        KeyTerms terms = key.terms();
        ObjectNode view = Answers.object();
        view.put("hash", key.hash());
        view.put("name", terms.name());
        view.put("label", key.label());
        view.put("disabled", key.status() != KeyStatus.ACTIVE);
        limits(view, terms, usage);
        usage(view, usage);
        view.put("created_at", key.createdAt().toString());
        view.put("updated_at", key.updatedAt() == null ? null : key.updatedAt().toString());
        view.put(
                "expires_at",
                terms.expiresAt() == null ? null : terms.expiresAt().toString());
        view.put("creator_user_id", terms.creatorUserId());
        view.put("external_user", terms.externalUser());
        view.put("workspace_id", key.account());
        view.put("id", key.id());
        view.put("management", key.management());
        own(view, terms);
        return view;
    }

    /** A key as {@code GET /key} shows it to its holder. */
    static ObjectNode held(ApiKey key, KeyUsage usage, boolean freeTier) {
        KeyTerms terms = key.terms();
        ObjectNode view = Answers.object();
        view.put("label", key.label());
        view.put("name", terms.name());
        limits(view, terms, usage);
        usage(view, usage);
        view.put("is_free_tier", freeTier);
        view.put("is_management_key", key.management());
        view.put("is_provisioning_key", key.management());
        view.put("creator_user_id", terms.creatorUserId());
        view.putNull("organization_id");
        view.put("workspace_id", key.account());
        view.put(
                "expires_at",
                terms.expiresAt() == null ? null : terms.expiresAt().toString());
        view.putArray("allowed_data_regions");
        view.putObject("free_model_daily_requests")
                .put("limit", 0)
                .put("remaining", 0)
                .put("used", 0);
        view.putObject("rate_limit")
                .put("requests", terms.requestsPerMinute() == null ? -1 : terms.requestsPerMinute())
                .put("interval", "1m")
                .put("note", NO_DEPRECATED_LIMIT);
        own(view, terms);
        return view;
    }

    private static void limits(ObjectNode view, KeyTerms terms, KeyUsage usage) {
        NanoUsd limit = terms.limit();
        view.set("limit", Answers.usd(limit));
        view.set("limit_remaining", Answers.usd(limit == null ? null : usage.left(limit)));
        view.put("limit_reset", terms.limitReset());
        view.put("include_byok_in_limit", terms.includeByok());
    }

    private static void usage(ObjectNode view, KeyUsage usage) {
        view.set("usage", Answers.usd(usage.total()));
        view.set("usage_daily", Answers.usd(usage.daily()));
        view.set("usage_weekly", Answers.usd(usage.weekly()));
        view.set("usage_monthly", Answers.usd(usage.monthly()));
        view.put("byok_usage", 0);
        view.put("byok_usage_daily", 0);
        view.put("byok_usage_weekly", 0);
        view.put("byok_usage_monthly", 0);
    }

    private static void own(ObjectNode view, KeyTerms terms) {
        view.put("requests_per_minute", terms.requestsPerMinute());
        view.put("concurrency", terms.concurrency());
        ArrayNode models = view.putArray("allowed_models");
        new TreeSet<>(terms.allowedModels()).forEach(models::add);
    }
}
