/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.entry;

/**
 * A connection that is to come: what its first packet looks like, and which connection it belongs to, its master.
 * Mutable; to be filled for a new expectation, or filled by a listing. Source address and source port may be anything.
 */
public final class Expectation {
    private static final int MAX_PORT = 0xFFFF;
    private static final int MAX_HELPER = 15;

    /** Source port that says "any". */
    public static final int ANY_PORT = -1;
    /** Expectations that one connection may have at a time. */
    public static final int MAX_EXPECTED = 8;
    /** The time-out of the helpers that come with the tracker: 300 seconds, as in Linux. */
    public static final long DEFAULT_TIMEOUT_NANOS = 300_000_000_000L;

    private int l3;
    private int protocol;
    private int zone;
    private boolean fromAnywhere;
    private long sourceHigh;
    private long sourceLow;
    private int sourcePort;
    private long destinationHigh;
    private long destinationLow;
    private int destinationPort;
    private boolean permanent;
    private boolean inactive;
    private int helper;
    private long timeoutNanos;
    /** For those that were read. */
    private long word;
    private long masterId;
    private long deadlineNanos;

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
        sourcePort = ANY_PORT;
        destinationHigh = 0;
        destinationLow = 0;
        destinationPort = 0;
        fromAnywhere = true;
        permanent = false;
        inactive = false;
        helper = 0;
        timeoutNanos = DEFAULT_TIMEOUT_NANOS;
        word = 0;
        masterId = -1;
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
        fromAnywhere = false;
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
        sourcePort = port;
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
        permanent = stays;
        return this;
    }

    /**
     * Whether it is only kept, but not looked at.
     *
     * @param sleeps true for one by which no connection is found.
     * @return this.
     */
    public Expectation inactive(final boolean sleeps) {
        inactive = sleeps;
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

    /**
     * Note where a tracker keeps it, and for whom: for the tracker, when it fills an expectation from its table.
     *
     * @param newWord by which the tracker finds it again; not 0.
     * @param newMasterId number of the connection that expects it, see io.jconntrack.Connection#id.
     * @param newDeadlineNanos when it is no longer waited for.
     * @return this.
     */
    public Expectation kept(final long newWord, final long newMasterId, final long newDeadlineNanos) {
        word = newWord;
        masterId = newMasterId;
        deadlineNanos = newDeadlineNanos;
        return this;
    }

    private static void require(final boolean holds, final String message, final long value) {
        if (!holds) {
            throw new IllegalArgumentException(message + value);
        }
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
        return fromAnywhere;
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
        return sourcePort;
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
        return permanent;
    }

    /**
     * Whether it is not looked at.
     *
     * @return see {@link #inactive(boolean)}.
     */
    public boolean isInactive() {
        return inactive;
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
     * How long it is waited for.
     *
     * @return nanoseconds, see {@link #timeout(long)}; the default for one that was read.
     */
    public long timeoutNanos() {
        return timeoutNanos;
    }

    /**
     * Where a tracker keeps it.
     *
     * @return see {@link #kept}; 0 for one that was not read from a tracker.
     */
    public long word() {
        return word;
    }

    /**
     * Number of the connection that expects it.
     *
     * @return see {@link #kept}; -1 for one that was not read from a tracker.
     */
    public long masterId() {
        return masterId;
    }

    /**
     * Number of the master's entry.
     *
     * @return 0 and up; -1 for one that was not read from a tracker.
     */
    public int master() {
        return (int)(masterId >> 8);
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
