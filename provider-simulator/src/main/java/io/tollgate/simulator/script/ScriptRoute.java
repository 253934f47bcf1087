package io.tollgate.simulator.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.simulator.SimulatorConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Sets and shows scripts: {@code PUT} and {@code DELETE} on {@code /_sim/default}, {@code /_sim/providers/<slug>} and
 * {@code /_sim/models/<name>} (a name may hold slashes); {@code GET} and {@code DELETE} on {@code /_sim/scripts} for all.
 */
@ApplicationScoped
class ScriptRoute {

    private static final String MODELS = "/_sim/models/";
    private static final String PROVIDERS = "/_sim/providers/";
    private static final int LARGEST_SCRIPT = 1 << 20;

    private final ObjectMapper json = JsonMapper.builder().build();
    private final Scripts scripts;

    ScriptRoute(Scripts scripts) {
        this.scripts = scripts;
    }

    @Produces
    @Singleton
    static Scripts scripts(SimulatorConfig config) {
        return new Scripts(config.seed());
    }

    void routes(@Observes Router router) {
        router.put("/_sim/default").handler(call -> set(call, Scripts.Scope.DEFAULT, ""));
        router.delete("/_sim/default").handler(call -> remove(call, Scripts.Scope.DEFAULT, ""));
        router.put(PROVIDERS + "*").handler(call -> set(call, Scripts.Scope.PROVIDER, rest(call, PROVIDERS)));
        router.delete(PROVIDERS + "*").handler(call -> remove(call, Scripts.Scope.PROVIDER, rest(call, PROVIDERS)));
        router.put(MODELS + "*").handler(call -> set(call, Scripts.Scope.MODEL, rest(call, MODELS)));
        router.delete(MODELS + "*").handler(call -> remove(call, Scripts.Scope.MODEL, rest(call, MODELS)));
        router.get("/_sim/scripts").handler(this::show);
        router.delete("/_sim/scripts").handler(call -> {
            scripts.clear();
            call.response().setStatusCode(204).end();
        });
    }

    private static String rest(RoutingContext call, String prefix) {
        return URLDecoder.decode(call.request().path().substring(prefix.length()), StandardCharsets.UTF_8);
    }

    private void set(RoutingContext call, Scripts.Scope scope, String name) {
        Buffer body = Buffer.buffer();
        call.request()
                .handler(more -> {
                    if (body.length() <= LARGEST_SCRIPT) {
                        body.appendBuffer(more);
                    }
                })
                .endHandler(end -> {
                    try {
                        scripts.put(scope, name, json.readValue(body.getBytes(), Script.class));
                        call.response().setStatusCode(204).end();
                    } catch (IOException | IllegalArgumentException wrong) {
                        call.response().setStatusCode(400).end("not a script: " + wrong.getMessage());
                    }
                });
    }

    private void remove(RoutingContext call, Scripts.Scope scope, String name) {
        scripts.remove(scope, name);
        call.response().setStatusCode(204).end();
    }

    private void show(RoutingContext call) {
        try {
            call.response().putHeader("Content-Type", "application/json").end(json.writeValueAsString(scripts.all()));
        } catch (JsonProcessingException impossible) {
            call.fail(impossible);
        }
    }
}
