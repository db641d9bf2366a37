/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.jconntrack.ingest.ring.FrameSink;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One queue of a capture: an AF_PACKET socket and its ring.
 * <p>
 * Only {@link #openDescriptor(CaptureOptions)} needs CAP_NET_RAW. A socket is deaf until {@link #start()}: with several
 * queues, attach all of them before the first is started, so that no frame goes to a queue that is not its own. Used by
 * one thread at a time; the network namespace is that of the thread that opens it.
 */
public final class PacketSocket implements AutoCloseable {
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_VERSION = 10;
    private static final int PACKET_FANOUT = 18;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int FANOUT_HASH = 0;
    private static final int FANOUT_DEFRAGMENT = 0x8000;
    private static final int FANOUT_IGNORE_OUTGOING = 0x4000;
    private static final int PROMISCUOUS = 1;
    private static final int ALL_PROTOCOLS = 3;
    private static final int AF_UNIX = 1;

    private final CaptureOptions options;
    private final Link link;
    private final BpfFilter filter;
    private final CaptureStatistics statistics = new CaptureStatistics();
    private final FrameReader reader;
    private final long ringBytes;
    private final long ring;
    private final FrameRingV2 frames;
    private final BlockRingV3 blocks;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment pollState = arena.allocate(Native.STATE);
    private final MemorySegment pollDescriptors = arena.allocate(8, 8);
    private final int[] numbers = new int[3];
    private int socket;

    private PacketSocket(final int socket, final CaptureOptions options, final Link link) throws CaptureException {
        this.socket = socket;
        this.options = options;
        this.link = link;
        final int snap = options.snapLength();
        filter = options.filter().isEmpty() ? BpfFilter.keeping(snap == 0 ? BpfFilter.ALL_BYTES : snap)
            : BpfFilter.compile(options.filter(), link.kind().linkType, snap);
        reader = new FrameReader(link.kind(), options.outgoing(), statistics);
        final RingGeometry geometry = RingGeometry.of(options);
        ringBytes = geometry.bytes();
        setUp(geometry);
        ring = SocketCalls.map(socket, ringBytes);
        check("mmap of the ring", ring < 0 ? (int)ring : 0);
        final boolean v2 = options.version() == RingVersion.V2;
        frames = v2 ? new FrameRingV2(ring, geometry, reader) : null;
        blocks = v2 ? null : new BlockRingV3(ring, geometry, reader);
        pollDescriptors.set(JAVA_INT, 0, socket);
        pollDescriptors.set(JAVA_SHORT, 4, SocketCalls.POLLIN);
    }

    /**
     * The one step that needs CAP_NET_RAW: make a socket, of the type that the interface asks for. It gets no frame
     * yet, and it stays open in a program that replaces this one.
     *
     * @param options of the capture.
     * @return number of its file, for {@link #attach(int, CaptureOptions)}.
     * @throws CaptureException when there is no such interface, or the right is missing.
     */
    public static int openDescriptor(final CaptureOptions options) throws CaptureException {
        final int type = findLink(options).kind().socketType;
        final int socket = SocketCalls.socket(type);
        if (socket == -Native.EPERM) {
            throw new CaptureException("AF_PACKET needs CAP_NET_RAW: run as root, with sudo, or with "
                + "systemd's AmbientCapabilities=CAP_NET_RAW");
        }
        if (socket < 0) {
            throw new CaptureException("no AF_PACKET socket: " + Native.error(socket));
        }
        return socket;
    }

    /**
     * Set a socket up for a capture: filter, ring, interface, fanout. Needs no privilege.
     *
     * @param socket from {@link #openDescriptor(CaptureOptions)}; closed with the result, and when this fails.
     * @param options that it was opened with.
     * @return a queue that is not started yet.
     * @throws CaptureException when the kernel refuses an option; the message names it.
     */
    public static PacketSocket attach(final int socket, final CaptureOptions options) throws CaptureException {
        try {
            return new PacketSocket(socket, options, findLink(options));
        } catch (final CaptureException | RuntimeException e) {
            SocketCalls.close(socket);
            throw e;
        }
    }

    /**
     * Open and attach in one go, where nothing is done about privileges.
     *
     * @param options of the capture.
     * @return a queue that is not started yet.
     * @throws CaptureException as the two would.
     */
    public static PacketSocket open(final CaptureOptions options) throws CaptureException {
        return attach(openDescriptor(options), options);
    }

    /**
     * Let frames in, from now on.
     *
     * @throws CaptureException when the kernel refuses the filter.
     */
    public void start() throws CaptureException {
        check("filter", filter.attach(socket));
    }

    /**
     * Hand over frames that have come, then flush the sink, then give their room back to the kernel.
     *
     * @param sink that takes them.
     * @param limit of frames; a V3 block is handed over as a whole.
     * @return frames there were, those left out included.
     */
    public int poll(final FrameSink sink, final int limit) {
        return frames != null ? frames.poll(sink, limit) : blocks.poll(sink, limit);
    }

    /**
     * Sleep until a frame has come.
     *
     * @param milliseconds at the most.
     * @return true when there is news of the interface: ask for its {@link #linkState()}.
     */
    public boolean await(final int milliseconds) {
        return SocketCalls.poll(pollDescriptors, milliseconds, pollState) > 0
            && pollDescriptors.get(JAVA_SHORT, 6) != SocketCalls.POLLIN;
    }

    /**
     * Ask the kernel what it counted since it was last asked, and add it to the statistics. Do so now and then: the
     * kernel's numbers have 32 bits.
     */
    public void readKernelCounters() {
        final int read = SocketCalls.getOption(socket, SocketCalls.SOL_PACKET, PACKET_STATISTICS, numbers);
        if (read >= 2) {
            statistics.addKernel(numbers[0] & 0xFFFF_FFFFL, numbers[1] & 0xFFFF_FFFFL,
                read > 2 ? numbers[2] & 0xFFFF_FFFFL : 0);
        }
    }

    /**
     * Whether the kernel said, since this was last asked, that it had dropped frames (V2 only).
     *
     * @return true when it did.
     */
    public boolean losing() {
        return reader.losing();
    }

    /**
     * How the interface is.
     *
     * @return up, down (frames come again when it is up again), or gone for good.
     */
    public LinkState linkState() {
        // reading the error clears it, or poll(2) would never sleep again
        SocketCalls.getOption(socket, SocketCalls.SOL_SOCKET, SocketCalls.SO_ERROR, numbers);
        if (link.index() != 0 && SocketCalls.boundInterface(socket) != link.index()) {
            return LinkState.GONE;
        }
        return link.isUp(socket) ? LinkState.UP : LinkState.DOWN;
    }

    /**
     * What happened to the queue's frames.
     *
     * @return live numbers.
     */
    public CaptureStatistics statistics() {
        return statistics;
    }

    /**
     * What is captured and how.
     *
     * @return as given.
     */
    public CaptureOptions options() {
        return options;
    }

    @Override
    public void close() {
        if (socket >= 0) {
            SocketCalls.unmap(ring, ringBytes);
            SocketCalls.close(socket);
            socket = -1;
        }
    }

    private void setUp(final RingGeometry geometry) throws CaptureException {
        // deaf until started: no frame before the filter is there, none for another queue before the group is complete
        check("filter", BpfFilter.keeping(0).attach(socket));
        check("PACKET_VERSION", packetOption(PACKET_VERSION, options.version().number));
        // stamps are then taken where the frame comes in, not where it reaches the ring
        check("SO_TIMESTAMPNS", SocketCalls.setOption(socket, SocketCalls.SOL_SOCKET, SocketCalls.SO_TIMESTAMPNS, 1));
        if (!options.outgoing()) {
            check("PACKET_IGNORE_OUTGOING", packetOption(PACKET_IGNORE_OUTGOING, 1));
        }
        check("a ring of " + ringBytes + " bytes in blocks of " + geometry.blockBytes(), askForRing(geometry));
        check("bind to " + link.name(), SocketCalls.bind(socket, link.index(), ALL_PROTOCOLS));
        if (options.promiscuous()) {
            check("promiscuous mode", goPromiscuous());
        }
        if (options.queues() > 1) {
            final int flags = FANOUT_DEFRAGMENT | (options.outgoing() ? 0 : FANOUT_IGNORE_OUTGOING);
            check("fanout group " + options.fanoutGroup(),
                packetOption(PACKET_FANOUT, options.fanoutGroup() | (FANOUT_HASH | flags) << 16));
        }
    }

    private int askForRing(final RingGeometry geometry) {
        try (Arena local = Arena.ofConfined()) {
            final MemorySegment request = local.allocate(JAVA_INT, options.version() == RingVersion.V2 ? 4 : 7);
            request.setAtIndex(JAVA_INT, 0, geometry.blockBytes());
            request.setAtIndex(JAVA_INT, 1, geometry.blocks());
            request.setAtIndex(JAVA_INT, 2, geometry.frameBytes());
            request.setAtIndex(JAVA_INT, 3, geometry.frames());
            if (options.version() == RingVersion.V3) {
                request.setAtIndex(JAVA_INT, 4, options.retireMillis());
            }
            return SocketCalls.setOption(socket, SocketCalls.SOL_PACKET, PACKET_RX_RING, request);
        }
    }

    private int goPromiscuous() {
        try (Arena local = Arena.ofConfined()) {
            final MemorySegment request = local.allocate(16, 8);
            request.set(JAVA_INT, 0, link.index());
            request.set(JAVA_SHORT, 4, (short)PROMISCUOUS);
            return SocketCalls.setOption(socket, SocketCalls.SOL_PACKET, PACKET_ADD_MEMBERSHIP, request);
        }
    }

    private int packetOption(final int option, final int value) {
        return SocketCalls.setOption(socket, SocketCalls.SOL_PACKET, option, value);
    }

    private static void check(final String what, final int result) throws CaptureException {
        if (result < 0) {
            throw new CaptureException("the kernel refused " + what + ": " + Native.error(result));
        }
    }

    private static Link findLink(final CaptureOptions options) throws CaptureException {
        final int any = SocketCalls.socket(AF_UNIX, SocketCalls.SOCK_DGRAM);
        if (any < 0) {
            throw new CaptureException("no socket to ask about interfaces: " + Native.error(any));
        }
        try {
            return Link.find(any, options.interfaceName());
        } finally {
            SocketCalls.close(any);
        }
    }
}
