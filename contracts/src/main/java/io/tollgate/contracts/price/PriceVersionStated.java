package io.tollgate.contracts.price;

/** A price version exists. Its key is the version's id, so that compaction never removes one. */
public record PriceVersionStated(PriceVersion version) implements PriceEvent {

    @Override
    public String recordKey() {
        return version.id();
    }

    @Override
    public String eventId() {
        return version.id();
    }
}
