package io.tollgate.simulation.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a process to a Redis: commands take effect in the order in which they were sent, also after their sender died or gave
 * up; answers come back, late, or not at all. A command that is not answered in time fails, and is never sent again.
 */
final class Wire {

    private static final long TIMEOUT = 2 * World.SECOND;
    private static final long AT_ONCE = 50;
    private static final Map<String, String> DIGESTS = new ConcurrentHashMap<>();

    private final World world;
    private final Node node;
    private final int incarnation;
    private final Supplier<Network> network;
    private final RedisServer server;
    private long lastEffect;
    private long lastAnswer;

    Wire(World world, Node node, Supplier<Network> network, RedisServer server) {
        this.world = world;
        this.node = node;
        this.incarnation = node.incarnation();
        this.network = network;
        this.server = server;
    }

    /** A future as Lettuce hands them out. */
    static final class Answer extends CompletableFuture<Object> implements RedisFuture<Object> {

        @Override
        public @Nullable String getError() {
            return null;
        }

        @Override
        public boolean await(long timeout, TimeUnit unit) {
            return isDone();
        }
    }

    Answer send(String method, Object[] arguments) {
        if (method.equals("scriptLoad") && !server.isDown()) {
            // takes no time: two hundred steps at each start would show nothing
            Answer loaded = new Answer();
            loaded.complete(server.load(digest((String) arguments[0]), (String) arguments[0]));
            return loaded;
        }
        Supplier<@Nullable Object> effect = effect(method, arguments);
        Answer answer = new Answer();
        if (server.isDown()) {
            fail(answer, AT_ONCE, new RedisConnectionException("not connected, command refused"));
            return answer;
        }
        long sent = world.now();
        int life = server.life();
        long at = Math.max(lastEffect, sent + network.get().delay(world.dice()));
        lastEffect = at;
        if (at - sent >= TIMEOUT) {
            fail(answer, TIMEOUT, new RedisCommandTimeoutException("no answer in time"));
        }
        world.outside(at - sent, () -> takeEffect(answer, effect, sent, life));
        return answer;
    }

    private void takeEffect(Answer answer, Supplier<@Nullable Object> effect, long sent, int life) {
        if (server.isDown() || server.life() != life) {
            fail(answer, AT_ONCE, new RedisConnectionException("connection reset"));
            return;
        }
        server.arrived(sent);
        Object result;
        String what;
        try {
            result = effect.get();
            what = server.lastCommand();
        } catch (RedisCommandExecutionException refused) {
            fail(answer, AT_ONCE, refused);
            return;
        }
        if (world.dice().permille(network.get().lostReplyPermille())) {
            world.sightings().saw("lost reply");
            world.note(() -> "  ... the answer to " + node + " is lost");
            fail(answer, AT_ONCE, new RedisConnectionException("connection lost"));
            return;
        }
        long back = Math.max(lastAnswer, world.now() + network.get().delay(world.dice()));
        lastAnswer = back;
        if (back - sent >= TIMEOUT) {
            world.sightings().saw("late reply");
            fail(answer, Math.max(0, sent + TIMEOUT - world.now()), new RedisCommandTimeoutException("late"));
        } else {
            world.after(node, incarnation, back - world.now(), what, () -> answer.complete(result));
        }
    }

    private void fail(Answer answer, long in, RuntimeException failure) {
        world.after(node, incarnation, in, () -> answer.completeExceptionally(failure));
    }

    private Supplier<@Nullable Object> effect(String method, Object[] a) {
        return switch (method) {
            case "evalsha" -> () -> evaluate((String) a[0], (String[]) a[2], (byte[][]) a[3]);
            case "exists" -> () -> server.command("EXISTS", texts((Object[]) a[0]));
            case "hgetall" -> () -> hgetall((String) a[0]);
            case "hget" -> () -> bytes((String) server.command("HGET", List.of((String) a[0], (String) a[1])));
            case "scan" -> () -> scan((ScanArgs) a[1]);
            case "del" -> () -> server.command("DEL", texts((Object[]) a[0]));
            case "xrange" -> () -> frames((String) a[0], (Range<?>) a[1], (Limit) a[2]);
            default -> throw new UnsupportedOperationException("the simulated driver does not know " + method);
        };
    }

    private List<?> evaluate(String digest, String[] keys, byte[][] values) {
        List<Object> answer = server.evaluate(
                digest, List.of(keys), Arrays.stream(values).map(Wire::text).toList());
        if (answer == null) {
            throw new RedisNoScriptException("NOSCRIPT No matching script. Please use EVAL.");
        }
        return answer.stream()
                .map(each -> each instanceof String text ? bytes(text) : each)
                .toList();
    }

    private Map<String, byte[]> hgetall(String key) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        server.hash(key).forEach((field, value) -> found.put(field, value.getBytes(StandardCharsets.ISO_8859_1)));
        return found;
    }

    private KeyScanCursor<String> scan(ScanArgs arguments) {
        String pattern = pattern(arguments);
        KeyScanCursor<String> page = new KeyScanCursor<>();
        server.keyspace().keys().stream().filter(key -> key.matches(pattern)).forEach(page.getKeys()::add);
        page.setCursor("0");
        page.setFinished(true);
        return page;
    }

    /** The glob of a scan, as a regular expression; only {@code *} means anything. */
    private static String pattern(ScanArgs arguments) {
        CommandArgs<String, String> built = new CommandArgs<>(StringCodec.UTF8);
        arguments.build(built);
        ByteBuf wire = Unpooled.buffer();
        built.encode(wire);
        List<String> parts = wire.toString(StandardCharsets.UTF_8).lines().toList();
        String glob = parts.get(parts.indexOf("MATCH") + 2);
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            expression.append(c == '*' ? ".*" : "\\Q" + c + "\\E");
        }
        return expression.toString();
    }

    private List<StreamMessage<String, byte[]>> frames(String key, Range<?> range, Limit limit) {
        String lower = String.valueOf(range.getLower().getValue());
        long from = Long.parseLong(lower.substring(0, lower.indexOf('-')));
        List<StreamMessage<String, byte[]>> found = new ArrayList<>();
        for (Keyspace.Entry entry : server.read(key)) {
            if (entry.id() >= from && found.size() < limit.getCount()) {
                byte[] value = entry.value().getBytes(StandardCharsets.ISO_8859_1);
                found.add(new StreamMessage<>(key, entry.id() + "-0", Map.of(entry.field(), value)));
            }
        }
        return found;
    }

    private static List<String> texts(Object[] arguments) {
        return Arrays.stream(arguments).map(String::valueOf).toList();
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.ISO_8859_1);
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String digest(String source) {
        return DIGESTS.computeIfAbsent(source, Wire::sha1);
    }

    private static String sha1(String source) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
