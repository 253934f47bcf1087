package io.tollgate.metering.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The sums of a month.
 *
 * @param total over everything
 * @param requests closed requests by outcome
 * @param minutes active minutes, tokens, and the busiest minutes
 */
record MonthlySums(
        JsonNode total,
        List<JsonNode> requests,
        JsonNode minutes,
        List<JsonNode> byModel,
        List<JsonNode> byProvider,
        List<JsonNode> byModelAndProvider,
        List<JsonNode> byAccount,
        List<JsonNode> byApp) {}
