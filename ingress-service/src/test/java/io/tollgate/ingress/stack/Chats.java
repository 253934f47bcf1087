package io.tollgate.ingress.stack;

/** Bodies of chat requests. */
public final class Chats {

    private Chats() {}

    public static String of(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"max_tokens\":100}";
    }

    public static String streamed() {
        return of(TestCatalogue.MODEL, true);
    }

    public static String whole() {
        return of(TestCatalogue.MODEL, false);
    }
}
