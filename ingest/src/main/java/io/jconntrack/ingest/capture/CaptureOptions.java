/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

/**
 * What is captured and how. Immutable; made by {@link #builder(String)}, which checks every value.
 *
 * @param interfaceName of a network interface, or {@link #ANY}.
 * @param version of the ring.
 * @param snapLength bytes kept of a frame, {@link #WHOLE} for all.
 * @param ringBytes of one queue's ring.
 * @param blockBytes of one block, a power of two: for V3 what is handed over at once.
 * @param retireMillis V3 only: how long the kernel fills a block before it hands it over.
 * @param promiscuous whether frames for other hosts are wanted too.
 * @param outgoing whether frames that this host sends are wanted; those of the loopback interface never are, since
 *     each comes back as an incoming one.
 * @param filter in the syntax of tcpdump, empty for none.
 * @param queues that share the interface.
 * @param fanoutGroup in which they do, 0 to 65535.
 */
public record CaptureOptions(String interfaceName, RingVersion version, int snapLength, int ringBytes, int blockBytes,
    int retireMillis, boolean promiscuous, boolean outgoing, String filter, int queues, int fanoutGroup) {
    /** Captures on all interfaces. */
    public static final String ANY = "any";
    /** Keeps frames whole. */
    public static final int WHOLE = 0;
    /**
     * Bytes kept of a frame: Ethernet with two VLAN tags 22, IPv6 40, hop-by-hop, routing and fragment headers 56, TCP
     * with all its options 60 makes 178; an ICMPv6 error that quotes a packet with its own extension headers and ports
     * needs 22 + 40 + 8 + 40 + 56 + 8 = 174. What is lost: the checksum of a longer packet cannot be checked, and of
     * an SCTP packet only the chunks at its start are seen.
     */
    public static final int DEFAULT_SNAP_LENGTH = 256;
    /** Most queues of an interface, as the kernel has it. */
    public static final int MAX_QUEUES = 256;
    /** Least snap length: Ethernet, one VLAN tag, IPv4 or IPv6, and the ports. */
    public static final int MIN_SNAP_LENGTH = 64;
    /** Greatest snap length. */
    public static final int MAX_SNAP_LENGTH = 65_535;

    private static final int PAGE = 4096;
    private static final int MAX_BLOCK = 1 << 22;
    private static final int MAX_RING = 1 << 30;

    /** Checks what the builder was given. */
    public CaptureOptions {
        check(interfaceName.matches("[^/\\s]{1,15}"), "interface=" + interfaceName
            + " is no name of a network interface: 1 to 15 characters, no slash and no space");
        check(snapLength == WHOLE || snapLength >= MIN_SNAP_LENGTH && snapLength <= MAX_SNAP_LENGTH, "snaplen="
            + snapLength + " is out of range: " + MIN_SNAP_LENGTH + " to " + MAX_SNAP_LENGTH
            + ", or 0 for whole frames");
        check(blockBytes >= PAGE && blockBytes <= MAX_BLOCK && Integer.bitCount(blockBytes) == 1, "blockBytes="
            + blockBytes + " is no power of two from " + PAGE + " to " + MAX_BLOCK);
        check(ringBytes <= MAX_RING && ringBytes / blockBytes >= 2, "ringBytes=" + ringBytes
            + " is out of range: two blocks, " + 2L * blockBytes + ", to " + MAX_RING);
        check(retireMillis >= 1 && retireMillis <= 1000, "retireMillis=" + retireMillis
            + " is out of range: 1 to 1000");
        check(queues >= 1 && queues <= MAX_QUEUES, "queues=" + queues + " is out of range: 1 to " + MAX_QUEUES);
        check(fanoutGroup >= 0 && fanoutGroup <= 0xFFFF, "fanoutGroup=" + fanoutGroup
            + " is out of range: 0 to 65535");
        check(!promiscuous || !interfaceName.equals(ANY),
            "promiscuous mode needs one interface: interface=" + ANY);
    }

    /**
     * Options of a capture.
     *
     * @param interfaceName of a network interface, or {@link #ANY}.
     * @return a builder that has a sensible value for everything else.
     */
    public static Builder builder(final String interfaceName) {
        return new Builder(interfaceName);
    }

    /**
     * Whether all interfaces are captured.
     *
     * @return true for {@link #ANY}.
     */
    public boolean anyInterface() {
        return interfaceName.equals(ANY);
    }

    private static void check(final boolean right, final String message) {
        if (!right) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Collects options. */
    public static final class Builder {
        private final String interfaceName;
        private RingVersion version = RingVersion.V2;
        private int snapLength = DEFAULT_SNAP_LENGTH;
        private int ringBytes = 1 << 24;
        private int blockBytes;
        private int retireMillis = 1;
        private boolean promiscuous;
        private boolean outgoing = true;
        private String filter = "";
        private int queues = 1;
        private int fanoutGroup;

        private Builder(final String interfaceName) {
            this.interfaceName = interfaceName;
        }

        /**
         * How the kernel hands frames over; {@link RingVersion#V2} unless told otherwise.
         *
         * @param value the version.
         * @return this.
         */
        public Builder version(final RingVersion value) {
            version = value;
            return this;
        }

        /**
         * Bytes kept of a frame; {@link #DEFAULT_SNAP_LENGTH} unless told otherwise.
         *
         * @param bytes 64 to 65535, or {@link #WHOLE}.
         * @return this.
         */
        public Builder snapLength(final int bytes) {
            snapLength = bytes;
            return this;
        }

        /**
         * Memory of a queue's ring; 16 MiB unless told otherwise.
         *
         * @param bytes two blocks to 1 GiB; what is not a whole block is left out.
         * @return this.
         */
        public Builder ringBytes(final int bytes) {
            ringBytes = bytes;
            return this;
        }

        /**
         * Bytes of a block; unless told otherwise 64 KiB for V2, 16 KiB for V3, 256 KiB for whole frames.
         *
         * @param bytes a power of two from 4 KiB to 4 MiB.
         * @return this.
         */
        public Builder blockBytes(final int bytes) {
            blockBytes = bytes;
            return this;
        }

        /**
         * How long the kernel fills a block, V3 only; 1 ms unless told otherwise.
         *
         * @param milliseconds 1 to 1000.
         * @return this.
         */
        public Builder retireMillis(final int milliseconds) {
            retireMillis = milliseconds;
            return this;
        }

        /**
         * Whether frames for other hosts are wanted too; they are not unless told otherwise.
         *
         * @param wanted true for promiscuous mode.
         * @return this.
         */
        public Builder promiscuous(final boolean wanted) {
            promiscuous = wanted;
            return this;
        }

        /**
         * Whether frames that this host sends are wanted; they are unless told otherwise.
         *
         * @param wanted false to see incoming ones only.
         * @return this.
         */
        public Builder outgoing(final boolean wanted) {
            outgoing = wanted;
            return this;
        }

        /**
         * Which frames are wanted; all of them unless told otherwise.
         *
         * @param expression in the syntax of tcpdump.
         * @return this.
         */
        public Builder filter(final String expression) {
            filter = expression.strip();
            return this;
        }

        /**
         * Queues that share the interface; one unless told otherwise.
         *
         * @param number of them, 1 to 256.
         * @param group 0 to 65535, one that no other capture uses.
         * @return this.
         */
        public Builder queues(final int number, final int group) {
            queues = number;
            fanoutGroup = group;
            return this;
        }

        /**
         * The options.
         *
         * @return what was collected.
         * @throws IllegalArgumentException that names the value that is out of its range.
         */
        public CaptureOptions build() {
            final int block = blockBytes != 0 ? blockBytes
                : snapLength == WHOLE || snapLength > 1 << 13 ? 1 << 18
                : version == RingVersion.V2 ? 1 << 16 : 1 << 14;
            final CaptureOptions options = new CaptureOptions(interfaceName, version, snapLength, ringBytes, block,
                retireMillis, promiscuous, outgoing, filter, queues, fanoutGroup);
            check(RingGeometry.of(options).framesPerBlock() > 0, "blockBytes=" + block
                + " has no room for a frame of snaplen=" + snapLength);
            return options;
        }
    }
}
