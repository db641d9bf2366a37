/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.Conntrack;
import io.jconntrack.SharedTable;
import io.jconntrack.bench.Traffic;
import io.jconntrack.entry.Column;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What happens to a table, step by step, as a function of a seed alone: connections open, go on, close, expire, are
 * dropped early, deleted and marked. Two that run it on equal tables have equal tables after each step.
 */
final class ChurnScript {
    /** Between two steps; so time-outs of seconds are over after some ten thousand. */
    static final long STEP_NANOS = 1_000_000;
    private static final int LIFE = 7;

    private final Traffic traffic = new Traffic(30, 30);
    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(Traffic.STRIDE * 2));
    private final SplittableRandom random;
    private final int capacity;
    private final int lasting;
    private final int all;
    private final int worker;
    private final int workers;
    private long nowNanos;

    /**
     * A script from its beginning.
     *
     * @param capacity of the table.
     * @param worker that does it.
     * @param workers of the table. With several, each has connections of its own, and the table never gets full, so
     *     that what one does is nothing to another.
     * @param seed of all that happens.
     * @param startNanos time of the first step.
     */
    ChurnScript(final int capacity, final int worker, final int workers, final long seed, final long startNanos) {
        this.capacity = capacity;
        this.worker = worker;
        this.workers = workers;
        lasting = lasting(capacity);
        all = workers == 1 ? 3 * capacity : capacity / 2;
        random = new SplittableRandom(seed + worker);
        nowNanos = startNanos;
    }

    /** Connections that are established in the beginning and see no packet any more. */
    static int lasting(final int capacity) {
        return capacity / 8;
    }

    static Settings settings(final int capacity) {
        return new Settings(Profile.LINUX).set("max", String.valueOf(capacity)).set("acct", "1")
            .set("udp_timeout", "2").set("udp_timeout_stream", "5").set("tcp_timeout_syn_sent", "10")
            .set("tcp_timeout_time_wait", "5");
    }

    static SharedTable open(final Path file, final int capacity, final int workers, final long nowNanos)
        throws IOException {
        return Conntrack.builder().settings(settings(capacity)).workers(workers).columns(Column.MARK)
            .open(file, nowNanos);
    }

    /** Establish the connections that last. */
    void establish(final Conntrack conntrack) {
        for (int id = 0; id < lasting; id++) {
            for (int step = 0; step < 4; step++) {
                send(conntrack, id, step);
            }
        }
    }

    /** The next step. */
    void step(final Conntrack conntrack) {
        nowNanos += STEP_NANOS;
        final int what = random.nextInt(64);
        if (what < 2) {
            conntrack.poll(nowNanos, 64);
        } else if (what < 4 && workers == 1) {
            conntrack.delete(random.nextInt(capacity), nowNanos);
        } else if (what < 6 && workers == 1) {
            conntrack.mark(random.nextInt(capacity), random.nextInt(), nowNanos);
        } else {
            send(conntrack, lasting + random.nextInt((all - lasting) / workers) * workers + worker,
                random.nextInt(LIFE));
        }
    }

    /** Time of the last step. */
    long nowNanos() {
        return nowNanos;
    }

    /** SYN, SYN/ACK, ACK, data, FIN, FIN/ACK, RST; of a UDP flow datagrams to and fro. */
    private void send(final Conntrack conntrack, final int id, final int step) {
        final boolean fromClient = step % 2 == 0;
        final int flags = switch (step) {
            case 0 -> Traffic.SYN;
            case 1 -> Traffic.SYN | Traffic.ACK;
            case 2 -> Traffic.ACK;
            case 3 -> Traffic.ACK | Traffic.PSH;
            case 4, 5 -> Traffic.ACK | Traffic.FIN;
            default -> Traffic.RST;
        };
        final int length = traffic.write(packet, 0, id, fromClient, flags, step < 2 ? 0 : 1, step == 0 ? 0 : 1);
        conntrack.process(packet, 0, length, nowNanos);
    }
}
