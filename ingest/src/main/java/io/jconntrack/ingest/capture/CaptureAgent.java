/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import io.jconntrack.Affinity;
import io.jconntrack.memory.CutFile;
import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;

/**
 * Moves the frames of one queue from the kernel to a sink. Does not own either; whoever made them closes them after
 * the agent's runner was closed.
 */
public final class CaptureAgent implements Agent {
    /** For {@code pollMillis}: never sleep; the runner's idle strategy decides what to do when nothing comes. */
    public static final int NEVER_SLEEP = 0;
    /** For {@code core}: run wherever the system likes. */
    public static final int ANY_CORE = -1;

    private static final int FRAMES_PER_DUTY = 256;
    private static final long LINK_CHECK_NANOS = 100_000_000L;
    private static final long COUNTERS_NANOS = 250_000_000L;

    private final PacketSocket socket;
    private final CaptureSink sink;
    private final int pollMillis;
    private final int core;
    private final String role;
    private final Consumer<String> notes;
    private LinkState state = LinkState.UP;
    private long nextLinkCheck;
    private long nextCounters;
    private long drops0;
    private long notIp0;

    /**
     * An agent.
     *
     * @param queue number of the queue, for the agent's name.
     * @param socket started, or to be started before the agent is.
     * @param sink that takes the frames, on the agent's thread.
     * @param pollMillis how long to sleep in poll(2) when nothing comes, or {@link #NEVER_SLEEP}.
     * @param core to run on, or {@link #ANY_CORE}.
     * @param notes takes sentences about the interface, for the user, on the agent's thread.
     */
    public CaptureAgent(final int queue, final PacketSocket socket, final CaptureSink sink, final int pollMillis,
        final int core, final Consumer<String> notes) {
        this.socket = socket;
        this.sink = sink;
        this.pollMillis = pollMillis;
        this.core = core;
        this.notes = notes;
        role = "capture-" + queue;
    }

    @Override
    public void onStart() {
        if (core != ANY_CORE) {
            Affinity.pin(core);
        }
        final long now = System.nanoTime();
        nextLinkCheck = now;
        nextCounters = now + COUNTERS_NANOS;
    }

    /**
     * Take what has come, a few hundred frames at the most.
     *
     * @return frames taken.
     * @throws AgentTerminationException when the interface is gone for good.
     */
    @Override
    public int doWork() {
        try {
            return work();
        } catch (final InternalError cut) {
            throw new AgentTerminationException(CutFile.message(cut), cut);
        }
    }

    private int work() {
        final int frames = socket.poll(sink, FRAMES_PER_DUTY);
        final boolean news = frames == 0 && pollMillis != NEVER_SLEEP && socket.await(pollMillis);
        final long now = System.nanoTime();
        if (news || now - nextLinkCheck >= 0) {
            nextLinkCheck = now + LINK_CHECK_NANOS;
            checkLink();
        }
        if (now - nextCounters >= 0 || socket.losing()) {
            nextCounters = now + COUNTERS_NANOS;
            readCounters();
        }
        return frames;
    }

    @Override
    public void onClose() {
        try {
            while (socket.poll(sink, FRAMES_PER_DUTY) == FRAMES_PER_DUTY) {
                // as long as there are full batches: what came after the last of them came after the end
                Thread.onSpinWait();
            }
            readCounters();
        } catch (final InternalError cut) {
            throw new AgentTerminationException(CutFile.message(cut), cut);
        }
    }

    @Override
    public String roleName() {
        return role;
    }

    private void readCounters() {
        socket.readKernelCounters();
        final CaptureStatistics statistics = socket.statistics();
        final long drops = statistics.kernelDrops();
        final long notIp = statistics.notIp();
        sink.counters(drops - drops0, notIp - notIp0);
        drops0 = drops;
        notIp0 = notIp;
    }

    private void checkLink() {
        final LinkState now = socket.linkState();
        if (now != state) {
            state = now;
            final String name = socket.options().interfaceName();
            switch (now) {
                case UP -> notes.accept(name + " is up again");
                case DOWN -> notes.accept(name + " is down; waiting for it");
                default -> throw new AgentTerminationException("network interface " + name + " is gone");
            }
        }
    }
}
