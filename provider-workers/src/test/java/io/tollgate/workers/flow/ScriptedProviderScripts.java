package io.tollgate.workers.flow;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Scripts that several tests play. */
final class ScriptedProviderScripts {

    private ScriptedProviderScripts() {}

    static void shortAnswer(HttpServerRequest request) {
        HttpServerResponse response = ScriptedProvider.stream(request);
        response.write(ScriptedProvider.text("ok"));
        response.write(ScriptedProvider.finish());
        response.write(ScriptedProvider.usage(2, 1));
        response.end(ScriptedProvider.done());
    }
}
