/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.memory.Rows;
import io.jconntrack.memory.Vectors;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.SettingException;
import io.jconntrack.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * The options that all whole-path benchmarks have.
 */
final class Options {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    CommandLine.Model.CommandSpec spec;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "1000000",
        description = "Live ones. Default: ${DEFAULT-VALUE}.")
    int connections;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "32",
        description = "Packets at a time, 1 to 64. Default: ${DEFAULT-VALUE}.")
    int batch;

    @Option(names = "--packets", paramLabel = "N", defaultValue = "8000000",
        description = "Packets of each repetition. Default: ${DEFAULT-VALUE}.")
    int packets;

    @Option(names = "--repeats", paramLabel = "N", defaultValue = "7",
        description = "Repetitions after two that do not count. Default: ${DEFAULT-VALUE}.")
    int repeats;

    @Option(names = "--ipv6", paramLabel = "PERCENT", defaultValue = "0",
        description = "Percent of the connections. Default: ${DEFAULT-VALUE}.")
    int ipv6;

    @Option(names = "--udp", paramLabel = "PERCENT", defaultValue = "0",
        description = "Percent of the connections; for steady traffic. Default: ${DEFAULT-VALUE}.")
    int udp;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "One setting; may be repeated.")
    Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--peers", paramLabel = "NAMES", split = ",",
        description = {"Peers to measure in turn with jconntrack: all, or some of",
            "hashmap: the same tracker over java.util.concurrent.ConcurrentHashMap;",
            "chronicle: over Chronicle Map, off-heap, values worked on in place;",
            "agrona: over Agrona's Long2LongHashMap, from a 64-bit hash to the entry;",
            "loads: jconntrack itself with early loads instead of prefetch instructions."})
    List<String> peers = new ArrayList<>();

    @Option(names = "--vectors", description = "Eight packets at a time by vectors of 512 bits (AVX-512).")
    boolean vectors;

    @Option(names = "--external", paramLabel = "COMMAND",
        description = "A command that measures another tracker and prints its ns per packet as the last line; may be "
            + "repeated.")
    List<String> external = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object per benchmark, as the last line.")
    boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a report with plots, in one file.")
    Path html;

    /** Refuse values out of range. */
    void validate() {
        require(connections > 0 && connections <= 100_000_000, "--connections", connections, "1 to 100000000");
        require(batch >= 1 && batch <= Tracker.CAPACITY, "--batch", batch, "1 to " + Tracker.CAPACITY);
        require(packets >= batch, "--packets", packets, "at least one batch");
        require(repeats > 0, "--repeats", repeats, "at least 1");
        require(ipv6 >= 0 && ipv6 <= 100, "--ipv6", ipv6, "0 to 100");
        require(udp >= 0 && udp <= 100, "--udp", udp, "0 to 100");
        require(!vectors || batch >= Rows.LANES, "--batch", batch, "at least " + Rows.LANES + " with --vectors");
        final String obstacle = vectors ? Vectors.obstacle() : null;
        if (obstacle != null) {
            throw usage("--vectors: " + obstacle);
        }
        peers();
        settings(connections);
    }

    /**
     * Refuse a value.
     *
     * @param holds whether it is right.
     * @param option that has it.
     * @param value of the option.
     * @param range that is right.
     */
    void require(final boolean holds, final String option, final Object value, final String range) {
        Ranges.require(spec, holds, option, value, range);
    }

    private CommandLine.ParameterException usage(final String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    /**
     * Peers to measure.
     *
     * @return none, some or all.
     */
    List<Peers> peers() {
        if (peers.size() == 1 && "all".equalsIgnoreCase(peers.getFirst())) {
            return List.of(Peers.values());
        }
        final List<Peers> chosen = new ArrayList<>();
        for (final String name : peers) {
            chosen.add(Arrays.stream(Peers.values()).filter(p -> p.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> usage("--peers " + name + " is not all, or some of "
                    + Arrays.toString(Peers.values()).toLowerCase(Locale.ROOT))));
        }
        return chosen;
    }

    /**
     * Settings of a tracker: the linux profile, and what {@code --set} changes.
     *
     * @param capacity of the table.
     * @return new settings.
     */
    Settings settings(final int capacity) {
        final Settings settings = new Settings(Profile.LINUX).set(Setting.MAX, capacity);
        try {
            set.forEach(settings::set);
        } catch (final SettingException e) {
            throw usage(e.getMessage());
        }
        return settings;
    }

    /**
     * Packets of a repetition, whole batches.
     *
     * @return a multiple of the batch size.
     */
    int wholeBatches() {
        return packets / batch * batch;
    }
}
