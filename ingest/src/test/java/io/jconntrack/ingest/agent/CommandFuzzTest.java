/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jconntrack.Conntrack;
import io.jconntrack.entry.Column;
import io.jconntrack.memory.Region;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Any bytes as commands for a worker, and as the file in which they, their answers and all counters stand.
 */
class CommandFuzzTest {
    private static final int CAPACITY = 1 << 16;
    private static final int CALLS = 20_000;
    private static final long PAUSE = 2_000_000_000L;
    private static final int SMALL = 64;
    /** Damaged messages one behind the other, each of which is waited for. */
    private static final int STALLS = 64;
    private static final Path FILE = Path.of("target", "fuzz-cnc.dat");
    private static final Conntrack CONNTRACK = Conntrack.builder().settings(new Settings(Profile.LINUX)
        .set("max", "64").set("checksum", "0")).columns(Column.MARK).build();
    private static final UnsafeBuffer LONGEST =
        new UnsafeBuffer(new byte[CommandDescriptor.length(CommandDescriptor.MAX_COUNT)]);
    private static final UdpFrame FRAME = new UdpFrame(4);

    /** Head and tail in two bytes each (times eight), then what lies in the ring. */
    @FuzzTest(maxDuration = "1m")
    void commands(final byte[] input) {
        if (input.length < 4) {
            return;
        }
        for (int port = 1; port < 8; port++) {
            FRAME.ports(port, 53);
            CONNTRACK.process(FRAME.buffer, FRAME.ip(), FRAME.length - FRAME.ip(), System.nanoTime());
        }
        final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(CncDescriptor.commandLength(CAPACITY)));
        memory.putLong(CAPACITY + RingBufferDescriptor.HEAD_POSITION_OFFSET, position(input, 0));
        memory.putLong(CAPACITY + RingBufferDescriptor.TAIL_POSITION_OFFSET, position(input, 2));
        memory.putBytes(0, input, 4, Math.min(CAPACITY, input.length - 4));
        final UnsafeBuffer answers = new UnsafeBuffer(ByteBuffer.allocateDirect(AnswerDescriptor.LENGTH));
        final WorkerCommands commands = new WorkerCommands(CONNTRACK, new CommandRing(memory), answers, 0);
        carryOut(commands, PAUSE);
        // a claim that nothing follows waits until something does
        final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(memory);
        final boolean sent = ring.write(CommandDescriptor.FLUSH, LONGEST, 0, LONGEST.capacity());
        carryOut(commands, CALLS * PAUSE);
        if (!sent || ring.consumerPosition() != ring.producerPosition() || CONNTRACK.count() > SMALL) {
            throw new AssertionError("sent=" + sent + " left=" + (ring.producerPosition() - ring.consumerPosition()));
        }
    }

    private static void carryOut(final WorkerCommands commands, final long from) {
        long now = from;
        for (int idle = 0, calls = 0; idle < STALLS && calls < CALLS; calls++) {
            if (commands.poll() == 0) {
                idle++;
                now += PAUSE;
                commands.unblock(now);
            }
        }
    }

    private static long position(final byte[] input, final int at) {
        return ((input[at] & 0xFF) << 8 | input[at + 1] & 0xFF) * 8L;
    }

    private static byte[] fresh() throws IOException {
        Files.createDirectories(FILE.getParent());
        try (Cnc cnc = Cnc.create(FILE, 1, "max = 64\n", false, () -> 1_000)) {
            cnc.counters().newCounter("one", 1);
            cnc.errors().record(new IOException("one"));
            cnc.ready();
        }
        return Files.readAllBytes(FILE);
    }

    /** Four bytes for each of the lengths, xor-ed; then one that tells how much of the rest are errors. */
    @FuzzTest(maxDuration = "1m")
    void file(final byte[] input) throws IOException {
        final byte[] file = fresh();
        final int changed = Math.min(24, input.length);
        final byte[] rest = Arrays.copyOfRange(input, changed, input.length);
        final int errors;
        final int labels;
        final int values;
        try (Region region = SharedFiles.map(FILE, false)) {
            final UnsafeBuffer buffer = new UnsafeBuffer(region.address(), (int)region.length());
            final CncDescriptor.Layout layout = new CncDescriptor.Layout(1,
                buffer.getInt(CncDescriptor.COMMAND_LENGTH), buffer.getInt(CncDescriptor.LABELS_LENGTH),
                buffer.getInt(CncDescriptor.VALUES_LENGTH), buffer.getInt(CncDescriptor.ERRORS_LENGTH),
                buffer.getInt(CncDescriptor.SETTINGS_LENGTH));
            errors = layout.errors();
            labels = layout.labels();
            values = layout.values();
        }
        for (int i = 0; i < changed; i++) {
            file[CncDescriptor.WORKERS + i] ^= input[i];
        }
        if (rest.length > 0) {
            final int start = switch (rest[0] & 3) {
                case 0 -> errors;
                case 1 -> labels;
                case 2 -> values;
                default -> 0;
            };
            System.arraycopy(rest, 1, file, start, Math.min(rest.length - 1, file.length - start));
        }
        Files.write(FILE, file);
        look();
    }

    private static void look() throws IOException {
        final CncReader reader;
        try {
            reader = CncReader.open(FILE);
        } catch (final IOException e) {
            if (!e.getMessage().startsWith(FILE.toString())) {
                throw new AssertionError(e);
            }
            return;
        }
        try (reader) {
            final long[] seen = new long[1];
            reader.forEach((worker, kind, value) -> seen[0]++, (worker, reason, value) -> seen[0]++);
            reader.errors((count, first, last, text) -> seen[0] += text.getBytes(StandardCharsets.UTF_8).length);
            reader.settings();
            for (final TrackerCounter counter : TrackerCounter.values()) {
                reader.get(counter);
            }
            final Histogram histogram = LatencyCounts.newHistogram();
            reader.latencies(0).addSince(LatencyCounts.newSeen(), histogram);
        }
    }
}
