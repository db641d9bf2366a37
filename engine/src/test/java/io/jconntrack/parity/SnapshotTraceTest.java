/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.Conntrack;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.ConntrackDump;
import io.jconntrack.snapshot.LoadResult;
import io.jconntrack.snapshot.SnapshotFile;
import io.jconntrack.snapshot.SnapshotLoader;
import io.jconntrack.snapshot.SnapshotWriter;
import io.jconntrack.text.JsonFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random traffic with windows, retransmissions and errors: a tracker that is ended again and again, and goes on from a
 * snapshot on a clock of its own, gives each packet the answer of one that never ended.
 */
class SnapshotTraceTest {
    private static final int PACKETS = 20_000;
    private static final int RESTARTS = 8;

    @TempDir
    Path directory;

    private static Settings settings(final Profile profile, final Map<String, String> changed) {
        final Settings settings = new Settings(profile).set("checksum", "0").set("acct", "1").set("timestamp", "1")
            .set("max", "100000").set("tcp_window_tracking", "1");
        changed.forEach(settings::set);
        return settings;
    }

    @ParameterizedTest
    @CsvSource({"TCP, LINUX", "TCP, CLASSIC", "SCTP, LINUX", "DATAGRAMS, LINUX", "DATAGRAMS, CLASSIC"})
    void shouldAnswerAsIfItHadNeverEnded(final TrafficGenerator.Kind kind, final Profile profile)
        throws IOException {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("SnapshotTraceTest: -Djconntrack.seed=" + seed);
        final Capture capture = TrafficGenerator.generate(kind, seed, PACKETS);
        final Map<String, String> few = Variants.tcp().get("max-retrans1");
        run(capture, settings(profile, Map.of()), new SplittableRandom(seed));
        run(capture, settings(profile, few), new SplittableRandom(seed));
    }

    private void run(final Capture capture, final Settings settings, final SplittableRandom random)
        throws IOException {
        final UnsafeBuffer buffer = new UnsafeBuffer(capture.data());
        long now = 0;
        long shift = 0;
        long loaded = 0;
        Conntrack restarted = Conntrack.builder().settings(settings).build();
        try (Conntrack lasting = Conntrack.builder().settings(settings).build()) {
            for (int i = 0; i < capture.size(); i++) {
                if (i % (capture.size() / RESTARTS) == capture.size() / RESTARTS / 2) {
                    final long newShift = random.nextLong(1L << 50);
                    final Conntrack next = Conntrack.builder().settings(settings).build();
                    final LoadResult result = restart(restarted, next, now + shift, now + newShift);
                    assertEquals(lasting.count(), restarted.count());
                    restarted.close();
                    restarted = next;
                    shift = newShift;
                    lasting.poll(now, Integer.MAX_VALUE);
                    assertEquals(new LoadResult(lasting.count(), 0, 0, 0, Set.of()), result);
                    loaded += result.loaded();
                }
                now = Math.max(now, capture.micros(i) * 1000);
                assertEquals(answer(lasting, capture, buffer, i, now), answer(restarted, capture, buffer, i,
                    now + shift), "packet=" + i);
            }
            assertEquals(lasting.count(), restarted.count());
        } finally {
            restarted.close();
        }
        assertTrue(loaded > 20, "loaded=" + loaded);
    }

    private LoadResult restart(final Conntrack from, final Conntrack to, final long oldNanos, final long newNanos)
        throws IOException {
        final Path file = directory.resolve("snapshot");
        from.poll(oldNanos, Integer.MAX_VALUE);
        SnapshotFile.save(file, new SnapshotWriter("", 0, from.settings(), entries -> { }),
            new ConntrackDump(from, oldNanos, 1));
        try (SnapshotLoader loader = SnapshotLoader.open(file, from.settings().profile())) {
            return loader.load(to, newNanos, 1);
        }
    }

    private static String answer(final Conntrack conntrack, final Capture capture, final UnsafeBuffer buffer,
        final int i, final long now) {
        conntrack.poll(now, Integer.MAX_VALUE);
        final int length = capture.length(i);
        final long verdict =
            conntrack.processFrame(buffer, capture.offset(i), length, length, capture.linkType(), now);
        final StringBuilder line = new StringBuilder(512);
        new JsonFormat(conntrack).appendVerdict(line, i, verdict, 0, now);
        return line.toString();
    }
}
