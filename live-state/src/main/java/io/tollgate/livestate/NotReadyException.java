package io.tollgate.livestate;

/** The credit store has no epoch: it is empty or being rebuilt, and nothing was changed. The ledger ends this state. */
public final class NotReadyException extends RuntimeException {

    public NotReadyException() {
        super("the credit store is being rebuilt");
    }
}
