package io.tollgate.ingress.reply;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a stream a caller has: everything up to and including one event. The id of an event is {@code <frame>-<place>}; a frame's
 * number alone stands for all its events.
 *
 * @param frame number of the frame, from 0; -1 for nothing yet
 * @param place of the event within its frame, from 0
 */
public record EventPosition(long frame, int place) {

    /** Nothing yet. */
    public static final EventPosition START = new EventPosition(-1, 0);

    private static final Pattern ID = Pattern.compile("(\\d{1,15})(?:-(\\d{1,6}))?");

    /** Reads an event's id, or a frame's number; empty if the text is neither. */
    public static Optional<EventPosition> parse(String text) {
        Matcher id = ID.matcher(text);
        if (!id.matches()) {
            return Optional.empty();
        }
        int place = id.group(2) == null ? Integer.MAX_VALUE : Integer.parseInt(id.group(2));
        return Optional.of(new EventPosition(Long.parseLong(id.group(1)), place));
    }

    /** The id of an event. */
    static String id(long frame, int place) {
        return frame + "-" + place;
    }

    /** Whether a caller at this position has an event. */
    boolean covers(long eventFrame, int eventPlace) {
        return eventFrame < frame || (eventFrame == frame && eventPlace <= place);
    }
}
