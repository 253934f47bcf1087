package io.tollgate.localstack.command;

import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.stack.DemoAccount;
import io.tollgate.localstack.stack.LocalStack;
import java.time.Duration;

/** What a person reads when everything is up. */
final class Welcome {

    private static final long MEGABYTE = 1L << 20;

    private Welcome() {}

    static String text(LocalStack stack, DemoAccount demo, Layout layout, Duration took, boolean detached) {
        return """

                Tollgate is ready (%.1f s, %d MB resident).

                  Base URL        %s
                  API key         %s   (demo account, %s USD of credit)
                  Management key  %s
                  Logs            %s
                  For scripts     source %s

                Try it:

                  curl -N %s/chat/completions \\
                    -H "Authorization: Bearer %s" -H "Content-Type: application/json" \\
                    -d '{"model":"%s","stream":true,"messages":[{"role":"user","content":"Say hello."}]}'

                Then: ./tollgate report --month %s, ./tollgate audit. %s
                """.formatted(
                        took.toMillis() / 1000.0,
                        stack.residentBytes() / MEGABYTE,
                        demo.baseUrl(),
                        demo.apiKey(),
                        demo.credit(),
                        demo.managementKey(),
                        layout.logs(),
                        layout.localEnvironment(),
                        demo.baseUrl(),
                        demo.apiKey(),
                        demo.model(),
                        java.time.YearMonth.now(java.time.ZoneOffset.UTC),
                        detached ? "./tollgate down stops it." : "Ctrl-C stops it.");
    }
}
