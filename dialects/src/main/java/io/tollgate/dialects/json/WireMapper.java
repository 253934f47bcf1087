package io.tollgate.dialects.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * A mapper whose trees fail as other malformed JSON does where a number's exponent has more digits than an int: the parser throws
 * {@link NumberFormatException} there, which no caller expects.
 */
final class WireMapper extends JsonMapper {

    private static final long serialVersionUID = 1L;

    WireMapper(JsonMapper source) {
        super(source);
    }

    @Override
    public JsonMapper copy() {
        return new WireMapper(this);
    }

    @Override
    public JsonNode readTree(byte[] json) throws IOException {
        try {
            return super.readTree(json);
        } catch (NumberFormatException absurd) {
            throw outOfRange(absurd);
        }
    }

    @Override
    public JsonNode readTree(String json) throws JsonProcessingException {
        try {
            return super.readTree(json);
        } catch (NumberFormatException absurd) {
            throw outOfRange(absurd);
        }
    }

    static JsonMappingException outOfRange(NumberFormatException absurd) {
        return new JsonMappingException(null, "a number is out of range", absurd);
    }
}
