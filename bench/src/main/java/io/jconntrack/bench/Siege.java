/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ConnState;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * What assured connections notice of a SYN flood into a full table: their packets arrive at a given rate, with and
 * without the flood between them. The time of a packet runs from when it was due to its verdict, with the expiry of its
 * batch.
 */
final class Siege {
    private final Flood flood;
    private final Tracker tracker;
    private final int batch;
    private long nowNanos;
    private long syns;

    private Siege(final Flood flood, final int batch) {
        this.flood = flood;
        this.batch = batch;
        tracker = flood.tracker();
        nowNanos = flood.driver().nowNanos();
    }

    /**
     * Measure.
     *
     * @param options of the command line.
     * @param assuredPercent of the table's connections.
     * @param rateMpps packets of assured connections that are offered, in millions per second.
     * @param synMpps SYNs beside them, in the same unit.
     * @return what was found; times are those of the assured packets during the flood, beside them those without it.
     * @throws IllegalStateException when an assured connection was lost or one of its packets got another verdict.
     */
    static Report measure(final Options options, final int assuredPercent, final double rateMpps,
        final double synMpps) {
        final Traffic traffic = new Traffic(options.ipv6, 0);
        final int assured = (int)((long)options.connections * assuredPercent / 100);
        final Map<String, Object> parameters = Benchmarks.parameters(options);
        parameters.put("assured", assured);
        parameters.put("offered_mpps", rateMpps);
        parameters.put("syn_mpps", synMpps);
        final int size = PreparedPackets.sizeFor(options.connections);
        final int quietPackets = (int)Math.max(options.batch, options.packets * rateMpps / (rateMpps + synMpps));
        final double[] nanos = new double[options.repeats];
        final Histogram times = Latencies.histogram();
        final Histogram quietTimes = Latencies.histogram();
        final EngineTracker tracker =
            new EngineTracker(options.settings(options.connections), options.batch == 1, options.vectors);
        try (Flood flood = new Flood(tracker, traffic, assured, Churn.chunkFor(options.packets));
            Phase quiet = new Phase(size, traffic, assured, rateMpps, 0);
            Phase mixed = new Phase(size, traffic, assured, rateMpps, synMpps)) {
            final Siege siege = new Siege(flood, options.batch);
            for (int round = -2; round < options.repeats; round++) {
                Progress.show(round < 0 ? "warming up" : "repetition " + (round + 1));
                final double each = (double)siege.run(mixed, options.packets, times) / options.packets;
                siege.run(quiet, quietPackets, quietTimes);
                if (round < 0) {
                    times.reset();
                    quietTimes.reset();
                } else {
                    nanos[round] = each;
                }
            }
            flood.driver().advanceTo(siege.nowNanos);
            final int lost = flood.lost();
            if (lost != 0) {
                throw new IllegalStateException("of " + assured + " assured connections the flood displaced " + lost);
            }
            final Result result = new Result(flood.tracker().name(), nanos);
            result.latency = times;
            result.more.put("without_flood_ns", new TimesBeside("without the flood", quietTimes));
            result.more.put("syns", siege.syns);
            result.more.put("syns_per_entry", (double)siege.syns / options.connections);
            result.more.put("assured_packets", times.getTotalCount());
            result.more.put("assured_lost", lost);
            result.more.put("early_drops", flood.tracker().earlyDrops());
            result.more.put("refused", flood.tracker().refused());
            result.more.put("kept_up", result.nanosPerPacket() < mixed.periodNanos * 1.01);
            return new Report("siege", parameters, List.of(result), null);
        }
    }

    /** Offer packets; returns nanoseconds from the first one's due time to the last verdict. */
    private long run(final Phase phase, final int packets, final Histogram times) {
        final long step = Math.round(phase.periodNanos);
        final long start = System.nanoTime();
        long now = start;
        int done = 0;
        while (done < packets) {
            final long due = (long)((now - start) / phase.periodNanos) + 1;
            final int count = (int)Math.min(Math.min(due - done, batch), packets - done);
            if (count <= 0) {
                now = System.nanoTime();
                continue;
            }
            final int at = phase.at;
            tracker.track(phase.ring, at, count, nowNanos, step);
            nowNanos += count * step;
            tracker.poll(nowNanos, Driver.VISITS_PER_BATCH);
            now = System.nanoTime();
            for (int i = 0; i < count; i++) {
                final int place = at + i & phase.ring.mask;
                if (phase.isSyn.get(place)) {
                    syns++;
                } else {
                    Latencies.record(times, now - start - (long)((done + i) * phase.periodNanos));
                    check(i);
                }
            }
            phase.at = at + count & phase.ring.mask;
            done += count;
        }
        return now - start;
    }

    private void check(final int index) {
        if (tracker.state(index) != ConnState.ESTABLISHED) {
            throw new IllegalStateException("a packet of an assured connection got " + tracker.state(index) + ' '
                + tracker.reason(index));
        }
    }

    /** Prepared packets of a mix, and the rate at which they come. */
    private static final class Phase implements AutoCloseable {
        private final PreparedPackets ring;
        private final BitSet isSyn = new BitSet();
        private final double periodNanos;
        private int at;

        Phase(final int size, final Traffic traffic, final int assured, final double rateMpps, final double synMpps) {
            ring = new PreparedPackets(size);
            periodNanos = 1000 / (rateMpps + synMpps);
            final SplittableRandom random = new SplittableRandom(13);
            for (int i = 0; i < size; i++) {
                if (random.nextDouble() * (rateMpps + synMpps) < synMpps) {
                    isSyn.set(i);
                    ring.lengths[i] = (byte)Traffic.writeSyn(ring.buffer, i * Traffic.STRIDE, random.nextLong());
                } else {
                    ring.lengths[i] = (byte)traffic.write(ring.buffer, i * Traffic.STRIDE, random.nextInt(assured),
                        random.nextBoolean(), Traffic.ACK, 1, 1);
                }
            }
        }

        @Override
        public void close() {
            ring.close();
        }
    }
}
