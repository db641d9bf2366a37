/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import io.jconntrack.Connection;
import io.jconntrack.bench.Traffic;
import io.jconntrack.ingest.agent.Cleaner;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.ring.RingCounters;
import io.jconntrack.ingest.ring.RingWriter;
import io.jconntrack.table.MappedTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * {@code jconntrack track} in a process of its own, with some thousand established connections, whose packets come from
 * here.
 */
final class RunningTracker implements AutoCloseable {
    /** The program. */
    static final String PROGRAM = "io.jconntrack.ingest.cli.Main";
    /** Established, for days. */
    static final int CONNECTIONS = 4000;

    private static final int RAW_IP = 101;
    private static final int BATCH = 32;
    private static final AtomicInteger COUNT = new AtomicInteger();

    final TrackerFiles files =
        new TrackerFiles("faults-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet());
    private final Path directory;
    private final Traffic traffic = new Traffic(30, 0);
    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(Traffic.STRIDE * 2));
    private final RingWriter writer;
    private Child process;

    /**
     * Start it and open the connections.
     *
     * @param directory for what it complains of.
     */
    RunningTracker(final Path directory) throws IOException {
        this.directory = directory;
        start();
        writer = RingWriter.attach(files.ring(0));
        for (int id = 0; id < CONNECTIONS; id++) {
            send(id, true, Traffic.SYN, 0, 0);
            send(id, false, Traffic.SYN | Traffic.ACK, 0, 1);
            send(id, true, Traffic.ACK, 1, 1);
        }
        writer.flush();
        process.await(() -> writer.counters().takenFrames() == 3L * CONNECTIONS);
    }

    private void start() throws IOException {
        process = Child.start(PROGRAM, 4, directory.resolve("track.log"), "track", "--name", files.name(), "--profile",
            "linux", "--set", "max=20000", "--set", "acct=1", "--ring-size", "1048576", "--idle", "backoff", "--user",
            System.getProperty("user.name"), "--parent", ProcessHandle.current().pid());
        process.await(this::isReady);
    }

    private boolean isReady() {
        try {
            return files.isReady(process.pid());
        } catch (final IOException notYet) {
            return false;
        }
    }

    private void send(final int id, final boolean fromClient, final int flags, final int seq, final int ack) {
        final int length = traffic.write(packet, 0, id, fromClient, flags, seq, ack);
        writer.frame(System.currentTimeMillis() * 1_000_000, packet.addressOffset(), length, length, RAW_IP, 0, 0);
    }

    /** Let packets of all connections through, as fast as the ring takes them, for a time. */
    void load(final long nanos) {
        final long end = System.nanoTime() + nanos;
        for (int id = 0; System.nanoTime() - end < 0; id = (id + 1) % CONNECTIONS) {
            send(id, (id & 1) == 0, Traffic.ACK, 1, 1);
            if (id % BATCH == 0) {
                writer.flush();
            }
        }
        writer.flush();
    }

    /**
     * Fail unless it is alive and tracks what comes. Afterwards it has nothing to do, so that none of its entries is
     * just being changed.
     */
    void checkItWorks() throws IOException {
        final RingCounters counters = writer.counters();
        final long before = counters.takenFrames();
        process.await(() -> counters.takenFrames() + counters.lostAtRestart() + counters.lostInRing()
            == counters.frames());
        send(0, true, Traffic.ACK, 1, 1);
        writer.flush();
        process.await(() -> counters.takenFrames() > before && counters.takenFrames() + counters.lostAtRestart()
            + counters.lostInRing() == counters.frames());
    }

    /** Connections that its table shows. */
    int connections() throws IOException {
        int count = 0;
        try (MappedTable view = MappedTable.open(files.table())) {
            final Connection c = new Connection(view);
            final long now = view.ownersNanos();
            for (int n = c.moveToNext(0, now); n >= 0; n = c.moveToNext(n + 1, now)) {
                count++;
            }
        }
        return count;
    }

    /** Kill it, and start another in its place; gives the time until that is ready. */
    long killAndStart() throws IOException {
        final long start = System.nanoTime();
        process.kill();
        start();
        return System.nanoTime() - start;
    }

    long lostAtRestart() {
        return writer.counters().lostAtRestart();
    }

    @Override
    public void close() throws IOException {
        writer.close();
        process.close();
        Cleaner.clean(files);
    }
}
