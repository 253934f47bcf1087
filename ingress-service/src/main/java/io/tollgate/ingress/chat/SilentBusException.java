package io.tollgate.ingress.chat;

/** Kafka acknowledges nothing at the moment. */
final class SilentBusException extends RuntimeException {

    SilentBusException() {
        super("Kafka does not acknowledge", null, false, false);
    }
}
