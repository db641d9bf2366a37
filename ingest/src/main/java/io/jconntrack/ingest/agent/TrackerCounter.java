/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

/**
 * What each worker of a tracker counts, in the order of the counters in its file. Packets by the reason of an INVALID
 * or ignored one follow, see {@code WorkerCounters}.
 */
public enum TrackerCounter {
    /** Frames taken from the packet ring. */
    FRAMES("frames"),
    /** Packets with the verdict NEW. */
    NEW("packets NEW"),
    /** Packets with the verdict ESTABLISHED. */
    ESTABLISHED("packets ESTABLISHED"),
    /** Packets with the verdict RELATED. */
    RELATED("packets RELATED"),
    /** Packets with the verdict INVALID. */
    INVALID("packets INVALID"),
    /** Packets with the verdict UNTRACKED. */
    UNTRACKED("packets UNTRACKED"),
    /** Fragments kept until their datagram was whole. */
    FRAGMENT("packets FRAGMENT"),
    /** Frames without an IP packet. */
    NOTIP("frames NOTIP"),
    /** Connections in the table, of all workers. */
    ENTRIES("entries"),
    /** Connections that the table can hold. */
    CAPACITY("entries at most"),
    /** Connections that made room for new ones. */
    EARLY_DROPS("early drops"),
    /** Connections whose time was over. */
    EXPIRED("expired"),
    /** Connections removed by command. */
    DELETED("deleted by command"),
    /** Connections whose mark or time-out was set by command. */
    UPDATED("updated by command"),
    /** Commands that made no sense. */
    REFUSED("commands refused"),
    /** Events that were published. */
    EVENTS("events"),
    /** Connections that packets opened. */
    OPENED("opened"),
    /** Connections that their protocol ended at once. */
    ENDED("ended by their protocol"),
    /** Entries that the timer wheel visited. */
    WHEEL_VISITS("wheel visits"),
    /** Entries that the timer wheel linked elsewhere, because a packet had moved their deadline. */
    WHEEL_MOVES("wheel moves"),
    /** Nanoseconds that the timer wheel is behind, in whole ticks. */
    WHEEL_BEHIND("wheel behind, nanoseconds"),
    /** Datagrams of which some fragments are kept. */
    FRAGMENT_DATAGRAMS("datagrams waiting for fragments"),
    /** Bytes that kept fragments take. */
    FRAGMENT_BYTES("bytes of waiting fragments");

    private final String label;

    TrackerCounter(final String label) {
        this.label = label;
    }

    /**
     * Its name in words.
     *
     * @return a few words.
     */
    public String label() {
        return label;
    }
}
