package io.tollgate.livestate;

import io.tollgate.contracts.money.NanoUsd;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a script answered: texts, of which the first usually names the result. */
record ScriptReply(List<String> texts) {

    ScriptReply {
        texts = List.copyOf(texts);
    }

    /** Reads what Lettuce made of a script's table of strings. */
    static ScriptReply of(List<?> raw) {
        return new ScriptReply(raw.stream()
                .map(element -> element instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.UTF_8)
                        : String.valueOf(element))
                .toList());
    }

    String status() {
        return texts.getFirst();
    }

    String text(int index) {
        return texts.get(index);
    }

    long number(int index) {
        return Long.parseLong(texts.get(index));
    }

    NanoUsd money(int index) {
        return NanoUsd.of(number(index));
    }

    boolean flag(int index) {
        return "1".equals(texts.get(index));
    }

    IllegalStateException unexpected() {
        return new IllegalStateException("unexpected answer of a script: " + status());
    }
}
