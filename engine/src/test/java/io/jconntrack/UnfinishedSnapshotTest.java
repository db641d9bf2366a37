/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jconntrack.snapshot.ConntrackDump;
import io.jconntrack.snapshot.Dump;
import io.jconntrack.snapshot.SnapshotFile;
import io.jconntrack.snapshot.SnapshotWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a save leaves whose process was killed, and the next save to the same file.
 */
class UnfinishedSnapshotTest {
    private static final String NAME = "a.snapshot";
    /** Of Debian's user daemon. */
    private static final int STRANGER = 1;

    @TempDir
    private Path directory;
    private final Set<String> expected = new TreeSet<>(Set.of(NAME));

    private void leave(final String name, final boolean stays) throws IOException {
        Files.writeString(directory.resolve(name), "half of a");
        if (stays) {
            expected.add(name);
        }
    }

    private static String start(final long pid) throws IOException {
        final String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
    }

    private static long ended() throws IOException, InterruptedException {
        final Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    private void assertLeftAfterSave() throws IOException {
        try (Conntrack conntrack = Conntrack.builder().capacity(100).build();
            Dump dump = new ConntrackDump(conntrack, 1, 1)) {
            SnapshotFile.save(directory.resolve(NAME), new SnapshotWriter("test", 1, dump.settings(), c -> { }), dump);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(expected, files.map(file -> file.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void shouldRemoveWhatAProcessLeftThatIsGone() throws Exception {
        leave("." + NAME + "." + ended() + "-123-1a2b.tmp", false);
        leave("." + NAME + "." + ended() + "-1a2b.tmp", false);
        // the number is another process's now
        leave("." + NAME + "." + ProcessHandle.current().pid() + "-1-1a2b.tmp", false);
        assertLeftAfterSave();
    }

    @Test
    void shouldLeaveWhatALivingProcessMayStillWrite() throws Exception {
        final Process alive = new ProcessBuilder("sleep", "60").start();
        try {
            leave("." + NAME + "." + alive.pid() + "-" + start(alive.pid()) + "-1a2b.tmp", true);
            // without the time of its start, as older versions wrote it
            leave("." + NAME + "." + alive.pid() + "-1a2b.tmp", true);
            final long self = ProcessHandle.current().pid();
            leave("." + NAME + "." + self + "-" + start(self) + "-1a2b.tmp", true);
            assertLeftAfterSave();
        } finally {
            alive.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldLeaveWhatIsNoneOfItsOwn() throws Exception {
        final String gone = ended() + "-123-1a2b.tmp";
        leave(".b.snapshot." + gone, true);
        leave("." + NAME + ".old." + gone, true);
        leave(NAME + "." + gone, true);
        leave("." + NAME + "." + gone + "x", true);
        leave("." + NAME + ".12-34-xyz.tmp", true);
        leave("another", true);
        final String link = "." + NAME + "." + ended() + "-123-2.tmp";
        Files.createSymbolicLink(directory.resolve(link), directory.resolve("another"));
        expected.add(link);
        final String folder = "." + NAME + "." + ended() + "-123-3.tmp";
        Files.createDirectory(directory.resolve(folder));
        expected.add(folder);
        assertLeftAfterSave();
    }

    @Test
    void shouldLeaveWhatIsAnotherUsers() throws Exception {
        assumeTrue((int)Files.getAttribute(directory, "unix:uid") == 0, "needs root, to have a file of another user");
        final String name = "." + NAME + "." + ended() + "-123-1a2b.tmp";
        leave(name, true);
        Files.setAttribute(directory.resolve(name), "unix:uid", STRANGER);
        assertLeftAfterSave();
    }
}
