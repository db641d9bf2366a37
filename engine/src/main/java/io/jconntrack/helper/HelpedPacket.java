/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.helper;

import io.jconntrack.entry.Expectation;

/**
 * A packet of a connection that has a helper, as that sees it. Used again for one packet after the other; valid while
 * the helper looks at it.
 */
public abstract class HelpedPacket {
    /** Bytes that a helper has for each of its connections. */
    public static final int STATE_LENGTH = 48;

    /** For the tracker, and for tests of a helper. */
    protected HelpedPacket() {
        // nothing to be set
    }

    /**
     * Who sent it.
     *
     * @return 0 for the original direction, 1 for the reply.
     */
    public abstract int direction();

    /**
     * Whether the connection has seen packets both ways, this one included.
     *
     * @return false while the packet's state is NEW or RELATED.
     */
    public abstract boolean isReplied();

    /**
     * IP version.
     *
     * @return 4 or 6.
     */
    public abstract int l3();

    /**
     * First eight bytes of the address of the packet's sender, or receiver.
     *
     * @param ofSender whose.
     * @return 0 for IPv4.
     */
    public abstract long addressHigh(boolean ofSender);

    /**
     * Last eight bytes of the address of the packet's sender, or receiver.
     *
     * @param ofSender whose.
     * @return the whole address for IPv4.
     */
    public abstract long addressLow(boolean ofSender);

    /**
     * Port of the packet's sender, or receiver.
     *
     * @param ofSender whose.
     * @return 0 to 65535; of protocols without ports what stands in their place, 0 when nothing does.
     */
    public abstract int port(boolean ofSender);

    /**
     * TCP sequence number of the payload's first byte.
     *
     * @return 32 bits; of a SYN one less; of another protocol what stands in its place, 0 when nothing does.
     */
    public abstract int sequence();

    /**
     * Length of the payload.
     *
     * @return in bytes.
     */
    public abstract int length();

    /**
     * Byte of the payload.
     *
     * @param at offset, not below 0.
     * @return 0 to 255; -1 beyond its end.
     */
    public abstract int byteAt(int at);

    /**
     * What the helper keeps for the connection.
     *
     * @param at offset in it, a multiple of four, 0 to {@link #STATE_LENGTH} - 4.
     * @return what was put there, 0 at first.
     */
    public abstract int state(int at);

    /**
     * Keep something for the connection.
     *
     * @param at offset, as for {@link #state(int)}.
     * @param value to keep.
     */
    public abstract void state(int at, int value);

    /**
     * An expectation to be filled: of the connection's address family and zone, from anywhere, in 300 seconds, once.
     *
     * @param protocol IP protocol number.
     * @return always the same object.
     */
    public abstract Expectation expectation(int protocol);

    /**
     * Expect a connection from now on.
     *
     * @param wanted what is expected; copied.
     * @return false when another connection expects the same, or there are as many expectations as there may be.
     */
    public abstract boolean expect(Expectation wanted);
}
