package io.tollgate.livestate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A Lua script among this module's resources. */
enum Script {
    PLACE("place"),
    EXTEND("extend"),
    VOID("release", "void"),
    SETTLE("release", "settle"),
    REBUILD_BEGIN("rebuild-begin"),
    REBUILD_FORGET("rebuild-forget"),
    REBUILD_ACCOUNT("rebuild-account"),
    REBUILD_END("rebuild-end"),
    CLAIM("claim"),
    RENEW("renew"),
    CONCLUDE("conclude"),
    FINISH("finish"),
    EXPIRED("expired"),
    CANCEL("cancel"),
    CONFIRM("confirm"),
    UNCLOSED("unclosed"),
    REPLY_OPEN("even-if-full", "reply-open"),
    REPLY_APPEND("even-if-full", "reply-readers", "reply-append"),
    REPLY_EXPECT("reply-readers", "reply-expect"),
    REPLY_JOIN("reply-readers", "reply-join"),
    REPLY_STAY("reply-readers", "reply-stay"),
    REPLY_LEAVE("reply-readers", "reply-leave"),
    REPLY_ALONE("reply-readers", "reply-alone"),
    REPLY_REFUSE("even-if-full", "reply-readers", "reply-refuse");

    private final String source;
    private final String digest;

    /** A script made of the given resources, one after the other. */
    Script(String... resources) {
        StringBuilder text = new StringBuilder();
        for (String resource : resources) {
            text.append(read(resource)).append('\n');
        }
        this.source = text.toString();
        this.digest = sha1(source.getBytes(StandardCharsets.UTF_8));
    }

    /** The script's text. */
    String source() {
        return source;
    }

    /** What Redis calls the script. */
    String digest() {
        return digest;
    }

    private static String read(String resource) {
        String path = resource + ".lua";
        try (InputStream in = Script.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String sha1(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
