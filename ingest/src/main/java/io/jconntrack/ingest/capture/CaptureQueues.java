/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;

/**
 * The queues of a capture, each with its socket, its sink and its thread. Sockets join their fanout group in the order
 * of the queues: so a helper that is started again sends every connection to the worker that had it before.
 */
public final class CaptureQueues implements AutoCloseable {
    private final List<PacketSocket> sockets = new ArrayList<>();
    private final List<CaptureSink> sinks = new ArrayList<>();
    private final List<AgentRunner> runners = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * Queues, started.
     *
     * @param descriptors one socket a queue, from {@link PacketSocket#openDescriptor(CaptureOptions)}.
     * @param options that they were opened with.
     * @param factory of the sinks.
     * @param firstQueue number of the first queue's sink.
     * @param pollMillis how long to sleep in poll(2) when nothing comes; {@link CaptureAgent#NEVER_SLEEP}: spin.
     * @param firstCore on which the first queue's thread runs, the next one on the next core and so on;
     *     {@link CaptureAgent#ANY_CORE}: wherever the system likes.
     * @param notes takes sentences for the user, on any thread.
     * @throws IOException when a socket cannot be set up or a sink not be opened.
     */
    public CaptureQueues(final List<Integer> descriptors, final CaptureOptions options, final CaptureSinks factory,
        final int firstQueue, final int pollMillis, final int firstCore, final Consumer<String> notes)
        throws IOException {
        try {
            for (final int descriptor : descriptors) {
                sockets.add(PacketSocket.attach(descriptor, options));
            }
            // before the sinks: who sees that a sink has its helper may rely on every packet from then on
            for (final PacketSocket socket : sockets) {
                socket.start();
            }
            for (int i = 0; i < sockets.size(); i++) {
                sinks.add(factory.open(firstQueue + i));
            }
            for (int i = 0; i < sockets.size(); i++) {
                final Consumer<String> once = i == 0 ? notes : note -> { };
                final int core = firstCore == CaptureAgent.ANY_CORE ? firstCore : firstCore + i;
                final CaptureAgent agent =
                    new CaptureAgent(firstQueue + i, sockets.get(i), sinks.get(i), pollMillis, core, once);
                final IdleStrategy idle =
                    pollMillis == CaptureAgent.NEVER_SLEEP ? BusySpinIdleStrategy.INSTANCE : NoOpIdleStrategy.INSTANCE;
                runners.add(new AgentRunner(idle, this::failed, null, agent));
            }
            runners.forEach(AgentRunner::startOnThread);
        } catch (final IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Wait for the end: {@link #end()}, or the failure of a queue.
     *
     * @param time to wait at the most.
     * @param unit of the time.
     * @return true at the end, false when the time was up before.
     * @throws InterruptedException when the thread was interrupted.
     */
    public boolean await(final long time, final TimeUnit unit) throws InterruptedException {
        return ended.await(time, unit);
    }

    /** Let {@link #await(long, TimeUnit)} return. */
    public void end() {
        ended.countDown();
    }

    /**
     * Why a queue failed.
     *
     * @return what was thrown first, or null.
     */
    public Throwable failure() {
        return failure.get();
    }

    /**
     * A sum over all queues.
     *
     * @param number of one queue.
     * @return the sum.
     */
    public long sum(final ToLongFunction<CaptureStatistics> number) {
        return sockets.stream().map(PacketSocket::statistics).mapToLong(number).sum();
    }

    /** Stop the threads; statistics stay. */
    public void stop() {
        runners.forEach(AgentRunner::close);
        runners.clear();
    }

    @Override
    public void close() {
        stop();
        sinks.forEach(CaptureSink::close);
        sockets.forEach(PacketSocket::close);
    }

    private void failed(final Throwable cause) {
        failure.compareAndSet(null, cause);
        ended.countDown();
    }
}
