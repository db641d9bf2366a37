/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ConnState;
import io.jconntrack.Conntrack;
import io.jconntrack.PacketBatch;
import io.jconntrack.SharedTable;
import io.jconntrack.Verdict;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.TableDump;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Connections of every kind that come, live and expire at rates that change all the time, in a table in shared memory
 * that readers list meanwhile. Each verdict is checked as it comes; the whole table is compared with a
 * {@link SoakModel} at the end of every interval: no connection too few or too many, each in its state, with its
 * seconds. Packet time runs faster than real time, so that many lives fit into an hour.
 */
final class Soak implements AutoCloseable {
    private static final long START_NANOS = 1_000_000_000L;
    private static final int VISITS = 256;
    private static final int LONGEST_SPELL_TICKS = 2000;
    /** The mean rate opens the wanted number of connections; it may double, and there is some chance. */
    private static final int ROOM = 3;

    private final Traffic traffic;
    private final SoakModel model;
    private final SplittableRandom random;
    private final double opensPerTick;
    private final double ticksPerNano;
    private final Path file;
    private final SharedTable table;
    private final Conntrack conntrack;
    private final PreparedPackets packets = new PreparedPackets(PacketBatch.CAPACITY);
    private final PacketBatch batch = new PacketBatch();
    private final Life.Step[] sent = new Life.Step[PacketBatch.CAPACITY];
    private final boolean[] opens = new boolean[PacketBatch.CAPACITY];
    private final Histogram times = Latencies.histogram();
    private final List<SoakReader> readers = new ArrayList<>();

    private volatile long nowNanos = START_NANOS;
    private int waiting;
    private long opened;
    private long tracked;
    private long tick;
    private long spellEnds;
    private double rate;
    private double due;

    /**
     * Nothing has happened yet.
     *
     * @param file of the table, which is made.
     * @param connections that are to live at a time, on average.
     * @param readers that list it.
     * @param speed of packet time.
     * @param seed of rates and lives.
     */
    Soak(final Path file, final int connections, final int readers, final double speed, final long seed)
        throws IOException {
        this.file = file;
        random = new SplittableRandom(seed);
        traffic = new Traffic(30, 30);
        final int numbers = Integer.highestOneBit(Math.clamp(2L * ROOM * connections, 1 << 10, 1 << 24));
        model = new SoakModel(traffic, numbers, random.split());
        final double seconds = 0.7 * mean(Life.TCP) + 0.3 * mean(Life.UDP);
        opensPerTick = connections / seconds * SoakModel.TICK_NANOS / 1e9;
        ticksPerNano = speed / SoakModel.TICK_NANOS;
        final Settings settings = new Settings(Profile.LINUX).set(Setting.MAX, ROOM * connections)
            .set(Setting.TCP_TIMEOUT_ESTABLISHED, Life.ESTABLISHED);
        table = Conntrack.builder().settings(settings).memory(MemoryOptions.DEFAULT).open(file, START_NANOS);
        conntrack = table.worker(0);
        for (int i = 0; i < readers; i++) {
            this.readers.add(new SoakReader(file, traffic, () -> nowNanos));
        }
    }

    private static double mean(final List<Life> lives) {
        return lives.stream().mapToDouble(Life::seconds).average().orElseThrow();
    }

    /**
     * Go on for an interval, then compare.
     *
     * @param startNanos of the soak, on the clock of {@link System#nanoTime()}.
     * @param endNanos of the interval.
     * @return what was seen.
     * @throws IllegalStateException when a verdict, the table or what a reader saw is wrong.
     */
    SoakInterval run(final long startNanos, final long endNanos) throws IOException {
        times.reset();
        long real;
        while ((real = System.nanoTime()) < endNanos) {
            final long ahead = (long)((tick + 1) / ticksPerNano) - (real - startNanos);
            if (ahead > 0) {
                LockSupport.parkNanos(Math.min(ahead, endNanos - real));
            } else {
                tick();
            }
        }
        final int live = compare();
        return new SoakInterval((System.nanoTime() - startNanos) / 1e9, live, opened, tracked,
            times.getValueAtPercentile(50), times.getValueAtPercentile(99), times.getValueAtPercentile(99.99),
            times.getMaxValue(), Memory.heapInUse(), Memory.resident());
    }

    private void tick() {
        tick++;
        final long now = START_NANOS + tick * SoakModel.TICK_NANOS;
        nowNanos = now;
        int number = model.due(tick);
        while (number >= 0) {
            final int following = model.following(number);
            send(number, false, now);
            number = following;
        }
        if (tick >= spellEnds) {
            spellEnds = tick + 1 + random.nextInt(LONGEST_SPELL_TICKS);
            rate = 2 * opensPerTick * random.nextDouble();
        }
        for (due += rate; due >= 1; due--) {
            send(model.open(now), true, now);
            opened++;
        }
        flush(now);
    }

    private void send(final int number, final boolean isNew, final long now) {
        final Life.Step step = model.step(number, tick, now);
        packets.lengths[waiting] = (byte)traffic.write(packets.buffer, waiting * Traffic.STRIDE, number,
            step.fromClient(), step.flags(), step.seq(), step.ack());
        sent[waiting] = step;
        opens[waiting] = isNew;
        if (++waiting == PacketBatch.CAPACITY) {
            flush(now);
        }
    }

    private void flush(final long now) {
        batch.reset(packets.buffer);
        for (int i = 0; i < waiting; i++) {
            batch.add(i * Traffic.STRIDE, packets.lengths[i], now);
        }
        final long before = System.nanoTime();
        conntrack.process(batch);
        conntrack.poll(now, VISITS);
        Latencies.record(times, System.nanoTime() - before);
        for (int i = 0; i < waiting; i++) {
            check(batch.verdict(i), sent[i], opens[i]);
        }
        tracked += waiting;
        waiting = 0;
    }

    private static void check(final long verdict, final Life.Step step, final boolean isNew) {
        if (Verdict.state(verdict) != (isNew ? ConnState.NEW : ConnState.ESTABLISHED)
            || Verdict.isReply(verdict) == step.fromClient()) {
            throw new IllegalStateException(step + " of a connection that " + (isNew ? "opens" : "is open") + " got "
                + Verdict.state(verdict) + ' ' + Verdict.reason(verdict));
        }
    }

    /** The whole table against the model; returns how many connections there are. */
    private int compare() throws IOException {
        int found = 0;
        model.startCheck();
        try (TableDump dump = TableDump.open(file, nowNanos, 0)) {
            while (dump.next()) {
                final int number = traffic.number(dump.connection());
                if (number < 0) {
                    throw new IllegalStateException("the table has a connection that was never opened: entry "
                        + dump.connection().number());
                }
                model.check(number, dump.connection(), nowNanos);
                found++;
            }
        }
        final int live = model.live(nowNanos);
        if (found != live) {
            throw new IllegalStateException("the table has " + found + " connections, the model " + live);
        }
        if (conntrack.statistics().earlyDrops() != 0 || conntrack.statistics().packets(Reason.TABLE_FULL) != 0) {
            throw new IllegalStateException("the table was full");
        }
        readers.forEach(SoakReader::check);
        return live;
    }

    /**
     * What the readers saw.
     *
     * @return whole dumps, and connections in them.
     */
    long[] read() {
        return new long[] {readers.stream().mapToLong(SoakReader::dumps).sum(),
            readers.stream().mapToLong(SoakReader::lines).sum()};
    }

    /**
     * Packet time.
     *
     * @return nanoseconds of the table's clock.
     */
    long nowNanos() {
        return nowNanos;
    }

    /**
     * Packet time that has passed.
     *
     * @return seconds since the start.
     */
    double packetSeconds() {
        return (nowNanos - START_NANOS) / 1e9;
    }

    @Override
    public void close() {
        readers.forEach(SoakReader::close);
        table.close();
        packets.close();
    }
}
