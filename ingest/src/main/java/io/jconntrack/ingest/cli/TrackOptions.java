/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Affinity;
import io.jconntrack.entry.Column;
import io.jconntrack.event.EventRingDescriptor;
import io.jconntrack.ingest.agent.Idle;
import io.jconntrack.ingest.agent.TrackerOptions;
import io.jconntrack.memory.Vectors;
import io.jconntrack.net.Prefix;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Pages;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * How a tracker is run.
 */
final class TrackOptions {
    private static final int MAX_WORKERS = 64;
    private static final int LEAST_RING = 1 << 16;
    private static final int MOST_RING = 1 << 30;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private SettingsOptions settings;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "1",
        description = "Threads that track, each with a packet ring of its own: as many as the helper has queues. "
            + "Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--ring-size", paramLabel = "BYTES", defaultValue = "" + TrackerOptions.RING_CAPACITY,
        description = "Bytes of a packet ring, a power of two. Default: ${DEFAULT-VALUE}.")
    private int ringSize;

    @Option(names = "--event-ring", paramLabel = "N", defaultValue = "" + TrackerOptions.EVENTS,
        description = "Events that an event ring holds, a power of two. Default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(names = "--idle", paramLabel = "HOW", defaultValue = "spin",
        description = "What a worker does without work: spin (the shortest latency, a busy core), yield, or backoff "
            + "(for laptops). Default: ${DEFAULT-VALUE}.")
    private Idle idle;

    @Option(names = "--cpu", paramLabel = "CORE", split = ",",
        description = "Cores on which the workers run, in their order. Default: any.")
    private List<Integer> cores = new ArrayList<>();

    @Option(names = "--group-readable", description = "Let the group of the tracker's user read its files.")
    private boolean groupReadable;

    @Option(names = "--columns", paramLabel = "NAME", split = ",",
        description = "Keep more about connections: mark, labels. Accounting and time stamps are settings: "
            + "--set acct=1, --set timestamp=1.")
    private List<Column> columns = new ArrayList<>();

    @Option(names = "--pages", paramLabel = "PAGES", defaultValue = "transparent_huge",
        description = "Pages of the table: transparent_huge, or small. Default: ${DEFAULT-VALUE}.")
    private Pages pages;

    @Option(names = {"-w", "--zone"}, paramLabel = "vlan", description = "Each VLAN is a zone of its own.")
    private String zone;

    @Option(names = "--reserve", paramLabel = "N:PREFIX[,PREFIX...]",
        description = "Keep N places of the table for connections from these sources. They are not dropped early.")
    private String reserve;

    @Option(names = "--vectors", description = "Track plain TCP segments eight at a time, in the profile linux. "
        + "Takes a processor with AVX-512, and some seconds at the start.")
    private boolean vectors;

    /**
     * The options.
     *
     * @throws CommandLine.ParameterException when one is wrong.
     * @throws IOException when the settings' file cannot be read, the system forbids to choose cores, or there are no
     *     vectors.
     */
    TrackerOptions read() throws IOException {
        require(workers >= 1 && workers <= MAX_WORKERS, "--workers", workers, "1 to " + MAX_WORKERS);
        require(isSize(ringSize), "--ring-size", ringSize, "a power of two from 65536 to 1073741824");
        require(events >= EventRingDescriptor.MIN_EVENTS && events <= EventRingDescriptor.MAX_EVENTS
            && Integer.bitCount(events) == 1, "--event-ring", events, "a power of two from "
            + EventRingDescriptor.MIN_EVENTS + " to " + EventRingDescriptor.MAX_EVENTS);
        require(zone == null || zone.equals("vlan"), "--zone", zone, "vlan");
        require(pages != Pages.HUGETLB, "--pages", "hugetlb", "transparent_huge or small");
        for (final int core : cores) {
            tryCore(core);
        }
        require(cores.size() <= workers, "--cpu", cores, "a core for each of " + workers + " workers at most");
        final String obstacle = vectors ? Vectors.obstacle() : null;
        if (obstacle != null) {
            throw new IOException("--vectors: " + obstacle);
        }
        final Set<Column> more = EnumSet.noneOf(Column.class);
        more.addAll(columns);
        final Settings read = settings.read();
        final int kept = kept(read);
        return new TrackerOptions(read, workers, MemoryOptions.DEFAULT.withPages(pages), more,
            groupReadable, ringSize, events, idle, List.copyOf(cores), zone != null, kept, sources(),
            vectors);
    }

    /** The kernel says which cores there are: an isolated one is not in the mask that the process was given. */
    private void tryCore(final int core) throws IOException {
        final BitSet before = Affinity.cores();
        try {
            Affinity.pin(core);
            Affinity.allow(before);
        } catch (final IllegalArgumentException refused) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--cpu " + core + ": " + refused.getMessage(),
                refused);
        } catch (final IllegalStateException forbidden) {
            throw new IOException("--cpu " + core + ": " + forbidden.getMessage(), forbidden);
        }
    }

    private int kept(final Settings read) {
        if (reserve == null) {
            return 0;
        }
        final long most = read.get(Setting.MAX) - 1;
        final String number = reserve.split(":", 2)[0];
        require(reserve.indexOf(':') > 0 && number.matches("[0-9]{1,9}") && Integer.parseInt(number) >= 1
            && Integer.parseInt(number) <= most, "--reserve", reserve,
            "N:PREFIX[,PREFIX...] with N from 1 to " + most + ", below max");
        return Integer.parseInt(number);
    }

    private List<Prefix> sources() {
        final List<Prefix> sources = new ArrayList<>();
        if (reserve != null) {
            for (final String prefix : reserve.split(":", 2)[1].split(",", -1)) {
                try {
                    sources.add(Prefix.parse(prefix));
                } catch (final IllegalArgumentException e) {
                    throw new CommandLine.ParameterException(spec.commandLine(), "--reserve " + reserve + ": "
                        + e.getMessage(), e);
                }
            }
        }
        return sources;
    }

    private static boolean isSize(final int bytes) {
        return bytes >= LEAST_RING && bytes <= MOST_RING && Integer.bitCount(bytes) == 1;
    }

    private void require(final boolean holds, final String option, final Object value, final String range) {
        if (!holds) {
            throw new CommandLine.ParameterException(spec.commandLine(), option + ' ' + value + " is not " + range);
        }
    }
}
