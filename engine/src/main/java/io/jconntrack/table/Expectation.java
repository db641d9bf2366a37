/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

/**
 * A connection that is to come: what its first packet looks like, and which connection it belongs to, its master.
 * Mutable; to be filled for a new expectation, or filled by a listing. Source address and source port may be anything.
 */
public final class Expectation {
    private static final int MAX_PORT = 0xFFFF;
    private static final int MAX_HELPER = 15;

    /** Source port that says "any". */
    public static final int ANY_PORT = -1;
    /** The time-out of the helpers that come with the tracker: 300 seconds, as in Linux. */
    public static final long DEFAULT_TIMEOUT_NANOS = 300_000_000_000L;

    /** The expectation stays when its connection comes. */
    static final int PERMANENT = 1;
    /** No connection is found by it yet. */
    static final int INACTIVE = 1 << 1;
    static final int ANY_SOURCE = 1 << 2;
    static final int ANY_SOURCE_PORT = 1 << 3;

    int l3;
    int protocol;
    int zone;
    long sourceHigh;
    long sourceLow;
    int sourcePort;
    long destinationHigh;
    long destinationLow;
    int destinationPort;
    int flags;
    int helper;
    long timeoutNanos;
    /** For those that were read. */
    long word;
    long master;
    long deadlineNanos;

    /** One that has to be filled. */
    public Expectation() {
        reset(4, 0, 0);
    }

    /**
     * Begin anew: anything to nowhere, in 300 seconds, once.
     *
     * @param ofL3 4 or 6.
     * @param ofProtocol IP protocol number.
     * @param ofZone 0 to 65535; the master's.
     * @return this.
     */
    public Expectation reset(final int ofL3, final int ofProtocol, final int ofZone) {
        l3 = ofL3;
        protocol = ofProtocol;
        zone = ofZone;
        sourceHigh = 0;
        sourceLow = 0;
        sourcePort = 0;
        destinationHigh = 0;
        destinationLow = 0;
        destinationPort = 0;
        flags = ANY_SOURCE | ANY_SOURCE_PORT;
        helper = 0;
        timeoutNanos = DEFAULT_TIMEOUT_NANOS;
        word = 0;
        master = 0;
        deadlineNanos = 0;
        return this;
    }

    /**
     * From where it comes.
     *
     * @param high first eight bytes of the address; 0 for IPv4.
     * @param low last eight bytes, or the IPv4 address.
     * @param port 0 to 65535, or {@link #ANY_PORT}.
     * @return this.
     */
    public Expectation from(final long high, final long low, final int port) {
        sourceHigh = high;
        sourceLow = low;
        flags &= ~(ANY_SOURCE | ANY_SOURCE_PORT);
        return fromPort(port);
    }

    /**
     * From which port it comes, from any address unless that was said.
     *
     * @param port 0 to 65535, or {@link #ANY_PORT}.
     * @return this.
     * @throws IllegalArgumentException when it is neither.
     */
    public Expectation fromPort(final int port) {
        if (port != ANY_PORT) {
            require(port >= 0 && port <= MAX_PORT, "port must be 0 to 65535: port=", port);
        }
        sourcePort = port == ANY_PORT ? 0 : port;
        flags = flags & ~ANY_SOURCE_PORT | (port == ANY_PORT ? ANY_SOURCE_PORT : 0);
        return this;
    }

    /**
     * Where it goes.
     *
     * @param high first eight bytes of the address; 0 for IPv4.
     * @param low last eight bytes, or the IPv4 address.
     * @param port 0 to 65535.
     * @return this.
     * @throws IllegalArgumentException when the port is not.
     */
    public Expectation to(final long high, final long low, final int port) {
        require(port >= 0 && port <= MAX_PORT, "port must be 0 to 65535: port=", port);
        destinationHigh = high;
        destinationLow = low;
        destinationPort = port;
        return this;
    }

    /**
     * How long it is waited for.
     *
     * @param nanos above 0.
     * @return this.
     * @throws IllegalArgumentException when it is not.
     */
    public Expectation timeout(final long nanos) {
        require(nanos > 0, "a time-out must be above 0: nanos=", nanos);
        timeoutNanos = nanos;
        return this;
    }

    /**
     * Whether it stays when its connection comes.
     *
     * @param stays true for as many connections as come within its time.
     * @return this.
     */
    public Expectation permanent(final boolean stays) {
        flags = flags & ~PERMANENT | (stays ? PERMANENT : 0);
        return this;
    }

    /**
     * Whether it is only kept, but not looked at.
     *
     * @param sleeps true for one by which no connection is found.
     * @return this.
     */
    public Expectation inactive(final boolean sleeps) {
        flags = flags & ~INACTIVE | (sleeps ? INACTIVE : 0);
        return this;
    }

    /**
     * The helper that the expected connection is given.
     *
     * @param number as it was registered; 0 for none.
     * @return this.
     * @throws IllegalArgumentException when no helper can have it.
     */
    public Expectation helper(final int number) {
        require(number >= 0 && number <= MAX_HELPER, "a helper's number is 0 to 15: number=", number);
        helper = number;
        return this;
    }

    private static void require(final boolean holds, final String message, final long value) {
        if (!holds) {
            throw new IllegalArgumentException(message + value);
        }
    }

    /** META of the descriptor. */
    long meta() {
        return (long)zone << 48 | (long)l3 << 40 | (long)protocol << 32 | (long)sourcePort << 16 | destinationPort;
    }

    void meta(final long from) {
        zone = (int)(from >>> 48);
        l3 = (int)(from >>> 40) & 0xFF;
        protocol = (int)(from >>> 32) & 0xFF;
        sourcePort = (int)(from >>> 16) & 0xFFFF;
        destinationPort = (int)from & 0xFFFF;
    }

    /**
     * IP version.
     *
     * @return 4 or 6.
     */
    public int l3() {
        return l3;
    }

    /**
     * IP protocol number.
     *
     * @return 0 to 255.
     */
    public int protocol() {
        return protocol;
    }

    /**
     * Zone.
     *
     * @return 0 to 65535.
     */
    public int zone() {
        return zone;
    }

    /**
     * Whether it may come from any address.
     *
     * @return true when the source says nothing.
     */
    public boolean isFromAnywhere() {
        return (flags & ANY_SOURCE) != 0;
    }

    /**
     * First eight bytes of the source address.
     *
     * @return 0 for IPv4, and for any.
     */
    public long sourceHigh() {
        return sourceHigh;
    }

    /**
     * Last eight bytes of the source address.
     *
     * @return the whole address for IPv4; 0 for any.
     */
    public long sourceLow() {
        return sourceLow;
    }

    /**
     * Source port.
     *
     * @return 0 to 65535, or {@link #ANY_PORT}.
     */
    public int sourcePort() {
        return (flags & ANY_SOURCE_PORT) != 0 ? ANY_PORT : sourcePort;
    }

    /**
     * First eight bytes of the destination address.
     *
     * @return 0 for IPv4.
     */
    public long destinationHigh() {
        return destinationHigh;
    }

    /**
     * Last eight bytes of the destination address.
     *
     * @return the whole address for IPv4.
     */
    public long destinationLow() {
        return destinationLow;
    }

    /**
     * Destination port.
     *
     * @return 0 to 65535.
     */
    public int destinationPort() {
        return destinationPort;
    }

    /**
     * Whether it stays when its connection comes.
     *
     * @return see {@link #permanent(boolean)}.
     */
    public boolean isPermanent() {
        return (flags & PERMANENT) != 0;
    }

    /**
     * Whether it is not looked at.
     *
     * @return see {@link #inactive(boolean)}.
     */
    public boolean isInactive() {
        return (flags & INACTIVE) != 0;
    }

    /**
     * The helper that the expected connection is given.
     *
     * @return its number, 0 for none.
     */
    public int helper() {
        return helper;
    }

    /**
     * Number of the master's entry.
     *
     * @return 0 and up; -1 for one that was not read from a tracker.
     */
    public int master() {
        return (int)(master - 1 >> 8);
    }

    /**
     * Time until it is no longer waited for.
     *
     * @param nowNanos the caller's time.
     * @return whole seconds, rounded down, not below 0.
     */
    public long secondsLeft(final long nowNanos) {
        return Math.max(0, deadlineNanos - nowNanos) / 1_000_000_000L;
    }
}
