package io.tollgate.bench.sevenmonths;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.App;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Who buys and what is offered. Models, providers and prices are made up; prices are of the magnitude that such models had at the time,
 * fall while months go by, and are odd enough that roundings happen.
 *
 * <p>No customer buys for more than some $7 million, because Redis counts a credit above nine million as that much.
 */
final class Market {

    private static final int CUSTOMERS = 48;
    /** Weights fall as those of a long tail do: the first customer buys a twentieth of all. */
    private static final int TAIL = 12;

    private static final int SCALE = 1_000_000;
    private static final long PER = 1_000_000;
    private static final List<Instant> CHANGES = List.of(
            Instant.parse("2024-01-01T00:00:00Z"),
            Instant.parse("2025-01-27T09:30:00Z"),
            Instant.parse("2025-08-07T17:00:00Z"));

    private final List<Customer> customers;
    private final Choice customerChoice;
    private final List<Offer> offers;
    private final Choice offerChoice;

    Market() {
        customers = IntStream.range(0, CUSTOMERS).mapToObj(Market::customer).toList();
        customerChoice = new Choice(
                IntStream.range(0, CUSTOMERS).map(i -> SCALE / (i + TAIL)).toArray());
        List<Offer> made = new ArrayList<>();
        made.add(offer("lumen/spark-large", "northgate", "3", "0.3", "15", "2.7", "0.27", "13.5"));
        made.add(offer("lumen/spark-large", "cirrus", "3.15", "0.315", "15.75"));
        made.add(offer("lumen/spark-small", "northgate", "0.8", "0.08", "4", "0.731", "0.0731", "3.7"));
        made.add(offer("orbit/atlas-4", "orbit", "2.5", "1.25", "10", "2", "0.5", "8", "1.25", "0.125", "10"));
        made.add(offer("orbit/atlas-4-mini", "orbit", "0.15", "0.075", "0.6"));
        made.add(offer("deepwell/reason-1", "deepwell", "0.55", "0.14", "2.19", "0.271", "0.0677", "1.103"));
        made.add(offer("deepwell/reason-1", "quarry", "0.613", "0.613", "2.387", "0.333", "0.333", "1.337"));
        made.add(offer("prairie/open-70b", "quarry", "0.59", "0.59", "0.79", "0.237", "0.237", "0.397"));
        made.add(offer("prairie/open-70b", "harbor", "0.629", "0.629", "0.811", "0.199", "0.199", "0.349"));
        made.add(offer("helio/vista-pro", "helio", "1.25", "0.3125", "5", "1.25", "0.31", "10"));
        offers = List.copyOf(made);
        offerChoice = new Choice(new int[] {24, 6, 9, 20, 7, 11, 4, 6, 3, 10});
    }

    private static Customer customer(int number) {
        String name = "customer-%02d".formatted(number + 1);
        return new Customer(name, "key-of-" + name, new App("https://" + name + ".example", null));
    }

    /** Three prices a version, for a million tokens: prompt, cached prompt, completion. */
    private static Offer offer(String model, String provider, String... prices) {
        String endpoint = Offer.endpoint(model, provider);
        List<PriceVersion> versions = new ArrayList<>();
        for (int i = 0; i * 3 < prices.length; i++) {
            Instant from = CHANGES.get(i);
            versions.add(new PriceVersion(
                    PriceVersion.idOf(endpoint, from),
                    endpoint,
                    from,
                    List.of(
                            price(Meter.PROMPT, prices[i * 3]),
                            price(Meter.CACHED_PROMPT, prices[i * 3 + 1]),
                            price(Meter.COMPLETION, prices[i * 3 + 2]))));
        }
        return new Offer(model, provider, versions);
    }

    private static MeterPrice price(Meter meter, String usd) {
        return new MeterPrice(meter, NanoUsd.parse(usd), PER, null);
    }

    List<Customer> customers() {
        return customers;
    }

    List<Offer> offers() {
        return offers;
    }

    Customer customer(SplittableRandom random) {
        return customers.get(customerChoice.next(random));
    }

    Offer offer(SplittableRandom random) {
        return offers.get(offerChoice.next(random));
    }

    /** Draws numbers by weight. */
    private static final class Choice {

        private final int[] upTo;

        Choice(int[] weights) {
            upTo = weights.clone();
            for (int i = 1; i < upTo.length; i++) {
                upTo[i] += upTo[i - 1];
            }
        }

        int next(SplittableRandom random) {
            int drawn = random.nextInt(upTo[upTo.length - 1]);
            int number = 0;
            while (drawn >= upTo[number]) {
                number++;
            }
            return number;
        }
    }
}
