/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.Affinity;
import io.jconntrack.ConnState;
import io.jconntrack.Conntrack;
import io.jconntrack.Statistics;
import io.jconntrack.event.EventRing;
import io.jconntrack.ingest.ring.RingReader;
import io.jconntrack.memory.CutFile;
import io.jconntrack.net.Reason;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;

/**
 * A worker's duty cycle: drain the packet ring in batches, track them, advance the wheel, carry out commands, and now
 * and then tell how things stand. One thread runs it.
 */
final class WorkerAgent implements Agent {
    private static final int BATCHES_PER_CYCLE = 16;
    /** Entries of the wheel that are visited at a time: what a packet may have to wait for. */
    private static final int VISITS = 256;
    /** How long what is due may wait beside the 67 ms of its list. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    private static final long PUBLISH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final int worker;
    private final int core;
    private final Conntrack conntrack;
    private final Statistics statistics;
    private final RingReader ring;
    private final FrameTracker tracker;
    private final WorkerCommands commands;
    private final WorkerCounters counters;
    private final Cnc cnc;
    private final EventRing events;
    private final Reason[] reasons = Reason.values();
    private long frames;
    private long polledNanos;
    private long publishedNanos;

    /**
     * A worker.
     *
     * @param worker its number.
     * @param core that its thread runs on, or -1 for any.
     * @param conntrack that it alone uses.
     * @param ring that it alone reads.
     * @param tracker of the ring's frames.
     * @param events that the conntrack publishes.
     * @param cnc that has its commands and takes its counters.
     */
    WorkerAgent(final int worker, final int core, final Conntrack conntrack, final RingReader ring,
        final FrameTracker tracker, final EventRing events, final Cnc cnc) {
        this.worker = worker;
        this.core = core;
        this.conntrack = conntrack;
        statistics = conntrack.statistics();
        this.ring = ring;
        this.tracker = tracker;
        this.events = events;
        this.cnc = cnc;
        counters = new WorkerCounters(cnc.counters(), worker);
        commands = new WorkerCommands(conntrack, cnc.commands(worker), cnc.answers(worker), System.nanoTime());
        counters.set(TrackerCounter.CAPACITY, conntrack.table().capacity());
        polledNanos = System.nanoTime();
        publish(polledNanos);
    }

    /** Read by other threads too. */
    WorkerCounters counters() {
        return counters;
    }

    @Override
    public void onStart() {
        if (core >= 0) {
            Affinity.pin(core);
        }
    }

    @Override
    public int doWork() {
        try {
            return work();
        } catch (final InternalError cut) {
            throw new AgentTerminationException(CutFile.message(cut), cut);
        }
    }

    private int work() {
        final int taken = drain();
        frames += taken;
        final long now = System.nanoTime();
        int due = 0;
        if (now - polledNanos >= POLL_NANOS || conntrack.isPollCut()) {
            polledNanos = now;
            due = conntrack.poll(now, VISITS);
        }
        final int done = commands.poll();
        if (now - publishedNanos >= PUBLISH_NANOS) {
            publish(now);
        }
        return taken + due + done;
    }

    private int drain() {
        int taken = 0;
        for (int i = 0; i < BATCHES_PER_CYCLE; i++) {
            final int count = ring.next();
            if (count == 0) {
                break;
            }
            taken += count;
            track(count);
        }
        return taken;
    }

    private void track(final int count) {
        try {
            tracker.start(ring.buffer(), System.nanoTime());
            for (int i = 0; i < count; i++) {
                tracker.frame(ring.timestampNanos(i), ring.offset(i), ring.capturedLength(i), ring.originalLength(i),
                    ring.linkType(i), ring.flags(i), ring.vlan(i));
            }
            tracker.finish();
        } finally {
            ring.done();
        }
    }

    private void publish(final long now) {
        publishedNanos = now;
        commands.unblock(now);
        ring.heartbeat(System.currentTimeMillis());
        if (worker == 0) {
            cnc.active(now);
        }
        counters.set(TrackerCounter.FRAMES, frames);
        counters.set(TrackerCounter.NEW, statistics.packets(ConnState.NEW));
        counters.set(TrackerCounter.ESTABLISHED, statistics.packets(ConnState.ESTABLISHED));
        counters.set(TrackerCounter.RELATED, statistics.packets(ConnState.RELATED));
        counters.set(TrackerCounter.INVALID, statistics.packets(ConnState.INVALID));
        counters.set(TrackerCounter.UNTRACKED, statistics.packets(ConnState.UNTRACKED));
        counters.set(TrackerCounter.FRAGMENT, statistics.packets(ConnState.FRAGMENT));
        counters.set(TrackerCounter.NOTIP, tracker.notIp());
        counters.set(TrackerCounter.ENTRIES, conntrack.count());
        counters.set(TrackerCounter.EARLY_DROPS, statistics.earlyDrops());
        counters.set(TrackerCounter.EXPIRED, statistics.expired());
        counters.set(TrackerCounter.DELETED, commands.deleted());
        counters.set(TrackerCounter.UPDATED, commands.updated());
        counters.set(TrackerCounter.REFUSED, commands.refused());
        counters.set(TrackerCounter.EVENTS, events.sequence());
        counters.set(TrackerCounter.OPENED, statistics.opened());
        counters.set(TrackerCounter.ENDED, statistics.ended());
        counters.set(TrackerCounter.WHEEL_VISITS, statistics.wheelVisits());
        counters.set(TrackerCounter.WHEEL_MOVES, statistics.wheelMoves());
        counters.set(TrackerCounter.WHEEL_BEHIND, statistics.wheelBehindNanos(now));
        counters.set(TrackerCounter.FRAGMENT_DATAGRAMS, statistics.waitingDatagrams());
        counters.set(TrackerCounter.FRAGMENT_BYTES, statistics.waitingBytes());
        for (final Reason reason : reasons) {
            counters.set(reason, statistics.packets(reason));
        }
    }

    @Override
    public void onClose() {
        try {
            publish(System.nanoTime());
        } catch (final InternalError cut) {
            throw new AgentTerminationException(CutFile.message(cut), cut);
        } finally {
            ring.close();
        }
    }

    @Override
    public String roleName() {
        return "jconntrack-worker-" + worker;
    }
}
