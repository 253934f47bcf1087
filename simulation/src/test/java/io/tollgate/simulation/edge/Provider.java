package io.tollgate.simulation.edge;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.dialects.provider.ProviderFailure;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.simulation.world.Dice;
import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import io.tollgate.workers.call.CallEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All providers: each call answers, fails before or in the middle, says nothing, or hangs. They keep a record of what they served, the
 * oracle of the checks. Every piece of text names the call it comes from, so that a spliced answer is seen.
 */
public final class Provider {

    /** The step in which a piece of an answer arrives. */
    public static final String TELLS = "provider tells";

    /** The step in which an answer ends. */
    public static final String ENDS = "provider ends";

    private static final long IDLE_TIMEOUT = 60 * World.SECOND;
    private static final int MOST_PIECES = 6;
    private static final int MOST_PIECE_LENGTH = 90;
    private static final int ASCII_PER_TOKEN = 4;

    /** What a call tells, in the process that made it. */
    public interface Listener {
        void events(List<ReplyEvent> events);

        void ended(CallEnd end);
    }

    /** A call under way. */
    public interface Call {
        void pause();

        void resume();

        void close();
    }

    /** What a provider did in one call. */
    public static final class Served {

        private final String label;
        private @Nullable Usage usage;

        private Served(String label) {
            this.label = label;
        }

        /** What every piece of its text begins with. */
        public String label() {
            return label;
        }

        /** What it reported; absent if it never came to that. */
        public @Nullable Usage usage() {
            return usage;
        }
    }

    private final World world;
    private final int troublePermille;
    private final Map<UUID, List<Served>> served = new LinkedHashMap<>();

    /**
     * Providers of a mood.
     *
     * @param troublePermille chance that a call does not answer well
     */
    public Provider(World world, int troublePermille) {
        this.world = world;
        this.troublePermille = troublePermille;
    }

    /** The calls of each attempt. */
    public Map<UUID, List<Served>> served() {
        return served;
    }

    /** Whether a worker's pool has no slot for one more call. */
    public boolean isFull() {
        return world.dice().permille(troublePermille / 8);
    }

    /** Makes a call. */
    public Call call(Node node, RouteAssigned route, long outputLimit, Listener listener) {
        UUID attempt = Ids.attemptId(route.requestId(), route.attempt());
        List<Served> calls = served.computeIfAbsent(attempt, any -> new ArrayList<>());
        Served call = new Served("<" + route.attempt() + "." + (calls.size() + 1) + ">");
        calls.add(call);
        world.sightings().saw("provider call");
        world.note(() -> node + " calls " + route.stop().provider() + " for " + route.requestId() + " " + call.label());
        Conversation conversation = new Conversation(node, route, call, listener, plan(route, call, outputLimit));
        conversation.next();
        return conversation;
    }

    /** What happens one after the other: pieces, then an end. */
    private record Plan(List<List<ReplyEvent>> pieces, CallEnd end, boolean hangs) {}

    private Plan plan(RouteAssigned route, Served call, long outputLimit) {
        Dice dice = world.dice();
        if (dice.permille(troublePermille)) {
            int kind = dice.between(1, 10);
            if (kind <= 4) {
                return new Plan(List.of(), failed(dice.oneOf(List.of(429, 500, 503, 504, 400))), false);
            }
            if (kind == 5) {
                return new Plan(List.of(), new CallEnd.Complete(), false);
            }
            List<List<ReplyEvent>> pieces = new ArrayList<>(answer(route, call, outputLimit));
            List<List<ReplyEvent>> cut = pieces.subList(0, dice.between(0, pieces.size() - 1));
            return new Plan(List.copyOf(cut), failed(502), kind > 8);
        }
        return new Plan(answer(route, call, outputLimit), new CallEnd.Complete(), false);
    }

    private List<List<ReplyEvent>> answer(RouteAssigned route, Served call, long outputLimit) {
        Dice dice = world.dice();
        List<List<ReplyEvent>> pieces = new ArrayList<>();
        pieces.add(List.of(new ReplyEvent.Began("up-" + call.label(), null, null)));
        long length = 0;
        long most = outputLimit > Integer.MAX_VALUE ? Long.MAX_VALUE : outputLimit * ASCII_PER_TOKEN;
        int count = dice.between(1, MOST_PIECES);
        for (int i = 0; i < count; i++) {
            String text = call.label() + "x".repeat(dice.between(1, MOST_PIECE_LENGTH));
            if (length + text.length() > most && i > 0) {
                break;
            }
            length += text.length();
            pieces.add(List.of(new ReplyEvent.Text(0, text)));
        }
        long tokens = Math.ceilDiv(length, ASCII_PER_TOKEN) + (dice.permille(100) ? dice.between(0L, 40L) : 0);
        Usage usage = Usage.tokens(route.features().promptTokensEstimate(), tokens, UsageSource.REPORTED);
        pieces.add(List.of(new ReplyEvent.Finished(0, "stop", "stop"), new ReplyEvent.UsageReported(usage)));
        call.usage = usage;
        if (!route.stream()) {
            return List.of(pieces.stream().flatMap(List::stream).toList());
        }
        return pieces;
    }

    private static CallEnd failed(int status) {
        boolean callerFault = status == 400;
        return new CallEnd.Failed(
                new ProviderFailure(status, "provider_unavailable", "trouble", null, callerFault), status, null);
    }

    private final class Conversation implements Call {

        private final Node node;
        private final int incarnation;
        private final Served call;
        private final Listener listener;
        private final Plan plan;
        private final long gap;
        private int told;
        private boolean paused;
        private boolean waiting;
        private boolean over;

        private Conversation(Node node, RouteAssigned route, Served call, Listener listener, Plan plan) {
            this.node = node;
            this.incarnation = node.incarnation();
            this.call = call;
            this.listener = listener;
            this.plan = plan;
            this.gap = route.stream() ? World.SECOND / 2 : 3 * World.SECOND;
        }

        private void next() {
            if (over || paused || waiting) {
                return;
            }
            waiting = true;
            boolean hangs = told == plan.pieces().size() && plan.hangs();
            long wait = hangs ? IDLE_TIMEOUT : world.dice().skewed(gap);
            world.after(node, incarnation, wait, told < plan.pieces().size() ? TELLS : ENDS, this::tell);
        }

        private void tell() {
            waiting = false;
            if (over || paused) {
                return;
            }
            if (told < plan.pieces().size()) {
                told++;
                listener.events(plan.pieces().get(told - 1));
                next();
            } else {
                end(plan.end());
            }
        }

        private void end(CallEnd end) {
            over = true;
            if (!(end instanceof CallEnd.Complete)) {
                call.usage = null;
            }
            listener.ended(end);
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            if (paused) {
                paused = false;
                next();
            }
        }

        @Override
        public void close() {
            if (!over) {
                end(new CallEnd.Closed());
            }
        }
    }
}
