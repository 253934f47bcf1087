package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.FailureKind;
import io.tollgate.dialects.provider.ProviderFailure;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What error replies mean. Whatever concerns our key, our balance or the host's state is never the caller's fault. The host's own
 * words are shown for faults of the request alone, without keys.
 */
final class OpenAiFailures {

    private static final int MAX_MESSAGE_LENGTH = 500;
    private static final Pattern SECRETS =
            Pattern.compile("(?i)\\b(sk|pk|gsk|xai|key|org|proj|bearer)[-_ ][\\w*.-]{6,}");
    private static final Pattern OUR_ACCOUNT = Pattern.compile(
            "api[ _-]?key|insufficient[ _](balance|credit|funds|quota)|billing|quota[ _]exceeded|arrearage|unauthori[sz]ed|"
                    + "account[ _]deactivated");
    private static final Pattern CONTEXT =
            Pattern.compile("context[ _](length|window|size)|maximum (context|prompt) length|too many (input )?tokens|"
                    + "(prompt|input) is too long|exceeds? .{0,40}context|context_length_exceeded|max_context");
    private static final Pattern CONTENT_POLICY = Pattern.compile(
            "content[ _](policy|filter|management)|moderation|safety[ _](system|check)|flagged|usage policy|"
                    + "data_inspection_failed|sensitive (content|words)|responsibleai");
    private static final Pattern IMAGE =
            Pattern.compile("invalid[ _]image|image_parse|(decode|process|load) (the )?image");
    private static final Pattern OVERLOADED = Pattern.compile("overload|capacity|engine is busy|server is busy");
    /** The host does not know or offer something; another may. */
    private static final Pattern UNSUPPORTED = Pattern.compile(
            "unsupported|unknown[ _](parameter|field)|unrecognized|extra[ _](inputs|fields|forbidden)|not supported|"
                    + "does not support|model[ _]not[ _]found|no such model|does not exist");

    private static final Set<String> RATE_TYPES =
            Set.of("rate_limit_error", "rate_limit_exceeded", "requests", "tokens");

    private OpenAiFailures() {}

    /** Whether a chunk or answer is an error object. */
    static boolean isError(JsonNode root) {
        JsonNode error = root.path("error");
        boolean stated = !error.isMissingNode()
                && !error.isNull()
                && !(error.isTextual() && error.asText().isEmpty());
        return stated
                || root.path("object").asText("").equals("error")
                || (root.path("type").asText("").equals("error") && !root.has("choices"));
    }

    /** What an error reply means. */
    static ProviderFailure read(int status, byte[] body) {
        return classify(status, Said.of(parse(body)));
    }

    /** What an error object inside a reply of status 200 means. */
    static ProviderFailure inStream(JsonNode root) {
        Said said = Said.of(root);
        return classify(said.status(), said);
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode root = WireJson.read(body);
            return root.isArray() ? root.path(0) : root;
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static ProviderFailure classify(int status, Said said) {
        String code = said.code();
        if (status == 429) {
            return said.matches(OUR_ACCOUNT)
                    ? unavailable(code)
                    : FailureKind.RATE_LIMITED.because("The provider's rate limit is reached.", code);
        }
        if (status == 408 || status == 504 || status == 524) {
            return FailureKind.TIMEOUT.because("The provider timed out.", code);
        }
        if (status == 413) {
            return FailureKind.TOO_LARGE.because("the request is too large for the provider", code);
        }
        if (status == 498 || status == 503 || status == 529 || (status >= 500 && said.matches(OVERLOADED))) {
            return FailureKind.OVERLOADED.because("The provider is overloaded.", code);
        }
        if (status == 403 && said.matches(CONTENT_POLICY)) {
            return contentPolicy(said);
        }
        return status == 400 || status == 422 ? refused(said) : unavailable(code);
    }

    private static ProviderFailure refused(Said said) {
        String code = said.code();
        if (said.matches(CONTEXT)) {
            return FailureKind.CONTEXT_LENGTH.because(said.shown("the prompt is too long"), code);
        }
        if (said.matches(OUR_ACCOUNT)) {
            return unavailable(code);
        }
        if (said.matches(CONTENT_POLICY)) {
            return contentPolicy(said);
        }
        if (said.matches(IMAGE)) {
            return FailureKind.INVALID_IMAGE.ofTheCaller(said.shown("an image cannot be read"), code);
        }
        String shown = said.shown("the provider refused the request");
        return said.matches(UNSUPPORTED)
                ? FailureKind.INVALID_REQUEST.because(shown, code)
                : FailureKind.INVALID_REQUEST.ofTheCaller(shown, code);
    }

    private static ProviderFailure contentPolicy(Said said) {
        return FailureKind.CONTENT_POLICY.ofTheCaller(said.shown("the provider refused the content"), said.code());
    }

    private static ProviderFailure unavailable(@Nullable String code) {
        return FailureKind.UNAVAILABLE.because("the provider could not serve the request", code);
    }

    /** What an error object says, wherever it says it. */
    private record Said(@Nullable String code, @Nullable String type, String message) {

        static Said of(JsonNode root) {
            JsonNode error = root.path("error").isObject() ? root.path("error") : root;
            String message = firstText(
                    error.path("message"),
                    root.path("error"),
                    root.path("detail"),
                    root.path("msg"),
                    root.path("message"));
            String type = OpenAiReader.text(error.path("type"));
            String code =
                    error.path("code").isNumber() ? error.path("code").asText() : OpenAiReader.text(error.path("code"));
            return new Said(code == null ? type : code, type, message);
        }

        private static String firstText(JsonNode... candidates) {
            for (JsonNode candidate : candidates) {
                if (candidate.isTextual()) {
                    return candidate.textValue();
                }
                if (candidate.path(0).path("msg").isTextual()) {
                    return candidate.path(0).path("msg").textValue();
                }
            }
            return "";
        }

        boolean matches(Pattern pattern) {
            String all = code + " " + type + " " + message;
            return pattern.matcher(all.toLowerCase(Locale.ROOT)).find();
        }

        /** The host's words, short and without keys, or ours if it has none. */
        String shown(String otherwise) {
            String clean = SECRETS.matcher(message).replaceAll("…").strip();
            if (clean.isEmpty()) {
                return otherwise;
            }
            return clean.length() <= MAX_MESSAGE_LENGTH ? clean : clean.substring(0, MAX_MESSAGE_LENGTH) + "…";
        }

        /** The status the error would have had outside a stream. */
        int status() {
            if (code != null && code.matches("[45][0-9]{2}")) {
                return Integer.parseInt(code);
            }
            String kind = String.valueOf(type).toLowerCase(Locale.ROOT);
            if (RATE_TYPES.contains(kind) || "rate_limit_exceeded".equals(code)) {
                return 429;
            }
            if (kind.contains("invalid_request") || matches(CONTEXT) || matches(CONTENT_POLICY)) {
                return 400;
            }
            return matches(OVERLOADED) ? 503 : 502;
        }
    }
}
