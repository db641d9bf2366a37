/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples.firewall;

import io.jconntrack.ingest.capture.CaptureException;
import io.jconntrack.ingest.capture.CaptureOptions;
import io.jconntrack.ingest.capture.LinkState;
import io.jconntrack.ingest.capture.PacketSocket;
import io.jconntrack.ingest.capture.PacketTransmitter;
import io.jconntrack.ingest.ring.FrameSink;

/**
 * A network interface of the firewall: frames that come in on it, and frames that are sent out of it. Used by one
 * thread. Needs CAP_NET_RAW and CAP_NET_ADMIN.
 */
final class Port implements AutoCloseable {
    private static final int SLOTS = 1024;
    private static final int FRAMES_PER_POLL = 64;

    private final PacketSocket socket;
    private final PacketTransmitter transmitter;

    Port(final String name) throws CaptureException {
        // the other host's frames are for its peer, not for this interface; our own come out of the transmitter
        socket = PacketSocket.open(CaptureOptions.builder(name).snapLength(PacketTransmitter.MAX_FRAME)
            .promiscuous(true).outgoing(false).build());
        try {
            transmitter = new PacketTransmitter(name, SLOTS);
        } catch (final CaptureException e) {
            socket.close();
            throw e;
        }
    }

    /** Let frames in. */
    void start() throws CaptureException {
        socket.start();
    }

    /** Hand over frames that have come in; gives how many. */
    int poll(final FrameSink sink) {
        return socket.poll(sink, FRAMES_PER_POLL);
    }

    /** Queue a frame; false when it is lost because the queue stays full. */
    boolean send(final long address, final int length) throws CaptureException {
        if (transmitter.send(address, length)) {
            return true;
        }
        transmitter.kick();
        return transmitter.send(address, length);
    }

    /** See whether the interface is still there. */
    void check() throws CaptureException {
        if (socket.linkState() == LinkState.GONE) {
            throw new CaptureException("network interface " + socket.options().interfaceName() + " is gone");
        }
    }

    /** Send what is queued. */
    void flush() throws CaptureException {
        transmitter.kick();
    }

    @Override
    public void close() {
        transmitter.close();
        socket.close();
    }
}
