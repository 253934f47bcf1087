package io.tollgate.ingress.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.catalogue.document.SupportedParameters;
import io.tollgate.dialects.Dialects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The catalogue may not know the dialects, and the router knows only the catalogue: here both can be seen. */
class InexpressibleParametersTest {

    @Test
    void shouldBeTheSameForIngressAndRouter() {
        for (String dialect : Dialects.names()) {
            Set<String> router = SupportedParameters.inexpressible().getOrDefault(dialect, Set.of());
            assertThat(router).as(dialect).containsExactlyInAnyOrderElementsOf(Dialects.unsupportedParameters(dialect));
        }
    }
}
