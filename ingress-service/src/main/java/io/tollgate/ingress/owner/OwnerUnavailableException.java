package io.tollgate.ingress.owner;

/** An owner cannot be reached, takes too long, or answers too much. */
public final class OwnerUnavailableException extends RuntimeException {

    OwnerUnavailableException(Owner owner, Throwable cause) {
        super(owner.serviceName() + " service is unavailable", cause);
    }
}
