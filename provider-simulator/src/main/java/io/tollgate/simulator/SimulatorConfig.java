package io.tollgate.simulator;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Settings of the simulator; what is scripted at run time wins over pace and length. */
@ConfigMapping(prefix = "tollgate.simulator")
public interface SimulatorConfig {

    /** Varies every answer, token count of answers and drawn fault; the same seed gives the same ones. */
    @WithDefault("42")
    long seed();

    /** The append-only record, one JSON object a line; its folder is created. */
    @WithDefault(".tollgate/run/simulator-calls.jsonl")
    Path recordFile();

    /** Most lines waiting to reach the disk; beyond it a call's line is lost, and the summary says so. */
    @WithDefault("65536")
    int recordBacklog();

    /** Pause before the first token. */
    @WithDefault("200ms")
    Duration timeToFirstToken();

    /** Tokens a second of one answer; 0 is as fast as the connection takes them. */
    @WithDefault("50")
    int tokensPerSecond();

    /** Fewest tokens of an answer whose length is not scripted. */
    @WithDefault("24")
    int shortestAnswerTokens();

    /** Most tokens of an answer whose length is not scripted. */
    @WithDefault("160")
    int longestAnswerTokens();

    /** Most tokens of any answer, scripted or asked for. */
    @WithDefault("32768")
    int maxAnswerTokens();

    /** Largest request body. */
    @WithDefault("40M")
    MemorySize maxBody();

    /** Most bytes of a body kept in memory once long texts in it (images) are shortened. */
    @WithDefault("8M")
    MemorySize maxKeptBody();

    /** Most calls at once; the next one is answered 429. */
    @WithDefault("4096")
    int maxCalls();

    /** Providers of the OpenAI dialect that refuse unknown top-level fields; the others ignore them. */
    @WithDefault("openai,azure,groq,mistral,cerebras")
    Set<String> strictProviders();
}
