package io.tollgate.ingress.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The models of one view of the catalogue as JSON. Each is rendered when it is first listed, and then no more: a list is put together from
 * bytes, whatever its filter, order and page. Thread-safe.
 */
final class RenderedModels {

    private static final byte[] BEGIN = "{\"data\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte COMMA = ',';

    private final CatalogueView view;
    private final ModelJson json;
    private final Map<String, byte[]> rendered = new ConcurrentHashMap<>();

    RenderedModels(CatalogueView view, ModelJson json) {
        this.view = view;
        this.json = json;
    }

    /** What is rendered. */
    CatalogueView view() {
        return view;
    }

    /**
     * A page of a list.
     *
     * @param page models of the view
     * @param next where the next page is; absent on the last one
     * @param total models on all pages
     */
    byte[] list(List<ListedModel> page, @Nullable String next, int total) {
        List<byte[]> models = page.stream().map(this::model).toList();
        byte[] end = end(next, total);
        byte[] list = new byte[BEGIN.length + lengthOf(models) + end.length];
        int at = put(BEGIN, list, 0);
        for (int i = 0; i < models.size(); i++) {
            if (i > 0) {
                list[at++] = COMMA;
            }
            at = put(models.get(i), list, at);
        }
        put(end, list, at);
        return list;
    }

    private byte[] model(ListedModel listed) {
        return rendered.computeIfAbsent(listed.model().id(), id -> WireJson.write(json.model(listed)));
    }

    private static byte[] end(@Nullable String next, int total) {
        ObjectNode rest = WireJson.object();
        rest.putObject("links").put("next", next);
        rest.put("total_count", total);
        byte[] object = WireJson.write(rest);
        // what follows the array begins where the object's own brace would stand
        byte[] end = new byte[object.length + 1];
        end[0] = ']';
        end[1] = COMMA;
        System.arraycopy(object, 1, end, 2, object.length - 1);
        return end;
    }

    private static int lengthOf(List<byte[]> models) {
        int commas = Math.max(0, models.size() - 1);
        return commas + models.stream().mapToInt(model -> model.length).sum();
    }

    private static int put(byte[] bytes, byte[] into, int at) {
        System.arraycopy(bytes, 0, into, at, bytes.length);
        return at + bytes.length;
    }
}
