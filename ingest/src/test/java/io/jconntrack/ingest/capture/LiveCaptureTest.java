/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static io.jconntrack.ingest.capture.NetworkNamespace.FAR;
import static io.jconntrack.ingest.capture.NetworkNamespace.NEAR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ingest.ring.FrameFlags;
import io.jconntrack.memory.Region;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.AgentTerminationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The running kernel, in a network namespace: frames over a veth pair and over loopback. */
class LiveCaptureTest {
    private static final long SEED = Long.getLong("jconntrack.seed", System.nanoTime());
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private NetworkNamespace namespace;

    @BeforeEach
    void makeNamespace() throws Exception {
        namespace = new NetworkNamespace();
    }

    @AfterEach
    void removeNamespace() throws Exception {
        if (namespace != null) {
            namespace.close();
        }
    }

    @ParameterizedTest
    @EnumSource(RingVersion.class)
    void shouldSeeEveryFrameOnceAsItWasSent(final RingVersion version) throws Exception {
        final Random random = new Random(SEED);
        final List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            sent.add(udp(i & 0xFFFF, 9, 18 + random.nextInt(1400)));
        }
        final Captured captured = namespace.call(() -> {
            try (PacketSocket socket = PacketSocket.open(CaptureOptions.builder(FAR).version(version).build())) {
                socket.start();
                final Captured sink = new Captured();
                send(NEAR, sent);
                drain(socket, sink, sent.size());
                socket.readKernelCounters();
                assertEquals(sent.size(), socket.statistics().kernelFrames());
                assertEquals(0, socket.statistics().kernelDrops());
                return sink;
            }
        });
        assertEquals(sent.size(), captured.frames.size(), "seed=" + SEED);
        long before = 0;
        for (int i = 0; i < sent.size(); i++) {
            final Captured.Frame frame = captured.frames.get(i);
            final byte[] bytes = sent.get(i);
            assertEquals(bytes.length, frame.length(), "frame " + i + " seed=" + SEED);
            assertArrayEquals(Arrays.copyOf(bytes, Math.min(256, bytes.length)), frame.bytes(), "frame " + i);
            assertEquals(bytes.length > 256 ? FrameFlags.TRUNCATED : 0, frame.flags() & ~FrameFlags.CHECKSUM_VALID);
            assertEquals(1, frame.linkType());
            assertTrue(frame.nanos() >= before, "frame " + i + " seed=" + SEED);
            before = frame.nanos();
        }
    }

    @ParameterizedTest
    @EnumSource(RingVersion.class)
    void shouldKeepFramesWholeWhenAskedTo(final RingVersion version) throws Exception {
        final Captured captured = capture(CaptureOptions.builder(FAR).version(version).snapLength(0), 1,
            () -> send(NEAR, List.of(udp(1, 9, 1472))));
        assertEquals(0, captured.frames.get(0).flags() & FrameFlags.TRUNCATED);
        assertEquals(1514, captured.frames.get(0).bytes().length);
    }

    @ParameterizedTest
    @EnumSource(RingVersion.class)
    void shouldTellTheVlanTagThatTheKernelTookOut(final RingVersion version) throws Exception {
        final byte[] plain = udp(1, 9, 30);
        final byte[] tagged = ByteBuffer.allocate(plain.length + 4).put(plain, 0, 12).putInt(0x8100_A005)
            .put(plain, 12, plain.length - 12).array();
        final Captured captured = capture(CaptureOptions.builder(FAR).version(version), 1,
            () -> send(NEAR, List.of(tagged)));
        final Captured.Frame frame = captured.frames.get(0);
        assertEquals(FrameFlags.VLAN, frame.flags() & ~FrameFlags.CHECKSUM_VALID);
        assertEquals(0x8100_A005, frame.vlan());
        assertArrayEquals(plain, frame.bytes());
        assertEquals(plain.length, frame.length());
    }

    @ParameterizedTest
    @EnumSource(RingVersion.class)
    void shouldMarkWhatIsSentAndWhoseChecksumIsStillToCome(final RingVersion version) throws Exception {
        final Captured near = capture(CaptureOptions.builder(NEAR).version(version), 1,
            () -> datagram("10.9.0.2"));
        assertEquals(FrameFlags.OUTGOING | FrameFlags.CHECKSUM_NOT_READY, near.frames.get(0).flags());
        final Captured far = capture(CaptureOptions.builder(FAR).version(version), 1, () -> datagram("10.9.0.2"));
        assertEquals(FrameFlags.CHECKSUM_NOT_READY, far.frames.get(0).flags());
        final Captured any = capture(CaptureOptions.builder("any").version(version), 2, () -> datagram("10.9.0.2"));
        assertEquals(101, any.frames.get(0).linkType());
        assertEquals(0x45, any.frames.get(0).bytes()[0]);
        assertEquals(FrameFlags.OUTGOING, (any.frames.get(0).flags() ^ any.frames.get(1).flags()));
    }

    @Test
    void shouldLeaveOutWhatIsSentWhenAskedTo() throws Exception {
        namespace.call(() -> {
            try (PacketSocket socket = PacketSocket.open(CaptureOptions.builder(NEAR).outgoing(false).build())) {
                socket.start();
                datagram("10.9.0.2");
                final Captured sink = new Captured();
                send(FAR, List.of(udp(7, 9, 30)));
                drain(socket, sink, 1);
                assertEquals(7, sink.frames.get(0).u16(34));
                return 0;
            }
        });
    }

    @ParameterizedTest
    @EnumSource(RingVersion.class)
    void shouldSeeAPacketOnLoopbackOnce(final RingVersion version) throws Exception {
        for (final String name : new String[] {"lo", "any"}) {
            namespace.call(() -> {
                try (PacketSocket socket =
                    PacketSocket.open(CaptureOptions.builder(name).version(version).filter("udp").build())) {
                    socket.start();
                    final Captured sink = new Captured();
                    for (int i = 0; i < 50; i++) {
                        datagram("127.0.0.1");
                    }
                    drain(socket, sink, 50);
                    assertEquals(50, socket.statistics().repeated());
                    assertEquals(name.equals("lo") ? 1 : 101, sink.frames.get(0).linkType());
                    assertTrue(sink.frames.stream().allMatch(frame -> (frame.flags() & FrameFlags.OUTGOING) == 0));
                    return 0;
                }
            });
        }
    }

    @Test
    void shouldSeeOnlyWhatPassesTheFilter() throws Exception {
        final List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(udp(1000 + i, i % 4 == 0 ? 53 : 80, 400));
        }
        final Captured captured = capture(CaptureOptions.builder(FAR).filter("udp and dst port 53").snapLength(100), 25,
            () -> send(NEAR, sent));
        for (final Captured.Frame frame : captured.frames) {
            assertEquals(53, frame.u16(36));
            assertEquals(100, frame.bytes().length);
            assertEquals(442, frame.length());
        }
    }

    @ParameterizedTest
    @EnumSource(RingVersion.class)
    void shouldKeepBothDirectionsOfAConnectionInOneQueue(final RingVersion version) throws Exception {
        namespace.call(() -> {
            final CaptureOptions options = CaptureOptions.builder(FAR).version(version).queues(2, 4711).build();
            try (PacketSocket first = PacketSocket.open(options); PacketSocket second = PacketSocket.open(options)) {
                first.start();
                second.start();
                final List<byte[]> sent = new ArrayList<>();
                for (int i = 0; i < 400; i++) {
                    sent.add(udp(1000 + i % 200, 80, 30));
                }
                for (int i = 0; i < 200; i++) {
                    sent.add(turned(sent.get(i)));
                }
                send(NEAR, sent);
                final Captured one = new Captured();
                final Captured two = new Captured();
                final long deadline = System.nanoTime() + PATIENCE_NANOS;
                while (one.frames.size() + two.frames.size() < sent.size() && System.nanoTime() < deadline) {
                    first.poll(one, 100);
                    second.poll(two, 100);
                }
                assertEquals(sent.size(), one.frames.size() + two.frames.size());
                assertTrue(one.frames.size() > 100 && two.frames.size() > 100, one.frames.size() + " in the first");
                final Map<Integer, Captured> queues = new HashMap<>();
                for (final Captured queue : List.of(one, two)) {
                    for (final Captured.Frame frame : queue.frames) {
                        final int port = Math.max(frame.u16(34), frame.u16(36));
                        assertTrue(queues.computeIfAbsent(port, key -> queue) == queue, "port " + port);
                    }
                }
                return 0;
            }
        });
    }

    @ParameterizedTest
    @EnumSource(RingVersion.class)
    void shouldCountWhatTheKernelDroppedAndGoOn(final RingVersion version) throws Exception {
        namespace.call(() -> {
            try (PacketSocket socket = PacketSocket.open(
                CaptureOptions.builder(FAR).version(version).blockBytes(4096).ringBytes(8 * 4096).build())) {
                socket.start();
                final List<byte[]> sent = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    sent.add(udp(i, 9, 200));
                }
                send(NEAR, sent);
                final long deadline = System.nanoTime() + PATIENCE_NANOS;
                while (socket.statistics().kernelFrames() < 1000 && System.nanoTime() < deadline) {
                    socket.readKernelCounters();
                }
                final Captured sink = new Captured();
                final int left = (int)(1000 - socket.statistics().kernelDrops());
                assertTrue(left > 0 && left < 200, "left=" + left);
                drain(socket, sink, left);
                send(NEAR, List.of(udp(5000, 9, 200)));
                drain(socket, sink, left + 1);
                assertEquals(5000, sink.frames.getLast().u16(34));
                return 0;
            }
        });
    }

    @Test
    void shouldSayThatTheInterfaceIsDownOrGoneAndGoOnWhenItIsBack() throws Exception {
        namespace.call(() -> {
            final List<String> notes = new ArrayList<>();
            final CollectingSink sink = new CollectingSink();
            try (PacketSocket socket = PacketSocket.open(CaptureOptions.builder(FAR).build())) {
                socket.start();
                final CaptureAgent agent = new CaptureAgent(0, socket, sink, 20, CaptureAgent.ANY_CORE, notes::add);
                agent.onStart();
                namespace.inside("ip link set " + FAR + " down");
                workUntilNoted(agent, notes, 1);
                namespace.inside("ip link set " + FAR + " up");
                workUntilNoted(agent, notes, 2);
                assertEquals(List.of(FAR + " is down; waiting for it", FAR + " is up again"), notes);
                send(NEAR, List.of(udp(5, 9, 30)));
                final long deadline = System.nanoTime() + PATIENCE_NANOS;
                while (sink.captured.frames.isEmpty() && System.nanoTime() < deadline) {
                    agent.doWork();
                }
                assertEquals(1, sink.captured.frames.size());
                namespace.inside("ip link del " + FAR);
                final AgentTerminationException gone = assertThrows(AgentTerminationException.class,
                    () -> workUntilNoted(agent, notes, 9));
                assertTrue(gone.getMessage().contains("network interface " + FAR + " is gone"), gone.getMessage());
                agent.onClose();
            }
            return 0;
        });
    }

    @Test
    void shouldNameTheInterfacesThereAreWhenThereIsNone() throws Exception {
        namespace.call(() -> {
            final String message = assertThrows(CaptureException.class,
                () -> PacketSocket.open(CaptureOptions.builder("eth7").build())).getMessage();
            assertTrue(message.startsWith("no network interface eth7; there are: lo, "), message);
            assertTrue(message.contains(FAR), message);
            return 0;
        });
    }

    private Captured capture(final CaptureOptions.Builder options, final int expected, final Action action)
        throws Exception {
        return namespace.call(() -> {
            try (PacketSocket socket = PacketSocket.open(options.build())) {
                socket.start();
                final Captured sink = new Captured();
                action.run();
                drain(socket, sink, expected);
                return sink;
            }
        });
    }

    private static void workUntilNoted(final CaptureAgent agent, final List<String> notes, final int number) {
        final long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (notes.size() < number && System.nanoTime() < deadline) {
            agent.doWork();
        }
    }

    /** Take what comes until it is enough, then whatever else is there. */
    private static void drain(final PacketSocket socket, final Captured sink, final int expected) {
        final long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (sink.frames.size() < expected && System.nanoTime() < deadline) {
            if (socket.poll(sink, 100) == 0) {
                socket.await(10);
            }
        }
        // time for what should not come
        socket.await(10);
        socket.poll(sink, 1000);
        assertEquals(expected, sink.frames.size());
    }

    private static void send(final String name, final List<byte[]> frames) throws CaptureException {
        try (PacketTransmitter transmitter = new PacketTransmitter(name, 256);
            Region memory = Region.anonymous(1 << 12)) {
            for (final byte[] frame : frames) {
                for (int i = 0; i < frame.length; i++) {
                    UnsafeApi.putByte(memory.address() + i, frame[i]);
                }
                while (!transmitter.send(memory.address(), frame.length)) {
                    transmitter.kick();
                }
            }
            transmitter.kick();
            assertEquals(frames.size(), transmitter.sent());
        }
    }

    private static void datagram(final String to) throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[100], 100, InetAddress.getByName(to), 9));
        }
    }

    private static byte[] udp(final int sourcePort, final int port, final int payload) {
        final ByteBuffer frame = ByteBuffer.allocate(42 + payload);
        frame.putShort((short)0x0200).putInt(2).putShort((short)0x0200).putInt(1).putShort((short)0x0800);
        frame.putInt(0x4500_0000 | 28 + payload).putInt(0).putInt(0x4011_0000).putInt(0x0A09_0001).putInt(0x0A09_0002);
        int sum = 0x4500 + 28 + payload + 0x4011 + 0x0A09 * 2 + 3;
        sum = (sum & 0xFFFF) + (sum >> 16);
        frame.putShort(24, (short)~sum);
        frame.putShort((short)sourcePort).putShort((short)port).putShort((short)(8 + payload)).putShort((short)0);
        for (int i = 0; i < payload; i++) {
            frame.put((byte)(sourcePort + i));
        }
        return frame.array();
    }

    /** The answer to a frame: addresses and ports the other way round. */
    private static byte[] turned(final byte[] frame) {
        final byte[] answer = frame.clone();
        System.arraycopy(frame, 26, answer, 30, 4);
        System.arraycopy(frame, 30, answer, 26, 4);
        System.arraycopy(frame, 34, answer, 36, 2);
        System.arraycopy(frame, 36, answer, 34, 2);
        return answer;
    }

    /** What a test does while it captures. */
    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    /** Keeps frames, for an agent. */
    private static final class CollectingSink implements CaptureSink {
        private final Captured captured = new Captured();

        @Override
        public void frame(final long timestampNanos, final long address, final int capturedLength,
            final int originalLength, final int linkType, final int flags, final int vlan) {
            captured.frame(timestampNanos, address, capturedLength, originalLength, linkType, flags, vlan);
        }

        @Override
        public void flush() {
            captured.flush();
        }

        @Override
        public void counters(final long kernelDrops, final long notIp) {
            assertTrue(kernelDrops >= 0 && notIp >= 0);
        }

        @Override
        public void close() {
            captured.frames.clear();
        }
    }
}
