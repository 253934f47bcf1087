package io.tollgate.simulator.call;

import io.tollgate.simulator.answer.Tokens;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Takes a JSON body in as it comes and keeps little of it: of each text longer than 64 KiB only the beginning, a count of what was
 * dropped and its checksum. So a body with large images needs no memory for them. Not thread-safe.
 */
final class BodyReader {

    private static final int LONGEST_TEXT = 64 << 10;

    private final long most;
    private final long mostKept;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(4096);
    private final CRC32 checksum = new CRC32();
    private long taken;
    private boolean inText;
    private int openEscape;
    private boolean afterBackslash;
    private int textLength;
    private long dropped;

    /**
     * @param most largest body in bytes
     * @param mostKept most bytes to keep of it
     */
    BodyReader(long most, long mostKept) {
        this.most = most;
        this.mostKept = mostKept;
    }

    void add(byte[] bytes) {
        taken += bytes.length;
        if (tooLarge()) {
            return;
        }
        for (byte one : bytes) {
            add(one);
        }
    }

    private void add(byte one) {
        if (!inText) {
            kept.write(one);
            if (one == '"') {
                inText = true;
                textLength = 0;
            }
            return;
        }
        int open = openEscape;
        if (one == '"' && open == 0) {
            endText();
            return;
        }
        followEscape(one);
        textLength++;
        // A text is cut only where neither an escape nor a character of several bytes is open.
        boolean boundary = open == 0 && (one & 0xC0) != 0x80;
        if (dropped > 0 || (textLength > LONGEST_TEXT && boundary)) {
            dropped++;
            checksum.update(one);
        } else {
            kept.write(one);
        }
    }

    private void followEscape(byte one) {
        if (openEscape == 0) {
            openEscape = one == '\\' ? 1 : 0;
            afterBackslash = openEscape == 1;
        } else if (afterBackslash) {
            openEscape = one == 'u' ? 4 : 0;
            afterBackslash = false;
        } else {
            openEscape--;
        }
    }

    private void endText() {
        if (dropped > 0) {
            byte[] mark = Tokens.shortened(dropped, (int) checksum.getValue()).getBytes(StandardCharsets.US_ASCII);
            kept.write(mark, 0, mark.length);
            dropped = 0;
            checksum.reset();
        }
        kept.write('"');
        inText = false;
    }

    boolean tooLarge() {
        return taken > most || kept.size() > mostKept;
    }

    byte[] kept() {
        return kept.toByteArray();
    }
}
