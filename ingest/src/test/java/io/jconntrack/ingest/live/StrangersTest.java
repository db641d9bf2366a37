/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another user of the machine, and a tracker that runs as nobody.
 */
class StrangersTest {
    /** Of Debian's user daemon. */
    private static final int STRANGER = 1;

    @TempDir
    private Path directory;
    private Hosts hosts;
    private LiveTracker live;

    @BeforeEach
    void setUp() throws IOException {
        hosts = new Hosts();
        assumeTrue(Hosts.has("setpriv"), "needs setpriv, of Debian's package util-linux");
        live = new LiveTracker(hosts, directory);
    }

    @AfterEach
    void tearDown() throws IOException {
        if (live != null) {
            live.close();
        }
        if (hosts != null) {
            hosts.close();
        }
    }

    /** What a verb says to the stranger, who has the group of somebody. */
    private Hosts.Ended ask(final int group, final String... verb) {
        final List<String> command = new ArrayList<>(List.of("setpriv", "--reuid", String.valueOf(STRANGER), "--regid",
            String.valueOf(group), "--clear-groups"));
        command.addAll(live.programs().jconntrack(verb));
        command.addAll(List.of("--name", live.files.name()));
        return hosts.tryOn(hosts.near, command.toArray(String[]::new));
    }

    private void assertRefused(final Path file, final Hosts.Ended ended) {
        assertEquals("jconntrack: " + file + ": permission denied to user daemon\n", ended.output());
        assertEquals(1, ended.status());
    }

    private void assertTrackerRefuses(final String why) {
        final Hosts.Ended ended = hosts.tryOn(hosts.near, live.programs().jconntrack("track", "--name",
            live.files.name(), "--user", "nobody", "--for", "1").toArray(String[]::new));
        assertEquals(1, ended.status(), ended.output());
        assertTrue(ended.output().endsWith("jconntrack: " + live.files.directory() + why), ended.output());
    }

    @Test
    void shouldShowAStrangerNothing() {
        live.track();
        assertRefused(live.files.table(), ask(STRANGER, "list"));
        assertRefused(live.files.cnc(), ask(STRANGER, "stats"));
        assertRefused(live.files.lock(), ask(STRANGER, "top", "--once"));
        assertRefused(live.files.lock(), ask(STRANGER, "delete", "-p", "tcp"));
    }

    @Test
    void shouldLetTheGroupLookAndChangeNothing() throws IOException {
        live.track("--group-readable");
        final int group = (int)Files.getAttribute(live.files.directory(), "unix:gid");
        assertEquals(0, ask(group, "list").status());
        assertEquals(0, ask(group, "stats").status());
        assertRefused(live.files.cnc(), ask(group, "delete", "-p", "tcp"));
        assertRefused(live.files.table(), ask(STRANGER, "list"));
    }

    @Test
    void shouldNotUseWhatAStrangerHasPutInItsPlace() throws IOException {
        final Path place = live.files.directory();
        Files.createDirectory(place);
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setAttribute(place, "unix:uid", STRANGER);
        assertTrackerRefuses(": belongs to another user: owner=1 expected=65534; choose another --name, or have its "
            + "owner clean it\n");
        try (var files = Files.list(place)) {
            assertEquals(0, files.count());
        }
        Files.delete(place);
        final Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.createSymbolicLink(place, elsewhere);
        try {
            assertTrackerRefuses(": not a directory\n");
        } finally {
            Files.delete(place);
        }
    }
}
