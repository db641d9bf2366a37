/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

/**
 * Every figure of a tracker, by the name that JSON and Prometheus give it. docs/statistics.md lists them.
 */
public enum Metric {
    /** Whether the tracker lives. */
    UP("up", Type.GAUGE, Scope.TRACKER, "Whether the tracker lives: 1, or 0 when it has ended."),
    /** When it started. */
    START_TIME("start_time_seconds", Type.GAUGE, Scope.TRACKER, 1e-3, "When the tracker started, seconds since 1970."),
    /** When it was active. */
    ACTIVE_TIME("active_time_seconds", Type.GAUGE, Scope.TRACKER, 1e-3,
        "When the tracker was active last, seconds since 1970."),
    /** Errors. */
    ERRORS("errors", Type.COUNTER, Scope.TRACKER, "Errors that workers met; jconntrack stats shows them."),
    /** Capacity. */
    ENTRIES_LIMIT("entries_limit", Type.GAUGE, Scope.TRACKER, "Connections that the table can hold."),
    /** Table bytes by connection. */
    ENTRY_BYTES("entry_bytes", Type.GAUGE, Scope.TRACKER,
        "Bytes of the table's file for each connection that it can hold, its index and wheel included."),
    /** Bytes of the files. */
    FILE_BYTES("file_bytes", "file", Type.GAUGE, Scope.TRACKER,
        "Length of the tracker's files in shared memory, those of all workers together."),

    /** Connections. */
    ENTRIES("entries", Type.GAUGE, Scope.WORKER,
        "Connections of the worker in the table; each is linked in its timer wheel."),
    /** Frames taken. */
    FRAMES("frames", Type.COUNTER, Scope.WORKER, "Frames taken from the packet ring."),
    /** Frames without an IP packet. */
    FRAMES_NOT_IP("frames_not_ip", Type.COUNTER, Scope.WORKER, "Frames without an IP packet."),
    /** Packets by verdict. */
    PACKETS("packets", "verdict", Type.COUNTER, Scope.WORKER,
        "Packets by verdict; fragment: kept until the datagram is whole, or dropped."),
    /** Packets refused, by reason. */
    INVALID_PACKETS("invalid_packets", "reason", Type.COUNTER, Scope.WORKER,
        "Packets that were INVALID, and fragments that were dropped, by reason."),
    /** Packets let through and ignored, by reason. */
    IGNORED_PACKETS("ignored_packets", "reason", Type.COUNTER, Scope.WORKER,
        "Packets of a connection that were let through and changed nothing, by reason."),
    /** Connections opened. */
    OPENED("connections_opened", Type.COUNTER, Scope.WORKER, "Connections that packets opened."),
    /** Connections that found no place. */
    REFUSED("connections_refused", Type.COUNTER, Scope.WORKER,
        "New connections that found the table full and nothing to drop early; also invalid_packets, table_full."),
    /** Connections removed, by cause. */
    REMOVED("connections_removed", "cause", Type.COUNTER, Scope.WORKER,
        "Connections that ended; expired: their time was over, early_drop: made room in a full table, "
            + "protocol: ended at once, such as by a RST that refuses a SYN, deleted: by command."),
    /** Connections updated. */
    UPDATED("connections_updated", Type.COUNTER, Scope.WORKER,
        "Connections whose mark or time-out was changed by command."),
    /** Commands refused. */
    COMMANDS_REFUSED("commands_refused", Type.COUNTER, Scope.WORKER,
        "Commands that made no sense, and command rings thrown away because they could not be right."),
    /** Events. */
    EVENTS("events", Type.COUNTER, Scope.WORKER, "Events published, by this tracker and those before it."),
    /** Visits of the wheel. */
    WHEEL_VISITS("wheel_visits", Type.COUNTER, Scope.WORKER, "Entries that the timer wheel looked at."),
    /** Moves of the wheel. */
    WHEEL_MOVES("wheel_moves", Type.COUNTER, Scope.WORKER,
        "Entries that the timer wheel linked elsewhere, because a packet had moved their deadline."),
    /** How far the wheel is behind. */
    WHEEL_BEHIND("wheel_behind_seconds", Type.GAUGE, Scope.WORKER, 1e-9,
        "How far the timer wheel is behind, in ticks of 67 ms; the sum is that of the worst worker."),
    /** Datagrams that wait. */
    FRAGMENT_DATAGRAMS("fragment_datagrams", Type.GAUGE, Scope.WORKER,
        "Datagrams that wait for fragments, those included whose time is over, until the next fragment comes."),
    /** Bytes that wait. */
    FRAGMENT_BYTES("fragment_bytes", Type.GAUGE, Scope.WORKER, "Memory that waiting fragments take."),

    /** Frames captured. */
    RING_FRAMES("ring_frames", Type.COUNTER, Scope.RING, "Frames that capture helpers put on the packet ring."),
    /** Batches captured. */
    RING_BATCHES("ring_batches", Type.COUNTER, Scope.RING, "Batches of frames put on the packet ring."),
    /** Bytes captured. */
    RING_WIRE_BYTES("ring_wire_bytes", Type.COUNTER, Scope.RING,
        "Bytes that the frames put on the packet ring had on the wire."),
    /** Frames cut. */
    RING_TRUNCATED("ring_truncated_frames", Type.COUNTER, Scope.RING,
        "Frames put on the packet ring of which not all was captured."),
    /** Frames left out. */
    RING_NOT_IP("ring_not_ip_frames", Type.COUNTER, Scope.RING,
        "Frames that the capture helper left out because they hold no IP packet."),
    /** Frames lost. */
    RING_LOST("ring_lost_frames", "cause", Type.COUNTER, Scope.RING,
        "Frames that did not reach a verdict; kernel: the helper was too slow, ring_full: the tracker was, "
            + "helper_killed, tracker_killed: in the batch at hand."),
    /** Batches skipped. */
    RING_SKIPPED("ring_skipped_batches", "cause", Type.COUNTER, Scope.RING,
        "Batches that the tracker skipped; half_written: their helper was killed, damaged: they were none."),
    /** Helpers. */
    RING_HELPERS("ring_helpers", Type.COUNTER, Scope.RING, "Capture helpers that attached to the packet ring so far."),
    /** Trackers. */
    RING_TRACKERS("ring_trackers", Type.COUNTER, Scope.RING, "Trackers that attached to the packet ring so far."),
    /** Frames waiting. */
    RING_WAITING("ring_waiting_frames", Type.GAUGE, Scope.RING,
        "Frames that lie in the packet ring; more with each look: the tracker is too slow."),
    /** Size of the ring. */
    RING_CAPACITY("ring_capacity_bytes", Type.GAUGE, Scope.RING, "Bytes that the packet ring holds."),

    /** Buckets by keys. */
    INDEX_BUCKETS("index_buckets", "keys", Type.GAUGE, Scope.INDEX,
        "Buckets of the table's index, by the number of connections in them."),
    /** Connections by probes. */
    INDEX_ENTRIES("index_entries", "probes", Type.GAUGE, Scope.INDEX,
        "Connections by the number of buckets that a lookup reads to find them; 64: or more."),
    /** The longest probe. */
    INDEX_LONGEST_PROBE("index_longest_probe_buckets", Type.GAUGE, Scope.INDEX,
        "Buckets that the longest lookup of a connection reads."),
    /** Buckets that keys had to pass. */
    INDEX_OVERFLOWED("index_overflowed_buckets", Type.GAUGE, Scope.INDEX,
        "Buckets at which a lookup does not end, because connections had to pass them.");

    /** How a figure moves. */
    public enum Type {
        /** It only grows, until the tracker starts again. */
        COUNTER,
        /** It goes up and down. */
        GAUGE
    }

    /** What a figure is about. */
    public enum Scope {
        /** The tracker as a whole. */
        TRACKER,
        /** One worker. */
        WORKER,
        /** The packet ring of one worker. */
        RING,
        /** The table's index; read on request, in one pass over it. */
        INDEX
    }

    private final String label;
    private final String dimension;
    private final Type type;
    private final Scope scope;
    private final double scale;
    private final String help;

    Metric(final String label, final Type type, final Scope scope, final String help) {
        this(label, null, type, scope, 1, help);
    }

    Metric(final String label, final String dimension, final Type type, final Scope scope, final String help) {
        this(label, dimension, type, scope, 1, help);
    }

    Metric(final String label, final Type type, final Scope scope, final double scale, final String help) {
        this(label, null, type, scope, scale, help);
    }

    Metric(final String label, final String dimension, final Type type, final Scope scope, final double scale,
        final String help) {
        this.label = label;
        this.dimension = dimension;
        this.type = type;
        this.scope = scope;
        this.scale = scale;
        this.help = help;
    }

    /**
     * Its name in JSON.
     *
     * @return small letters, digits and underscores.
     */
    public String label() {
        return label;
    }

    /**
     * Its name in Prometheus, as it is shown there.
     *
     * @return the name with prefix, and with the suffix of a counter.
     */
    public String prometheusName() {
        return "jconntrack_" + label + (type == Type.COUNTER ? "_total" : "");
    }

    /**
     * What it is told by, beside the worker.
     *
     * @return a label's name, or null for nothing.
     */
    public String dimension() {
        return dimension;
    }

    /**
     * How it moves.
     *
     * @return the type.
     */
    public Type type() {
        return type;
    }

    /**
     * What it is about.
     *
     * @return the scope.
     */
    public Scope scope() {
        return scope;
    }

    /**
     * What a sample's whole number is multiplied by to get the unit that the name tells.
     *
     * @return 1, or less where time is kept in smaller units.
     */
    public double scale() {
        return scale;
    }

    /**
     * What it means.
     *
     * @return a sentence.
     */
    public String help() {
        return help;
    }
}
