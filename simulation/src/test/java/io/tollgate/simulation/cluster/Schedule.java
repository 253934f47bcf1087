package io.tollgate.simulation.cluster;

import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.HoldTerms;
import io.tollgate.contracts.request.PromptFeatures;
import io.tollgate.pricing.HoldBounds;
import io.tollgate.simulation.edge.Caller.Wish;
import io.tollgate.simulation.kafka.Bus;
import io.tollgate.simulation.redis.Network;
import io.tollgate.simulation.world.Dice;
import io.tollgate.simulation.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a seed makes of a world: who asks for what, how bad the networks are, and how often which fault strikes. Each kind of fault is on in
 * some schedules only, so that rare ones are also seen alone.
 *
 * @param faultsUntil microseconds after which nothing bad happens any more
 * @param credit what each account has
 * @param startsEmpty whether the ledger finds Redis empty at the beginning
 * @param wishes what is asked, and when
 */
record Schedule(
        long faultsUntil,
        List<Stop> stops,
        Map<String, NanoUsd> credit,
        Map<Wish, Long> wishes,
        Network redis,
        Bus kafka,
        int databasePermille,
        int troublePermille,
        int unroutablePermille,
        int crashes,
        List<CrashStep> crashSteps,
        int pauses,
        boolean skewed,
        int creditLosses,
        int framesLosses,
        int rebalances,
        int ledgers,
        boolean startsEmpty) {

    static final int FEE_BASIS_POINTS = 500;

    private static final Instant PRICED = Instant.parse("2026-01-01T00:00:00Z");
    private static final int TOKENS = 1_000_000;

    /** @param crash a step at which a process dies in any case; absent for none in particular */
    static Schedule of(Dice dice, @Nullable CrashStep crash) {
        List<Stop> stops = stops(dice);
        Map<Wish, Long> wishes = wishes(dice, stops);
        return new Schedule(
                dice.between(10, 40) * World.SECOND,
                stops,
                credit(dice, wishes),
                wishes,
                dice.permille(400)
                        ? new Network(dice.between(0, 60), 8 * World.SECOND, dice.between(0, 60))
                        : Network.SOUND,
                dice.permille(400)
                        ? new Bus(dice.between(0, 120), 12 * World.SECOND, dice.between(0, 60), dice.between(0, 60))
                        : Bus.SOUND,
                dice.permille(250) ? dice.between(1, 120) : 0,
                dice.permille(500) ? dice.between(50, 600) : 0,
                dice.permille(200) ? dice.between(50, 500) : 0,
                dice.permille(300) ? dice.between(1, 3) : 0,
                crashSteps(dice, crash),
                dice.permille(300) ? dice.between(1, 2) : 0,
                dice.permille(150),
                dice.permille(250) ? dice.between(1, 2) : 0,
                dice.permille(200) ? dice.between(1, 2) : 0,
                dice.permille(300) ? dice.between(1, 4) : 0,
                dice.between(1, 2),
                dice.permille(30));
    }

    private static List<CrashStep> crashSteps(Dice dice, @Nullable CrashStep wanted) {
        List<CrashStep> steps = new ArrayList<>();
        if (wanted != null) {
            steps.add(wanted);
        }
        int count = dice.permille(500) ? dice.between(1, 3) : 0;
        for (int i = 0; i < count; i++) {
            steps.add(dice.oneOf(CrashStep.ALL));
        }
        return steps;
    }

    private static List<Stop> stops(Dice dice) {
        List<Stop> stops = new ArrayList<>();
        int count = dice.between(1, 3);
        for (int i = 0; i < count; i++) {
            String provider = i % 2 == 0 ? "alpha" : "beta";
            String endpoint = "acme/model@" + provider + "/" + i;
            long input = dice.between(10_000_001L, 3_000_000_007L);
            List<MeterPrice> prices = List.of(
                    new MeterPrice(Meter.PROMPT, NanoUsd.of(input), TOKENS, null),
                    new MeterPrice(Meter.COMPLETION, NanoUsd.of(input * 4 + 1), TOKENS, null),
                    new MeterPrice(Meter.REQUEST, NanoUsd.of(dice.between(0L, 999L)), 1, null));
            stops.add(new Stop(
                    endpoint,
                    "acme/model",
                    provider,
                    provider,
                    "model",
                    "openai-chat",
                    "http://127.0.0.1",
                    new PriceVersion(PriceVersion.idOf(endpoint, PRICED), endpoint, PRICED, prices),
                    dice.permille(500) ? Long.valueOf(dice.between(20L, 400L)) : null,
                    dice.permille(700),
                    true,
                    Stop.SIMULATOR,
                    null,
                    null));
        }
        return stops;
    }

    private static Map<Wish, Long> wishes(Dice dice, List<Stop> stops) {
        Map<Wish, Long> wishes = new LinkedHashMap<>();
        int count = dice.permille(600) ? 1 : dice.between(2, 3);
        boolean crowd = dice.permille(300);
        for (int i = 0; i < count; i++) {
            wishes.put(wish(dice, stops, "acc-" + dice.between(1, 2)), crowd ? i * World.MILLI : at(dice));
        }
        return wishes;
    }

    private static long at(Dice dice) {
        return dice.permille(150) ? dice.between(0L, 8 * World.SECOND) : dice.skewed(World.SECOND);
    }

    private static Wish wish(Dice dice, List<Stop> stops, String account) {
        long estimate = dice.between(3L, 60L);
        PromptFeatures features = new PromptFeatures(
                estimate,
                estimate + dice.between(0L, 40L),
                0,
                Set.of("text"),
                Set.of("text"),
                Set.of(),
                dice.permille(500) ? Long.valueOf(dice.between(5L, 200L)) : null,
                1);
        long slice = HoldBounds.firstSlice(features, dice.between(8L, 90L));
        NanoUsd amount =
                HoldBounds.dearest(stops.stream().map(Stop::prices).toList(), features, slice, FEE_BASIS_POINTS);
        UUID id = new UUID(
                (dice.any() & 0xFFFFFFFFFFFF0FFFL) | 0x7000L, (dice.any() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
        return new Wish(
                "gen-" + id,
                account,
                "key-" + account,
                features,
                dice.permille(800),
                new HoldTerms(amount, features.promptTokensBound(), slice, dice.permille(300) ? "total" : ""),
                (dice.permille(150) ? dice.between(1L, 6L) : dice.between(25L, 60L)) * World.SECOND,
                dice.permille(150) ? Long.valueOf(dice.skewed(8 * World.SECOND)) : null);
    }

    private static Map<String, NanoUsd> credit(Dice dice, Map<Wish, Long> wishes) {
        Map<String, NanoUsd> credit = new LinkedHashMap<>();
        for (String account : List.of("acc-1", "acc-2")) {
            long dearest = wishes.keySet().stream()
                    .filter(wish -> wish.account().equals(account))
                    .mapToLong(wish -> wish.hold().amount().value())
                    .max()
                    .orElse(1_000_000);
            long tenths = dice.permille(500) ? dice.between(11L, 22L) : dice.between(22L, 200L);
            credit.put(account, NanoUsd.of(dearest * tenths / 10 + dice.between(0L, 999L)));
        }
        return credit;
    }
}
