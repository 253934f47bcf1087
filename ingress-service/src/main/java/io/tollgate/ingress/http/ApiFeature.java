package io.tollgate.ingress.http;

/** A part of the public API. Each one is asked once, at start, to mount its operations. */
public interface ApiFeature {

    void mount(ApiRouter api);
}
