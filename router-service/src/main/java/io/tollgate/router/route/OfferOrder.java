package io.tollgate.router.route;

import io.tollgate.catalogue.EndpointOffer;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.Preferences;
import io.tollgate.contracts.request.PromptFeatures;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.pricing.Rater;
import io.tollgate.router.health.EndpointHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Puts the offers of one model in the order in which they are tried. Those the caller put in order come first, then sound ones of the
 * service tier the caller prefers; the others by the caller's sort, or else by a draw: one of the sound offers, each with the weight 1/price², and then the rest by price. An offer is sound if its
 * status is active or beta and it is not out; unsound ones come last.
 */
final class OfferOrder {

    private static final Set<String> SOUND = Set.of("active", "beta");
    /** Output tokens that prices are compared at if the caller sets no limit. */
    private static final long TYPICAL_OUTPUT = 1_000;

    private final PromptFeatures features;
    private final EndpointHealth health;
    private final Instant now;
    private final SplittableRandom random;

    /** An offer with what it is compared by. */
    private record Candidate(EndpointOffer offer, NanoUsd price, boolean sound) {

        String id() {
            return offer.endpoint().id();
        }
    }

    OfferOrder(PromptFeatures features, EndpointHealth health, Instant now, SplittableRandom random) {
        this.features = features;
        this.health = health;
        this.now = now;
        this.random = random;
    }

    List<EndpointOffer> of(List<EndpointOffer> offers, Preferences preferences) {
        List<Candidate> left = new ArrayList<>(offers.stream()
                .map(offer -> new Candidate(offer, price(offer), isSound(offer)))
                .sorted(Comparator.<Candidate, Boolean>comparing(
                                each -> !each.offer().isOfTier(preferences.serviceTier()))
                        .thenComparing(Candidate::price)
                        .thenComparing(Candidate::id))
                .toList());
        List<Candidate> ordered = new ArrayList<>();
        for (String name : preferences.order()) {
            List<Candidate> named =
                    left.stream().filter(each -> each.offer().isNamed(name)).toList();
            ordered.addAll(named);
            left.removeAll(named);
        }
        List<Candidate> ofTier = left.stream()
                .filter(each -> each.sound() && each.offer().isOfTier(preferences.serviceTier()))
                .toList();
        left.removeAll(ofTier);
        ordered.addAll(rest(ofTier, preferences.sort()));
        ordered.addAll(rest(left, preferences.sort()));
        return ordered.stream().map(Candidate::offer).toList();
    }

    private List<Candidate> rest(List<Candidate> byPrice, @Nullable String sort) {
        Comparator<Candidate> soundFirst = Comparator.comparing(candidate -> !candidate.sound());
        List<Candidate> rest = new ArrayList<>(byPrice);
        if (sort == null) {
            rest.sort(soundFirst);
            drawFirst(rest);
            return rest;
        }
        Comparator<Candidate> wanted = switch (sort) {
            case "throughput" ->
                Comparator.comparingDouble(
                        each -> -health.tokensPerSecond(each.id()).orElse(0));
            case "latency" ->
                Comparator.comparingDouble(
                        each -> health.timeToFirstTokenMillis(each.id()).orElse(Double.MAX_VALUE));
            default -> Comparator.comparing(Candidate::price);
        };
        rest.sort(soundFirst.thenComparing(wanted));
        return rest;
    }

    /** Moves one of the sound candidates, which come first, to the front. */
    private void drawFirst(List<Candidate> rest) {
        List<Candidate> sound = rest.stream().filter(Candidate::sound).toList();
        if (sound.size() > 1) {
            Candidate drawn = draw(sound);
            rest.remove(drawn);
            rest.addFirst(drawn);
        }
    }

    private Candidate draw(List<Candidate> sound) {
        List<Candidate> free =
                sound.stream().filter(each -> each.price().isZero()).toList();
        if (!free.isEmpty()) {
            return free.get(random.nextInt(free.size()));
        }
        double total = sound.stream().mapToDouble(OfferOrder::weight).sum();
        double left = random.nextDouble() * total;
        for (Candidate candidate : sound) {
            left -= weight(candidate);
            if (left < 0) {
                return candidate;
            }
        }
        return sound.getLast();
    }

    private static double weight(Candidate candidate) {
        double price = candidate.price().value();
        return 1 / (price * price);
    }

    private boolean isSound(EndpointOffer offer) {
        return SOUND.contains(offer.endpoint().status())
                && !health.isOut(offer.endpoint().id(), now);
    }

    private NanoUsd price(EndpointOffer offer) {
        Long wanted = features.maxOutputTokens();
        long output = wanted == null ? TYPICAL_OUTPUT : Math.min(wanted, TYPICAL_OUTPUT);
        Usage usage = Usage.tokens(Math.max(1, features.promptTokensEstimate()), output, UsageSource.ESTIMATED);
        return Rater.cost(usage, offer.prices());
    }
}
