/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The engine against the model, packet by packet, over random traffic and all settings of TCP.
 * <p>
 * {@code -Djconntrack.model.packets=N} sets the number of packets, {@code -Djconntrack.seed=S} the seed.
 */
class ModelTest {
    private static final long SEED = Long.getLong("jconntrack.seed", 20_260_000L);
    private static final int PACKETS = Integer.getInteger("jconntrack.model.packets", 2_000_000);
    private static final int PACKETS_PER_RUN = 10_000;
    private static final long START_NANOS = 1_000_000_000_000_000_000L;
    private static final List<Setting> TIMEOUTS = List.of(Setting.TCP_TIMEOUT_NONE, Setting.TCP_TIMEOUT_SYN_SENT,
        Setting.TCP_TIMEOUT_SYN_RECV, Setting.TCP_TIMEOUT_ESTABLISHED, Setting.TCP_TIMEOUT_FIN_WAIT,
        Setting.TCP_TIMEOUT_CLOSE_WAIT, Setting.TCP_TIMEOUT_LAST_ACK, Setting.TCP_TIMEOUT_TIME_WAIT,
        Setting.TCP_TIMEOUT_CLOSE, Setting.TCP_TIMEOUT_MAX_RETRANS, Setting.TCP_TIMEOUT_UNACKNOWLEDGED);

    private final Set<ModelTable.Cell> visited = new HashSet<>();

    @Test
    void shouldDoWhatTheModelDoesWhenClassic() {
        compare(Profile.CLASSIC);
        // No connection is in NONE when an answer comes, and no cell leads to LAST_ACK or LISTEN from elsewhere.
        assertUnvisited(ModelTable.CLASSIC, cell -> cell.from() == ModelState.NONE && cell.direction() == 1
            || cell.from() == ModelState.LAST_ACK || cell.from() == ModelState.LISTEN);
    }

    @Test
    void shouldDoWhatTheModelDoesWhenLinux() {
        compare(Profile.LINUX);
        // No connection is in NONE when an answer comes.
        assertUnvisited(ModelTable.LINUX, cell -> cell.from() == ModelState.NONE && cell.direction() == 1);
    }

    private void assertUnvisited(final ModelTable table, final Predicate<ModelTable.Cell> expected) {
        if (PACKETS >= 1_000_000) {
            assertEquals(table.cells().stream().filter(expected).collect(Collectors.toSet()),
                table.cells().stream().filter(cell -> !visited.contains(cell)).collect(Collectors.toSet()),
                "cells that no packet came to, seed=" + SEED);
        }
    }

    private void compare(final Profile profile) {
        final SplittableRandom random = new SplittableRandom(SEED + profile.ordinal());
        for (int run = 0; run < Math.max(1, PACKETS / 2 / PACKETS_PER_RUN); run++) {
            compare(settings(profile, run, random), random.split(), run);
        }
    }

    /** Every combination of the switches in 96 runs, with the profile's time-outs or short ones. */
    private static Settings settings(final Profile profile, final int run, final SplittableRandom random) {
        final Settings settings = new Settings(profile).set(Setting.MAX, 64).set(Setting.CHECKSUM, 0)
            .set(Setting.ACCT, 1).set(Setting.TCP_LOOSE, 1 - (run & 1)).set(Setting.TCP_BE_LIBERAL, run >> 1 & 1)
            .set(Setting.TCP_IGNORE_INVALID_RST, run >> 2 & 1)
            .set(Setting.TCP_MAX_RETRANS, (run >> 4) % 6);
        if (profile == Profile.CLASSIC) {
            settings.set(Setting.TCP_WINDOW_TRACKING, run >> 3 & 1);
        }
        if (random.nextInt(3) == 0) {
            TIMEOUTS.forEach(timeout -> settings.set(timeout, 1 + random.nextInt(1 + random.nextInt(400))));
        }
        return settings;
    }

    private void compare(final Settings settings, final SplittableRandom random, final int run) {
        final RandomTraffic traffic = new RandomTraffic(random, 1 + random.nextInt(20), START_NANOS);
        final List<RandomTraffic.Packet> packets = new ArrayList<>();
        try (Duel duel = new Duel(settings, visited::add)) {
            long deadline = 0;
            for (int i = 0; i < PACKETS_PER_RUN; i++) {
                if (i % 16 == 0) {
                    deadline = duel.someDeadline(i / 16);
                }
                packets.add(traffic.next(deadline));
                if (!duel.agreesOn(packets.getLast())) {
                    final List<RandomTraffic.Packet> few = Duel.shrink(settings, packets);
                    fail("seed=" + SEED + " profile=" + settings.profile().label() + " run=" + run + " packet=" + i
                        + " settings: " + changed(settings) + "; " + few.size() + " packets are enough:"
                        + Duel.trace(settings, few));
                }
            }
        }
    }

    private static String changed(final Settings settings) {
        return List.of(Setting.values()).stream().filter(settings::isSet)
            .map(setting -> setting.shortName() + "=" + settings.get(setting)).collect(Collectors.joining(" "));
    }
}
