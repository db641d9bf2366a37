/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.entry.Column;
import io.jconntrack.expect.Helpers;
import io.jconntrack.memory.Vectors;
import io.jconntrack.net.Prefix;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.ConnectionLimits;
import io.jconntrack.table.ConnectionTable;
import io.jconntrack.table.ExpectationTable;
import io.jconntrack.table.Reserve;
import io.jconntrack.table.TupleKey;
import io.jconntrack.timer.TimerWheel;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Makes trackers. What is not said is as in the profile classic: one tracker, in zone 0, whose hash is seeded from the
 * system's random source, with a table in memory that is taken when it is first written.
 * <pre>
 *  final Conntrack conntrack = Conntrack.builder().profile(Profile.LINUX).capacity(1_000_000)
 *      .memory(MemoryOptions.DEFAULT).build();
 * </pre>
 * Used by one thread, for any number of trackers.
 */
public final class ConntrackBuilder {
    private static final int MAX_ZONE = 0xFFFF;

    private Settings settings = new Settings(Profile.CLASSIC);
    /** Null for the settings' own. */
    private Integer capacity;
    private int zone;
    /** Null for a random one. */
    private long[] seed;
    private MemoryOptions memory = MemoryOptions.ON_DEMAND;
    private boolean prefetches = true;
    private boolean vectors;
    private final Set<Column> columns = EnumSet.noneOf(Column.class);
    private int workers = 1;
    private boolean groupReadable;
    private int reserved;
    private List<Prefix> reservedFor = List.of();

    ConntrackBuilder() {
    }

    /**
     * All settings at the defaults of a profile.
     *
     * @param newProfile whose.
     * @return this.
     */
    public ConntrackBuilder profile(final Profile newProfile) {
        return settings(new Settings(newProfile));
    }

    /**
     * Settings, and the profile that is theirs.
     *
     * @param newSettings copied; ACCT and TIMESTAMP switch their columns on.
     * @return this.
     */
    public ConntrackBuilder settings(final Settings newSettings) {
        settings = newSettings.copy();
        return this;
    }

    /**
     * Connections that the table holds, in place of the settings' {@link Setting#MAX}.
     *
     * @param connections in its range.
     * @return this.
     */
    public ConntrackBuilder capacity(final int connections) {
        capacity = connections;
        return this;
    }

    /**
     * The default zone: of packets that are given without one.
     *
     * @param defaultZone 0 to 65535.
     * @return this.
     * @throws IllegalArgumentException when it is not.
     */
    public ConntrackBuilder zone(final int defaultZone) {
        if (defaultZone < 0 || defaultZone > MAX_ZONE) {
            throw new IllegalArgumentException("zone must be 0 to " + MAX_ZONE + ": zone=" + defaultZone);
        }
        zone = defaultZone;
        return this;
    }

    /**
     * A seed for the hash of tuples, so that a run can be repeated exactly. For tests: who knows it can choose tuples
     * that meet in one place of the table. A table in a file has a seed of its own.
     *
     * @param seed0 first half.
     * @param seed1 second half.
     * @return this.
     */
    public ConntrackBuilder hashSeed(final long seed0, final long seed1) {
        seed = new long[] {seed0, seed1};
        return this;
    }

    /**
     * How the table's memory is taken from the system. {@link MemoryOptions#ON_DEMAND}, which is so from the start, is
     * good for tools; in a data path give {@link MemoryOptions#DEFAULT}, which takes all memory at once, so that no
     * packet waits for a page fault.
     *
     * @param options to be used.
     * @return this.
     */
    public ConntrackBuilder memory(final MemoryOptions options) {
        memory = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Whether the packets of a batch fetch what they need by the processor's prefetch instruction, which takes a page
     * of machine code and, once in a process, some 10 ms (docs/memory.md). Otherwise, and on machines for which there
     * is no code, it is loaded early.
     *
     * @param wanted false to do without; true by default.
     * @return this.
     */
    public ConntrackBuilder prefetch(final boolean wanted) {
        prefetches = wanted;
        return this;
    }

    /**
     * Whether plain TCP segments in batches of eight or more are tracked eight at a time, by the processor's vectors.
     * That takes less time (docs/tcp.md, docs/performance.md), but a processor with AVX-512, and Java started with
     * {@code --add-modules jdk.incubator.vector}. Verdicts and entries are the same. The profile classic has no use for
     * it. Until the compiler is done with it it would be slow, so the first tracker of a process that has it is built
     * some seconds later.
     *
     * @param wanted true to use them; false by default.
     * @return this.
     * @throws UnsupportedOperationException when they can't be used here; the message says why. Building throws it too,
     *     when Java turns out not to compile them.
     */
    public ConntrackBuilder vectors(final boolean wanted) {
        final String obstacle = wanted ? Vectors.obstacle() : null;
        if (obstacle != null) {
            throw new UnsupportedOperationException("vectors can't be used: " + obstacle);
        }
        vectors = wanted;
        return this;
    }

    /**
     * What the table keeps of each connection, more than the settings ask for.
     *
     * @param more columns, such as {@link Column#MARK} and {@link Column#LABELS}.
     * @return this.
     */
    public ConntrackBuilder columns(final Column... more) {
        return columns(Set.of(more));
    }

    /**
     * The same.
     *
     * @param more columns.
     * @return this.
     */
    public ConntrackBuilder columns(final Set<Column> more) {
        columns.addAll(more);
        return this;
    }

    /**
     * How many trackers share the table, one for each of as many threads.
     *
     * @param count 1 to 64.
     * @return this.
     * @throws IllegalArgumentException when it is not.
     */
    public ConntrackBuilder workers(final int count) {
        if (count < 1 || count > ConnectionTable.MAX_WORKERS) {
            throw new IllegalArgumentException("workers must be 1 to " + ConnectionTable.MAX_WORKERS + ": workers="
                + count);
        }
        workers = count;
        return this;
    }

    /**
     * Whether the group of a table's file may read it, and so the hash's seed; otherwise its owner alone.
     *
     * @param isGroupReadable true when it may.
     * @return this.
     */
    public ConntrackBuilder groupReadable(final boolean isGroupReadable) {
        groupReadable = isGroupReadable;
        return this;
    }

    /**
     * Keep places of the table for connections from chosen sources, such as an operator's own networks: all others have
     * capacity less that many at the most. Connections in these places are not dropped early; whether one has such a
     * place is decided when it is opened. Who can forge such a source can use them up: choose networks that packets
     * from outside can't claim to come from. With several workers, 192 places for each but one may be out of reach.
     *
     * @param connections kept, at least 1 and below the capacity.
     * @param sources of the original direction; at least one.
     * @return this.
     * @throws IllegalArgumentException when there is no source, or nothing is kept.
     */
    public ConntrackBuilder reserve(final int connections, final List<Prefix> sources) {
        if (connections < 1 || sources.isEmpty()) {
            throw new IllegalArgumentException("a reserve is of 1 place or more and for a source or more: connections="
                + connections + " sources=" + sources.size());
        }
        reserved = connections;
        reservedFor = List.copyOf(sources);
        return this;
    }

    /**
     * A tracker with a table of its own.
     *
     * @return the tracker.
     * @throws IllegalStateException when several workers are wanted.
     * @throws io.jconntrack.settings.SettingException when settings contradict each other or are out of range.
     * @throws io.jconntrack.settings.MemoryUnavailableException when the memory is not to be had.
     */
    public Conntrack build() {
        if (workers != 1) {
            throw new IllegalStateException("several workers are made by buildWorkers(): workers=" + workers);
        }
        return buildWorkers()[0];
    }

    /**
     * Trackers that share one table. A connection belongs to the tracker that saw its first packet; a packet of it that
     * comes to another one is INVALID because of {@link io.jconntrack.net.Reason#OTHER_WORKER}, but an ICMP error
     * about it is understood by all.
     *
     * @return the trackers; closing the first closes the table for all.
     * @throws io.jconntrack.settings.SettingException when settings contradict each other or are out of range.
     * @throws io.jconntrack.settings.MemoryUnavailableException when the memory is not to be had.
     */
    public Conntrack[] buildWorkers() {
        final SecureRandom random = new SecureRandom();
        final long seed0 = seed != null ? seed[0] : random.nextLong();
        final long seed1 = seed != null ? seed[1] : random.nextLong();
        final Settings checked = settings();
        checked.check();
        final int entries = (int)checked.get(Setting.MAX);
        final ConnectionTable table = new ConnectionTable(entries, columns(), workers, TimerWheel.slotsFor(entries),
            new TupleKey(seed0, seed1), memory);
        Conntrack[] trackers = null;
        try {
            trackers = trackersOn(table, seed0, seed1);
            return trackers;
        } finally {
            if (trackers == null) {
                table.close();
            }
        }
    }

    /**
     * Trackers whose table is a file: make it, or take over one whose owner has gone.
     *
     * @param path of the file. Its capacity, profile, workers and columns must be those that are wanted here; time-outs
     *     may differ.
     * @param nowNanos time on a clock that goes on when a tracker ends, such as {@link System#nanoTime()}'s on Linux.
     *     Connections whose time is over by then are dropped.
     * @return the trackers on their table.
     * @throws io.jconntrack.entry.TableFileException when the file has a living owner, or holds another table than the
     *     wanted one. It is as it was; the caller may delete it and open again.
     * @throws IOException when the system refuses it.
     * @throws IllegalStateException when there is a {@link #hashSeed}: the file has its own.
     * @throws io.jconntrack.settings.SettingException when settings contradict each other or are out of range.
     * @throws io.jconntrack.settings.MemoryUnavailableException when there is no space for it.
     */
    public SharedTable open(final Path path, final long nowNanos) throws IOException {
        final SharedTable table = prepare(path, nowNanos);
        table.ready();
        return table;
    }

    /**
     * The same, but nobody can read it until it is {@link SharedTable#ready()}, and a new one is begun anew by whoever
     * opens it next when that never happens: for one that is to have connections from its beginning.
     *
     * @param path of the file, as for {@link #open}.
     * @param nowNanos time, as for {@link #open}.
     * @return the trackers on their table.
     * @throws io.jconntrack.entry.TableFileException as for {@link #open}.
     * @throws IOException when the system refuses it.
     * @throws IllegalStateException as for {@link #open}.
     */
    public SharedTable prepare(final Path path, final long nowNanos) throws IOException {
        if (seed != null) {
            throw new IllegalStateException("a table's file has a hash seed of its own: file=" + path);
        }
        return SharedTable.prepare(this, path, nowNanos);
    }

    /** A tracker for each worker of a table. */
    Conntrack[] trackersOn(final ConnectionTable table, final long seed0, final long seed1) {
        limit(table);
        if (usesVectors()) {
            VectorWarmUp.once(prefetches);
        }
        final Conntrack[] trackers = new Conntrack[table.workers()];
        for (int i = 0; i < trackers.length; i++) {
            trackers[i] =
                new Conntrack(this, i == 0 ? table : table.worker(i), i == 0 ? null : trackers[0], seed0, seed1);
        }
        return trackers;
    }

    /** Let a table count what the settings limit. */
    private void limit(final ConnectionTable table) {
        final int perSource = (int)settings.get(Setting.MAX_PER_SOURCE);
        final int perZone = (int)settings.get(Setting.MAX_PER_ZONE);
        final Reserve reserve = newReserve(table.capacity());
        if (perSource != 0 || perZone != 0 || reserve != null) {
            table.limits(new ConnectionLimits(table.capacity(), perSource,
                (int)settings.get(Setting.SOURCE_PREFIX_IPV4), (int)settings.get(Setting.SOURCE_PREFIX_IPV6), perZone,
                reserve, memory));
        }
        final int expectations = Helpers.maxExpectations(settings);
        if (expectations != 0) {
            table.expectations(new ExpectationTable(table, expectations));
        }
    }

    private Reserve newReserve(final int entries) {
        if (reserved == 0) {
            return null;
        }
        final Reserve reserve = new Reserve(reserved);
        reservedFor.forEach(
            source -> reserve.add(source.l3(), source.high(), source.low(), source.maskHigh(), source.maskLow()));
        return reserve;
    }

    /** A copy of the settings in force. */
    Settings settings() {
        final Settings copy = settings.copy();
        if (capacity != null) {
            copy.set(Setting.MAX, capacity);
        }
        if (reserved >= copy.get(Setting.MAX)) {
            throw new IllegalArgumentException("a reserve must be below the capacity: reserve=" + reserved + " max="
                + copy.get(Setting.MAX));
        }
        return copy;
    }

    /** Columns that the settings ask for, and more. */
    Set<Column> columns() {
        final Set<Column> all = EnumSet.noneOf(Column.class);
        all.addAll(columns);
        if (settings.get(Setting.ACCT) != 0) {
            all.add(Column.ACCOUNTING);
        }
        if (settings.get(Setting.TIMESTAMP) != 0) {
            all.add(Column.TIMESTAMP);
        }
        return all;
    }

    int zone() {
        return zone;
    }

    int workers() {
        return workers;
    }

    MemoryOptions memory() {
        return memory;
    }

    boolean prefetches() {
        return prefetches;
    }

    /** Only where headers are predicted: in the profile linux. */
    boolean usesVectors() {
        return vectors && settings.profile() == Profile.LINUX;
    }

    boolean isGroupReadable() {
        return groupReadable;
    }
}
