package io.tollgate.simulator.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.SimulatorConfig;
import io.tollgate.simulator.answer.Answer;
import io.tollgate.simulator.answer.AnswerWriter;
import io.tollgate.simulator.answer.Ask;
import io.tollgate.simulator.answer.Counts;
import io.tollgate.simulator.answer.Digest;
import io.tollgate.simulator.answer.PrefixCache;
import io.tollgate.simulator.anthropic.AnthropicMessages;
import io.tollgate.simulator.gemini.GeminiGenerateContent;
import io.tollgate.simulator.openai.OpenAiChat;
import io.tollgate.simulator.oracle.Oracle;
import io.tollgate.simulator.script.Fault;
import io.tollgate.simulator.script.FaultKind;
import io.tollgate.simulator.script.Script;
import io.tollgate.simulator.script.Scripts;
import io.tollgate.simulator.wire.Address;
import io.tollgate.simulator.wire.Dialect;
import io.tollgate.simulator.wire.Fields;
import io.tollgate.simulator.wire.RefusalException;
import io.tollgate.simulator.wire.Served;
import io.tollgate.simulator.wire.UsageFault;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The paths of the three dialects. Each call, refused ones too, ends as exactly one line of the record. */
@ApplicationScoped
class CallRoute {

    private static final int REMEMBERED_PREFIXES = 50_000;

    private final SimulatorConfig config;
    private final Scripts scripts;
    private final Oracle oracle;
    private final AnswerWriter writer;
    private final PrefixCache cache = new PrefixCache(REMEMBERED_PREFIXES);

    CallRoute(SimulatorConfig config, Scripts scripts, Oracle oracle) {
        this.config = config;
        this.scripts = scripts;
        this.oracle = oracle;
        this.writer =
                new AnswerWriter(config.shortestAnswerTokens(), config.longestAnswerTokens(), config.maxAnswerTokens());
    }

    void routes(@Observes Router router) {
        route(router, new OpenAiChat(config.strictProviders()), "/chat/completions");
        route(router, new AnthropicMessages(), "/messages");
        Dialect gemini = new GeminiGenerateContent();
        router.postWithRegex("/gemini-generate-content/(?<provider>[^/]+)(?:/.*)?/models/(?<model>.+):(?<verb>\\w+)")
                .handler(call -> {
                    String verb = call.pathParam("verb");
                    if (verb.equals("generateContent") || verb.equals("streamGenerateContent")) {
                        String model = URLDecoder.decode(call.pathParam("model"), StandardCharsets.UTF_8);
                        begin(call, gemini, model, verb.startsWith("stream"));
                    } else {
                        notFound(call, gemini);
                    }
                });
        router.route("/gemini-generate-content/*").last().handler(call -> notFound(call, gemini));
    }

    private void route(Router router, Dialect dialect, String ending) {
        router.postWithRegex("/" + dialect.name() + "/(?<provider>[^/]+)(?:/.*)?" + ending)
                .handler(call -> begin(call, dialect, null, false));
        router.route("/" + dialect.name() + "/*").last().handler(call -> notFound(call, dialect));
    }

    private static void notFound(RoutingContext call, Dialect dialect) {
        call.response()
                .setStatusCode(404)
                .putHeader("Content-Type", "application/json")
                .end(dialect.error(404, "Not Found", null, null).toString());
    }

    private void begin(RoutingContext context, Dialect dialect, @Nullable String pathModel, boolean pathStream) {
        HttpServerRequest request = context.request();
        CallInProgress call =
                new CallInProgress(context.vertx(), request, dialect, context.pathParam("provider"), oracle);
        BodyReader body = new BodyReader(
                config.maxBody().asLongValue(), config.maxKeptBody().asLongValue());
        request.handler(bytes -> body.add(bytes.getBytes())).endHandler(end -> {
            try {
                answer(call, body, pathModel, pathStream);
            } catch (RefusalException refused) {
                call.refuse(refused.status(), refused.text(), refused.param(), refused.code(), null, "refused");
            }
        });
    }

    private void answer(CallInProgress call, BodyReader body, @Nullable String pathModel, boolean pathStream) {
        Dialect dialect = call.dialect();
        dialect.authenticate(call::header, call::query);
        if (body.tooLarge()) {
            throw new RefusalException(413, "Request exceeds the maximum size", null, null);
        }
        ObjectNode json = parse(body.kept());
        String model = pathModel != null ? pathModel : json.path("model").asText("");
        call.model(model);
        Address address = call.address();
        Optional<Fault> fault = scripts.strike(address.provider(), model, Digest.of(json.toString()));
        if (fault.isPresent() && strikesUnread(call, fault.get())) {
            return;
        }
        if (oracle.running() > config.maxCalls()) {
            throw new RefusalException(429, "Too many calls at once", null, null);
        }
        Ask ask = dialect.read(json, address, pathStream);
        Script script = scripts.of(address.provider(), model);
        Fault struck = fault.orElse(null);
        List<Answer> answers = answers(ask, script, struck, model);
        Counts counts = Counts.of(ask, dialect.cache(cache, address, ask), answers);
        Address named = struck != null && struck.kind() == FaultKind.WRONG_MODEL
                ? new Address(address.provider(), "another-model")
                : address;
        Served served = new Served(
                call.id(), System.currentTimeMillis() / 1000, named, ask, answers, counts, usageFault(struck));
        long wait = script.timeToFirstTokenMillis() != null
                ? script.timeToFirstTokenMillis()
                : config.timeToFirstToken().toMillis();
        int pace = script.tokensPerSecond() != null ? script.tokensPerSecond() : config.tokensPerSecond();
        call.serve(served, new Pace(wait, pace), struck);
    }

    private static ObjectNode parse(byte[] body) {
        try {
            if (Fields.JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException notJson) {
            throw RefusalException.badRequest(
                    "We could not parse the JSON body of your request. The API expects a JSON payload.");
        }
        throw RefusalException.badRequest("The request body must be a JSON object.");
    }

    /** Faults for which it does not matter what was asked. */
    private static boolean strikesUnread(CallInProgress call, Fault fault) {
        switch (fault.kind()) {
            case STATUS -> {
                String message =
                        fault.message() != null ? fault.message() : "Simulated status " + fault.statusOrDefault();
                call.refuse(fault.statusOrDefault(), message, null, null, fault.retryAfterSeconds(), ended(fault));
            }
            case CONNECTION_CLOSED -> call.closeConnection(ended(fault));
            case NO_FIRST_BYTE -> call.keepSilent(fault.intervalMillisOr(600_000), ended(fault));
            case GARBAGE_HTML -> call.html(ended(fault));
            default -> {
                return false;
            }
        }
        return true;
    }

    static String ended(Fault fault) {
        return "fault:" + fault.kind().wireName();
    }

    private List<Answer> answers(Ask ask, Script script, @Nullable Fault fault, String model) {
        boolean empty = fault != null && fault.kind() == FaultKind.EMPTY_ANSWER;
        AnswerWriter.Wish wish =
                new AnswerWriter.Wish(script.answer(), script.answerTokens(), script.reasoningTokens(), empty);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < ask.choices(); i++) {
            long seed = Digest.number(config.seed() + "/" + model + "/" + ask.fingerprint() + "/" + i);
            answers.add(writer.write(ask, wish, model, seed));
        }
        return answers;
    }

    private static UsageFault usageFault(@Nullable Fault fault) {
        if (fault == null) {
            return UsageFault.NONE;
        }
        return switch (fault.kind()) {
            case MISSING_USAGE -> UsageFault.MISSING;
            case DOUBLE_USAGE -> UsageFault.DOUBLE;
            case NEGATIVE_USAGE -> UsageFault.NEGATIVE;
            case HUGE_USAGE -> UsageFault.HUGE;
            default -> UsageFault.NONE;
        };
    }
}
