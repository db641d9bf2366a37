/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

/**
 * One end of a TCP connection, as far as a generator must know it to send what it would send.
 */
final class Peer {
    final byte[] address;
    final int port;
    /** Initial sequence number. */
    int first;
    /** Next sequence number. */
    int next;
    /** What the other end has acknowledged. */
    int acknowledged;
    /** Highest sequence number, exclusive, that the other end has allowed. */
    int allowed;
    int window = 65535;
    /** Largest window that it has offered, scaled. */
    int maxWindow;
    /** Window scale that it offers in its SYN, or -1. */
    int scale = -1;
    byte[] synOptions = {};
    boolean closed;

    Peer(final byte[] address, final int port) {
        this.address = address;
        this.port = port;
    }

    /** Begin anew at a sequence number. */
    void restart(final int initial) {
        first = initial;
        next = initial;
        acknowledged = initial;
        allowed = initial;
        maxWindow = 0;
        closed = false;
    }

    /** What it would send now. */
    Segment segment(final Peer to, final int flags, final int payload) {
        final Segment segment = new Segment();
        segment.flags = flags;
        segment.payload = payload;
        segment.seq = segment.has(Segment.SYN) ? first : next;
        segment.ack = segment.has(Segment.ACK) ? to.next : 0;
        segment.window = window;
        if (segment.has(Segment.SYN)) {
            segment.options = synOptions;
        }
        return segment;
    }

    /** Remember that it was sent. */
    void sent(final Peer to, final Segment segment) {
        if (!segment.has(Segment.RST) && segment.end() - next > 0) {
            next = segment.end();
        }
        closed |= segment.has(Segment.FIN);
        final boolean scaled = !segment.has(Segment.SYN) && scale >= 0 && to.scale >= 0;
        final int offered = Math.max(1, segment.window << (scaled ? Math.min(scale, 14) : 0));
        maxWindow = Math.max(maxWindow, offered);
        if (segment.has(Segment.ACK)) {
            to.acknowledged = segment.ack;
            to.allowed = segment.ack + offered;
        }
    }
}
