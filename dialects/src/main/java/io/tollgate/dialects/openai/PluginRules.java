package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Set;

/**
 * Checks {@code plugins}. One that promises something of the answer which nobody here keeps is refused: a caller would pay for an answer
 * without it. The refusal is a 400, because clients repeat a 5xx. Passed over are plugins that are switched off, that only set up a router
 * model, that help where a request would otherwise be refused anyway (a prompt beyond the context), and the parser of files in the one
 * way that files travel here: as they are, to models that read them.
 */
final class PluginRules {

    private static final Set<String> WITHOUT_EFFECT =
            Set.of("context-compression", "auto-router", "auto-beta-router", "pareto-router", "switchyard-router");
    private static final Set<String> NOT_HERE = Set.of("web", "web-fetch", "moderation", "response-healing", "fusion");
    private static final String FILE_PARSER = "file-parser";

    private PluginRules() {}

    static void check(Fields fields) {
        ArrayNode plugins = fields.array("plugins");
        if (plugins == null) {
            return;
        }
        int index = 0;
        for (JsonNode plugin : plugins) {
            checkOne(Fields.of(plugin, "plugins[" + index++ + "]"));
        }
    }

    private static void checkOne(Fields plugin) {
        String id = plugin.requiredString("id");
        if (Boolean.FALSE.equals(plugin.bool("enabled")) || WITHOUT_EFFECT.contains(id)) {
            return;
        }
        if (id.equals(FILE_PARSER)) {
            checkFileParser(plugin);
        } else if (NOT_HERE.contains(id)) {
            throw plugin.refuse("id", "names a plugin that is not available here: " + id);
        } else {
            throw plugin.refuse("id", "is no known plugin");
        }
    }

    private static void checkFileParser(Fields plugin) {
        Fields pdf = plugin.object("pdf");
        String engine = pdf == null ? null : pdf.string("engine");
        if (engine != null && !engine.equals("native")) {
            throw InvalidRequestException.of(
                    plugin.path("pdf.engine"),
                    plugin.path("pdf.engine") + " must be native: no other is available here");
        }
    }
}
