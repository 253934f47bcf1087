package io.tollgate.simulation.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;
import org.luaj.vm2.lib.jse.JsePlatform;

/**
 * Runs Redis scripts on an interpreter in this process. One a thread, because making one is slow; a script is compiled once. What LuaJ does
 * otherwise than Redis's Lua 5.1 is put right here: {@code string.format} knows {@code %.0f}, {@code unpack} is global, numbers become texts
 * as Redis writes them.
 */
final class LuaEngine {

    /** Runs a command for a script. */
    interface Commands {
        @Nullable
        Object call(String command, List<String> arguments);
    }

    private static final ThreadLocal<LuaEngine> ENGINE = ThreadLocal.withInitial(LuaEngine::new);

    private final Globals globals = JsePlatform.standardGlobals();
    private final Map<String, LuaValue> compiled = new HashMap<>();
    private @Nullable Commands commands;

    private LuaEngine() {
        LuaTable redis = new LuaTable();
        redis.set("call", new Call());
        globals.set("redis", redis);
        globals.get("string").set("format", new Format());
        globals.set("unpack", globals.get("table").get("unpack"));
    }

    /** The engine of this thread. */
    static LuaEngine ofThisThread() {
        return ENGINE.get();
    }

    /** Runs a script; its answer is a list of texts and numbers, cut at the first absent one as Redis does. */
    List<Object> run(String source, List<String> keys, List<String> arguments, Commands on) {
        commands = on;
        globals.set("KEYS", table(keys));
        globals.set("ARGV", table(arguments));
        LuaValue script = compiled.computeIfAbsent(source, text -> globals.load(text, "script"));
        try {
            return answer(script.call());
        } catch (LuaError broken) {
            if (broken.getCause() instanceof RedisCommandExecutionException refused) {
                throw refused;
            }
            throw new IllegalStateException("a script fails", broken);
        }
    }

    private static List<Object> answer(LuaValue answered) {
        List<Object> answer = new ArrayList<>();
        if (!answered.istable()) {
            throw new IllegalStateException("a script answers no table but " + answered);
        }
        for (int i = 1; !answered.get(i).isnil(); i++) {
            LuaValue each = answered.get(i);
            answer.add(each.type() == LuaValue.TNUMBER ? (Object) each.tolong() : text(each));
        }
        return answer;
    }

    private static LuaTable table(List<String> texts) {
        LuaTable table = new LuaTable(texts.size(), 0);
        for (int i = 0; i < texts.size(); i++) {
            table.set(i + 1, string(texts.get(i)));
        }
        return table;
    }

    private static LuaString string(String text) {
        return LuaString.valueOf(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(LuaValue value) {
        return switch (value.type()) {
            case LuaValue.TSTRING -> {
                LuaString string = value.checkstring();
                yield new String(string.m_bytes, string.m_offset, string.m_length, StandardCharsets.ISO_8859_1);
            }
            case LuaValue.TNUMBER -> LuaNumbers.text(value.todouble());
            default -> throw new LuaError("Lua redis() command arguments must be strings or integers");
        };
    }

    private static LuaValue value(@Nullable Object answer) {
        return switch (answer) {
            case null -> LuaValue.FALSE;
            case String text -> string(text);
            case Long number -> LuaValue.valueOf((double) number);
            case List<?> list -> {
                LuaTable table = new LuaTable(list.size(), 0);
                for (int i = 0; i < list.size(); i++) {
                    table.set(i + 1, value(list.get(i)));
                }
                yield table;
            }
            default -> throw new IllegalStateException("no answer of a command: " + answer);
        };
    }

    private final class Call extends VarArgFunction {

        @Override
        public Varargs invoke(Varargs args) {
            List<String> arguments = new ArrayList<>(args.narg() - 1);
            for (int i = 2; i <= args.narg(); i++) {
                arguments.add(text(args.arg(i)));
            }
            Commands on = commands;
            if (on == null) {
                throw new LuaError("no Redis");
            }
            return value(on.call(text(args.arg1()).toUpperCase(Locale.ROOT), arguments));
        }
    }

    private static final class Format extends VarArgFunction {

        @Override
        public Varargs invoke(Varargs args) {
            String format = args.checkjstring(1);
            if (format.equals("%.0f")) {
                return string(LuaNumbers.whole(args.checkdouble(2)));
            }
            if (format.equals("(%.0f")) {
                return string("(" + LuaNumbers.whole(args.checkdouble(2)));
            }
            if (format.equals("%.0f-0")) {
                return string(LuaNumbers.whole(args.checkdouble(2)) + "-0");
            }
            throw new LuaError("string.format knows no " + format + " here");
        }
    }
}
