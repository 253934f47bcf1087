package io.tollgate.simulation.redis;

import io.tollgate.simulation.world.World;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One Redis without persistence: a restart is an empty store, without scripts. Commands take effect one after the other. */
public final class RedisServer {

    /** Is told of every script that ran. */
    public interface Observer {
        void ran(String script, List<String> keys, List<String> arguments, List<Object> answer);
    }

    /** Script sources as they are loaded, or a broken variant of them. */
    public interface Scripts {

        /** The name of a script, from its text. */
        String nameOf(String source);

        /** What is run in its place. */
        String variantOf(String name, String source);
    }

    /** What the script that appends a reply's last frame is called. */
    private static final String LAST_FRAME = "LAST_FRAME";

    /** Names that a process draws at its start or for a rebuild: of no consequence, and different in every run. */
    private static final Pattern RANDOM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(/\\d+)?");

    private static final String APPEND = "REPLY_APPEND";
    private static final int LAST_FRAME_FLAG = 3;

    private final World world;
    private final String role;
    private final Scripts scripts;
    private final Keyspace keyspace;
    private final Map<String, String> loaded = new HashMap<>();
    private final Map<String, List<Consumer<String>>> subscribers = new HashMap<>();
    private final List<Observer> observers = new ArrayList<>();
    private int run = 1;
    private long downUntil;
    private long latestSent;
    private long lostAt;
    private long commands;
    private long faultAtCommand = Long.MAX_VALUE;
    private String lastCommand = "";
    private @Nullable Runnable fault;

    public RedisServer(World world, String role, Scripts scripts) {
        this.world = world;
        this.role = role;
        this.scripts = scripts;
        this.keyspace = new Keyspace(this::clockMicros);
    }

    private long clockMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, world.instant());
    }

    public void observe(Observer observer) {
        observers.add(observer);
    }

    /** Messages of a channel. */
    public void subscribe(String channel, Consumer<String> subscriber) {
        subscribers.computeIfAbsent(channel, any -> new ArrayList<>()).add(subscriber);
    }

    /** Lets something happen after so many more commands. */
    public void atCommand(long command, Runnable happens) {
        faultAtCommand = commands + command;
        fault = happens;
    }

    /** Empties the store, scripts stay. */
    public void flush() {
        world.note(() -> role + " Redis is FLUSHED");
        world.sightings().saw("flush of " + role + " Redis");
        lostAt = world.now();
        keyspace.clear();
    }

    /** Kills the store; it comes back empty. */
    public void restart(long downMicros) {
        world.note(() -> role + " Redis RESTARTS");
        world.sightings().saw("restart of " + role + " Redis");
        lostAt = world.now();
        keyspace.clear();
        loaded.clear();
        run++;
        downUntil = world.now() + downMicros;
    }

    /** Microsecond at which it was emptied last; 0 if never. */
    public long lostAt() {
        return lostAt;
    }

    public boolean isDown() {
        return world.now() < downUntil;
    }

    /** Which life of the store this is; connections do not survive it. */
    int life() {
        return run;
    }

    String load(String digest, String source) {
        loaded.put(digest, source);
        return digest;
    }

    /** Runs a script, or answers null if it is not loaded. */
    @Nullable
    List<Object> evaluate(String digest, List<String> keys, List<String> arguments) {
        String source = loaded.get(digest);
        if (source == null) {
            return null;
        }
        String name = scripts.nameOf(source);
        List<Object> answer =
                LuaEngine.ofThisThread().run(scripts.variantOf(name, source), keys, arguments, this::call);
        world.note(() -> role + " " + name + shown(keys, arguments) + " -> " + shown(answer));
        observers.forEach(observer -> observer.ran(name, keys, arguments, answer));
        lastCommand = name.equals(APPEND) && arguments.get(LAST_FRAME_FLAG).equals("1") ? LAST_FRAME : name;
        executed();
        return answer;
    }

    @Nullable
    Object command(String name, List<String> arguments) {
        Object answer = call(name, arguments);
        lastCommand = name;
        executed();
        return answer;
    }

    Keyspace keyspace() {
        return keyspace;
    }

    List<Keyspace.Entry> read(String stream) {
        lastCommand = "XRANGE";
        executed();
        return keyspace.stream(stream);
    }

    /** A command takes effect that was sent then. */
    void arrived(long sent) {
        if (sent < latestSent) {
            world.sightings().saw("command overtaken by a later one");
        }
        latestSent = Math.max(latestSent, sent);
    }

    /** What was run last: the name of a script or command. */
    String lastCommand() {
        return lastCommand;
    }

    /** A hash as it is. */
    public Map<String, String> hash(String key) {
        return keyspace.hash(key);
    }

    /** The members of a sorted set. */
    public Map<String, Double> sorted(String key) {
        return keyspace.sorted(key);
    }

    /** The values of a stream, by their ids' first numbers. */
    public Map<Long, String> stream(String key) {
        Map<Long, String> values = new LinkedHashMap<>();
        keyspace.stream(key).forEach(entry -> values.put(entry.id(), entry.value()));
        return values;
    }

    public boolean exists(String key) {
        return Long.valueOf(1).equals(keyspace.run("EXISTS", List.of(key)));
    }

    private void executed() {
        commands++;
        if (commands >= faultAtCommand) {
            faultAtCommand = Long.MAX_VALUE;
            Runnable happens = fault;
            if (happens != null) {
                happens.run();
            }
        }
    }

    private @Nullable Object call(String command, List<String> arguments) {
        if (!command.equals("PUBLISH")) {
            return keyspace.run(command, arguments);
        }
        List<Consumer<String>> told = subscribers.getOrDefault(arguments.get(0), List.of());
        told.forEach(each -> each.accept(arguments.get(1)));
        return (long) told.size();
    }

    private static String shown(List<String> keys, List<String> arguments) {
        return " " + keys.getLast() + " "
                + arguments.stream().map(RedisServer::cut).toList();
    }

    private static String shown(List<Object> answer) {
        return answer.stream()
                .map(String::valueOf)
                .map(RedisServer::cut)
                .toList()
                .toString();
    }

    private static String cut(String text) {
        String shown = RANDOM.matcher(text).replaceAll("random");
        return shown.length() <= 60 ? shown : shown.substring(0, 57) + "...";
    }
}
