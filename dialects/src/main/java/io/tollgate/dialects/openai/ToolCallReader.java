package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.reply.ReplyEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tool calls of one choice. Hosts differ: no index, index 0 for every call, no id, whole arguments as text or object. Calls
 * are numbered here as they begin; a call is told once its name is known.
 */
final class ToolCallReader {

    private final String attemptId;
    private final int choice;
    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, Call> byHostIndex = new HashMap<>();

    ToolCallReader(String attemptId, int choice) {
        this.attemptId = attemptId;
        this.choice = choice;
    }

    boolean any() {
        return !calls.isEmpty();
    }

    /** Reads one entry of {@code tool_calls}. */
    Optional<ReplyEvent> read(JsonNode entry) {
        String id = text(entry.path("id"));
        JsonNode function = entry.path("function");
        String name = text(function.path("name"));
        Call call = call(entry.path("index"), id, name);
        if (call.name == null) {
            call.name = name;
        }
        String arguments = arguments(function.path("arguments"));
        if (call.told) {
            return arguments.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ReplyEvent.ToolCall(choice, call.index, null, null, arguments));
        }
        call.early.append(arguments);
        if (call.name == null) {
            return Optional.empty();
        }
        call.told = true;
        String told = call.id == null ? "call_" + attemptId + "_" + choice + "_" + call.index : call.id;
        return Optional.of(new ReplyEvent.ToolCall(choice, call.index, told, call.name, call.early.toString()));
    }

    private Call call(JsonNode hostIndex, @Nullable String id, @Nullable String name) {
        if (hostIndex.isInt()) {
            Call known = byHostIndex.get(hostIndex.intValue());
            boolean another = known != null && id != null && name != null && !id.equals(known.id);
            if (known == null || another) {
                known = begin(id);
                byHostIndex.put(hostIndex.intValue(), known);
            }
            return known;
        }
        if (id != null) {
            return calls.stream().filter(call -> id.equals(call.id)).findFirst().orElseGet(() -> begin(id));
        }
        return name != null || calls.isEmpty() ? begin(null) : calls.getLast();
    }

    private Call begin(@Nullable String id) {
        Call call = new Call(calls.size(), id);
        calls.add(call);
        return call;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
    }

    private static String arguments(JsonNode arguments) {
        if (arguments.isTextual()) {
            return arguments.textValue();
        }
        return arguments.isObject() ? new String(WireJson.write(arguments), StandardCharsets.UTF_8) : "";
    }

    private static final class Call {

        private final int index;
        private final @Nullable String id;
        private final StringBuilder early = new StringBuilder();
        private @Nullable String name;
        private boolean told;

        private Call(int index, @Nullable String id) {
            this.index = index;
            this.id = id;
        }
    }
}
