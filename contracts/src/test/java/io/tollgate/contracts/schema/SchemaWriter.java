package io.tollgate.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.money.NanoUsd;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the JSON Schema of a topic from the records that travel on it. */
final class SchemaWriter {

    private static final String MONEY = "^-?\\d+(\\.\\d{1,9})?$";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectMapper mapper = EventCodec.mapper();
    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    /** The schema of everything on a topic. */
    ObjectNode schema(Topic topic) {
        definitions.clear();
        ArrayNode alternatives = JSON.arrayNode();
        for (Class<?> event : topic.events().getPermittedSubclasses()) {
            alternatives.add(reference(event));
        }
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", topic.topicName());
        schema.put(
                "description",
                "One event; the header " + EventCodec.TYPE_HEADER
                        + " names which. Readers ignore fields they do not know.");
        schema.set("oneOf", alternatives);
        ObjectNode sorted = schema.putObject("$defs");
        definitions.forEach(sorted::set);
        return schema;
    }

    private ObjectNode reference(Class<?> record) {
        String name = record.getSimpleName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, JSON.objectNode());
            definitions.put(name, object(record));
        }
        return JSON.objectNode().put("$ref", "#/$defs/" + name);
    }

    private ObjectNode object(Class<?> record) {
        ObjectNode object = JSON.objectNode().put("type", "object");
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        for (RecordComponent component : record.getRecordComponents()) {
            properties.set(component.getName(), type(component.getGenericType()));
            if (!isNullable(component.getAnnotatedType())) {
                required.add(component.getName());
            }
        }
        if (!required.isEmpty()) {
            object.set("required", required);
        }
        return object;
    }

    private JsonNode type(Type type) {
        return switch (type) {
            case ParameterizedType generic
            when generic.getRawType() == Map.class ->
                JSON.objectNode()
                        .put("type", "object")
                        .set("additionalProperties", type(generic.getActualTypeArguments()[1]));
            case ParameterizedType generic
            when generic.getRawType() == Set.class -> array(generic).put("uniqueItems", true);
            case ParameterizedType generic when generic.getRawType() == List.class -> array(generic);
            case Class<?> plain -> plain(plain);
            default -> throw new IllegalArgumentException("no schema for " + type);
        };
    }

    private ObjectNode array(ParameterizedType generic) {
        ObjectNode array = JSON.objectNode().put("type", "array");
        array.set("items", type(generic.getActualTypeArguments()[0]));
        return array;
    }

    private ObjectNode plain(Class<?> type) {
        ObjectNode schema = JSON.objectNode();
        if (type == String.class) {
            return schema.put("type", "string");
        } else if (type == UUID.class) {
            return schema.put("type", "string").put("format", "uuid");
        } else if (type == Instant.class) {
            return schema.put("type", "string").put("format", "date-time");
        } else if (type == LocalDate.class) {
            return schema.put("type", "string").put("format", "date");
        } else if (type == NanoUsd.class) {
            return schema.put("type", "string").put("pattern", MONEY).put("description", "US dollars");
        } else if (type == boolean.class || type == Boolean.class) {
            return schema.put("type", "boolean");
        } else if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return schema.put("type", "integer");
        } else if (type == Double.class) {
            return schema.put("type", "number");
        } else if (type.isEnum()) {
            ArrayNode values = schema.put("type", "string").putArray("enum");
            Arrays.stream(type.getEnumConstants())
                    .forEach(value -> values.add(mapper.convertValue(value, String.class)));
            return schema;
        } else if (type.isRecord()) {
            return reference(type);
        }
        throw new IllegalArgumentException("no schema for " + type);
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }
}
