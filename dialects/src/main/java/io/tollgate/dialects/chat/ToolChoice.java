package io.tollgate.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The caller's {@code tool_choice}.
 *
 * @param mode who decides whether a tool is called
 * @param names the only tools that may be called; empty means any
 */
public record ToolChoice(Mode mode, List<String> names) {

    /** Who decides whether a tool is called. */
    public enum Mode {
        /** The model. */
        AUTO,
        /** No tool may be called. */
        NONE,
        /** A tool must be called. */
        REQUIRED
    }

    public ToolChoice {
        names = List.copyOf(names);
    }

    /** Reads the choice of a validated request; absent if the caller made none. */
    public static @Nullable ToolChoice of(ObjectNode chat) {
        JsonNode choice = chat.path("tool_choice");
        if (choice.isTextual()) {
            return switch (choice.asText()) {
                case "none" -> new ToolChoice(Mode.NONE, List.of());
                case "required", "any" -> new ToolChoice(Mode.REQUIRED, List.of());
                default -> new ToolChoice(Mode.AUTO, List.of());
            };
        }
        if (!choice.isObject()) {
            return null;
        }
        if (choice.has("allowed_tools")) {
            return allowed(choice.path("allowed_tools"));
        }
        String name = nameOf(choice);
        return name == null ? null : new ToolChoice(Mode.REQUIRED, List.of(name));
    }

    /** Whether a tool may be offered to the model at all. */
    public boolean permits(String tool) {
        return names.isEmpty() || names.contains(tool);
    }

    private static ToolChoice allowed(JsonNode allowed) {
        List<String> names = new ArrayList<>();
        for (JsonNode tool : allowed.path("tools")) {
            String name = nameOf(tool);
            if (name != null) {
                names.add(name);
            }
        }
        Mode mode = allowed.path("mode").asText().equals("required") ? Mode.REQUIRED : Mode.AUTO;
        return new ToolChoice(mode, names);
    }

    private static @Nullable String nameOf(JsonNode tool) {
        JsonNode name = tool.path("function").path("name");
        if (name.isTextual()) {
            return name.asText();
        }
        return tool.path("name").isTextual() ? tool.path("name").asText() : null;
    }
}
