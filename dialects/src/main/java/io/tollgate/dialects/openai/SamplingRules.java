package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tollgate.contracts.request.PromptFeatures;
import java.math.BigDecimal;

/** Checks how the next token is drawn and where the answer stops. */
final class SamplingRules {

    private static final int MAX_STOPS = 4;
    private static final int MAX_STOP_LENGTH = 10_000;
    private static final int MAX_BIASES = 300;
    private static final int MAX_TOP_LOGPROBS = 20;

    private SamplingRules() {}

    static void check(Fields fields, PromptMeasure measure) {
        used(measure, "temperature", fields.number("temperature", 0, 2) != null);
        used(measure, "top_p", fields.number("top_p", 0, 1) != null);
        range(fields, measure, "min_p", 0, 1, BigDecimal.ZERO);
        range(fields, measure, "top_a", 0, 1, BigDecimal.ZERO);
        range(fields, measure, "frequency_penalty", -2, 2, BigDecimal.ZERO);
        range(fields, measure, "presence_penalty", -2, 2, BigDecimal.ZERO);
        range(fields, measure, "repetition_penalty", 0, 2, BigDecimal.ONE);
        used(measure, "top_k", fields.integer("top_k", 0, Integer.MAX_VALUE) != null);
        used(measure, "seed", fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE) != null);
        stop(fields, measure);
        logitBias(fields, measure);
        logProbs(fields, measure);
    }

    /** Many clients send every setting with the value that changes nothing: that asks nothing of an endpoint. */
    private static void range(
            Fields fields, PromptMeasure measure, String name, long min, long max, BigDecimal neutral) {
        BigDecimal value = fields.number(name, min, max);
        used(measure, name, value != null && value.compareTo(neutral) != 0);
    }

    private static void used(PromptMeasure measure, String name, boolean used) {
        if (used) {
            measure.parameter(name);
        }
    }

    private static void stop(Fields fields, PromptMeasure measure) {
        JsonNode stop = fields.get("stop");
        if (stop == null) {
            return;
        }
        if (stop.isTextual()) {
            stopText(fields, measure, "stop", stop.textValue());
        } else if (stop instanceof ArrayNode array) {
            if (array.size() > MAX_STOPS) {
                throw fields.refuse("stop", "must have at most " + MAX_STOPS + " entries");
            }
            for (int i = 0; i < array.size(); i++) {
                if (!array.get(i).isTextual()) {
                    throw fields.refuse("stop[" + i + "]", "must be a string");
                }
                stopText(fields, measure, "stop[" + i + "]", array.get(i).textValue());
            }
        } else {
            throw fields.refuse("stop", "must be a string or an array of strings");
        }
        used(measure, "stop", !stop.isEmpty() || stop.isTextual());
    }

    private static void stopText(Fields fields, PromptMeasure measure, String name, String text) {
        if (text.isEmpty()) {
            throw fields.refuse(name, "must not be empty");
        }
        if (text.length() > MAX_STOP_LENGTH) {
            throw InvalidRequestException.tooLong(fields.path(name), MAX_STOP_LENGTH);
        }
        used(measure, PromptFeatures.BLANK_STOP, text.isBlank());
    }

    private static void logitBias(Fields fields, PromptMeasure measure) {
        Fields biases = fields.object("logit_bias");
        if (biases == null) {
            return;
        }
        if (biases.object().size() > MAX_BIASES) {
            throw fields.refuse("logit_bias", "must have at most " + MAX_BIASES + " entries");
        }
        biases.object().fieldNames().forEachRemaining(token -> {
            if (!token.matches("[0-9]{1,9}")) {
                throw fields.refuse("logit_bias", "must have token ids as keys");
            }
            if (biases.number(token, -100, 100) == null) {
                throw biases.refuse(token, "must be a number from -100 to 100");
            }
        });
        used(measure, "logit_bias", !biases.object().isEmpty());
    }

    private static void logProbs(Fields fields, PromptMeasure measure) {
        boolean wanted = Boolean.TRUE.equals(fields.bool("logprobs"));
        Long top = fields.integer("top_logprobs", 0, MAX_TOP_LOGPROBS);
        if (top != null && top > 0 && !wanted) {
            throw fields.refuse("top_logprobs", "needs logprobs to be true");
        }
        used(measure, "logprobs", wanted);
        used(measure, "top_logprobs", wanted && top != null && top > 0);
    }
}
