/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.agrona.UnsafeApi;

/**
 * Sends Ethernet frames out of an interface by a memory-mapped ring, for load generators. Needs CAP_NET_RAW. Frames
 * skip the interface's queueing discipline.
 * <p>
 * {@link #send(long, int)} puts a frame into the ring; {@link #kick()} lets the kernel send what is there. Used by one
 * thread. Allocates nothing per frame.
 */
public final class PacketTransmitter implements AutoCloseable {
    /** Longest frame, Ethernet header included. */
    public static final int MAX_FRAME = 2048 - FrameDescriptorV2.SEND_DATA;

    private static final int PACKET_VERSION = 10;
    private static final int PACKET_TX_RING = 13;
    private static final int PACKET_LOSS = 14;
    private static final int PACKET_QDISC_BYPASS = 20;
    private static final int FRAME_BYTES = 2048;
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int SEND_BUFFER = 1 << 26;

    private final int slots;
    private final long ring;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = arena.allocate(Native.STATE);
    private int socket;
    private int slot;
    private long taken;
    private int waiting;

    /**
     * A transmitter.
     *
     * @param interfaceName with Ethernet framing, in the network namespace of the calling thread.
     * @param slots frames that the ring holds, a power of two from 32 to 65536.
     * @throws CaptureException when there is no such interface, the right is missing, or the kernel refuses an option.
     */
    public PacketTransmitter(final String interfaceName, final int slots) throws CaptureException {
        if (slots < 32 || slots > 1 << 16 || Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("slots=" + slots + " is no power of two from 32 to 65536");
        }
        this.slots = slots;
        socket = PacketSocket.openDescriptor(CaptureOptions.builder(interfaceName).build());
        try {
            final Link link = Link.find(socket, interfaceName);
            if (link.kind() != LinkKind.ETHERNET) {
                throw new CaptureException("frames can only be sent where framing is Ethernet's: interface="
                    + interfaceName);
            }
            option("PACKET_VERSION", PACKET_VERSION, RingVersion.V2.number);
            // a frame that cannot be sent is skipped; it does not stop those behind it
            option("PACKET_LOSS", PACKET_LOSS, 1);
            option("PACKET_QDISC_BYPASS", PACKET_QDISC_BYPASS, 1);
            check("SO_SNDBUFFORCE", SocketCalls.setOption(socket, SocketCalls.SOL_SOCKET, SocketCalls.SO_SNDBUFFORCE,
                SEND_BUFFER));
            check("a ring of " + slots + " frames", SocketCalls.setOption(socket, SocketCalls.SOL_PACKET,
                PACKET_TX_RING, arena.allocateFrom(JAVA_INT, BLOCK_BYTES, slots / (BLOCK_BYTES / FRAME_BYTES),
                FRAME_BYTES, slots)));
            // protocol 0: sends only
            check("bind to " + interfaceName, SocketCalls.bind(socket, link.index(), 0));
            ring = SocketCalls.map(socket, (long)slots * FRAME_BYTES);
            check("mmap of the ring", ring < 0 ? (int)ring : 0);
        } catch (final CaptureException e) {
            SocketCalls.close(socket);
            throw e;
        }
    }

    /**
     * Put a frame into the ring. It is not sent before {@link #kick()}.
     *
     * @param address of the frame, off-heap; copied.
     * @param length 14 to {@link #MAX_FRAME}; the caller has checked it.
     * @return false when the ring is full: kick, then try again.
     */
    public boolean send(final long address, final int length) {
        final long at = ring + (long)slot * FRAME_BYTES;
        if (UnsafeApi.getIntAcquire(null, at + FrameDescriptorV2.STATUS) != FrameStatus.KERNEL) {
            return false;
        }
        UnsafeApi.copyMemory(address, at + FrameDescriptorV2.SEND_DATA, length);
        UnsafeApi.putInt(at + FrameDescriptorV2.LENGTH, length);
        UnsafeApi.putIntRelease(null, at + FrameDescriptorV2.STATUS, FrameStatus.SEND_REQUEST);
        slot = slot + 1 & slots - 1;
        waiting++;
        return true;
    }

    /**
     * Let the kernel send what is in the ring. On a virtual interface the frames have arrived at the other end when it
     * returns, as far as the kernel works at once.
     *
     * @throws CaptureException when the interface is down or gone.
     */
    public void kick() throws CaptureException {
        final long result = SocketCalls.sendRing(socket, state);
        if (result < 0 && result != -Native.EAGAIN && result != -Native.ENOBUFS && result != -Native.EINTR) {
            throw new CaptureException("frames cannot be sent: " + Native.error(result));
        }
        if (result >= 0) {
            taken += waiting;
            waiting = 0;
        }
    }

    /**
     * Frames that the kernel took to send.
     *
     * @return how many.
     */
    public long sent() {
        return taken;
    }

    @Override
    public void close() {
        if (socket >= 0) {
            SocketCalls.unmap(ring, (long)slots * FRAME_BYTES);
            SocketCalls.close(socket);
            socket = -1;
        }
    }

    private void option(final String name, final int option, final int value) throws CaptureException {
        check(name, SocketCalls.setOption(socket, SocketCalls.SOL_PACKET, option, value));
    }

    private static void check(final String what, final int result) throws CaptureException {
        if (result < 0) {
            throw new CaptureException("the kernel refused " + what + ": " + Native.error(result));
        }
    }
}
