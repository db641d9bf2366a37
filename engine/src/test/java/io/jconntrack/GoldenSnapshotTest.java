/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.LoadResult;
import io.jconntrack.snapshot.SnapshotLoader;
import io.jconntrack.snapshot.SnapshotReader;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Snapshots of every version are read for ever. {@link MakeGoldenSnapshots} made the files.
 */
class GoldenSnapshotTest {
    private static Path file(final String name) {
        final URL resource = GoldenSnapshotTest.class.getResource("snapshot/" + name);
        return Path.of(Objects.requireNonNull(resource, name).getPath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1/classic-all", "v1/classic-none", "v1/linux-all", "v1/linux-none"})
    void shouldShowWhatItShowedThen(final String name) throws IOException {
        try (SnapshotReader reader = SnapshotReader.open(file(name + ".snapshot"))) {
            assertEquals(MakeGoldenSnapshots.NOW, reader.nowNanos());
            assertEquals(MakeGoldenSnapshots.EPOCH, reader.epochNanos());
            assertEquals("golden", reader.trackerName());
            assertEquals(4711, reader.trackerPid());
            assertEquals(name.endsWith("all") ? 4 : 0, reader.columns().size());
            assertEquals(31, reader.settings().get(Setting.GRE_TIMEOUT));
            assertEquals(0, reader.settings().get(Setting.TCP_LOOSE));
            assertEquals(Files.readString(file(name + ".txt"), StandardCharsets.US_ASCII),
                MakeGoldenSnapshots.shown(reader));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1/classic-all", "v1/classic-none", "v1/linux-all", "v1/linux-none"})
    void shouldBeLoaded(final String name) throws IOException {
        final Profile profile = name.contains("linux") ? Profile.LINUX : Profile.CLASSIC;
        try (Conntrack conntrack = Conntrack.builder().settings(new Settings(profile).set("max", "1000")).build();
            SnapshotLoader loader = SnapshotLoader.open(file(name + ".snapshot"), profile)) {
            final LoadResult result = loader.load(conntrack, 5, MakeGoldenSnapshots.EPOCH);
            assertTrue(result.loaded() > 40, result.toString());
            assertEquals(result.loaded(), conntrack.count());
            assertEquals(0, result.expired() + result.duplicates() + result.full(), result.toString());
        }
    }
}
