/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our delete, update and flush beside conntrack(8) -D, -U and -F, on connections that both trackers have: they print
 * the same lines, leave the same connections with the same marks behind, and end with the same status.
 */
class RealChangesTest {
    @Test
    void shouldChangeWhatConntrackChanges(@TempDir final Path directory) throws Exception {
        try (TwoTrackers both = new TwoTrackers(directory, "--columns", "mark")) {
            both.talk();
            assertSameTables(both, "before");
            for (final String step : """
                -U -f ipv4 -p udp -m 5
                -U -s 10.77.0.1 -m 0x13/0x0f
                -U -f ipv4 -p udp -m 5
                -U -f ipv4 -p udp -m 5
                -U -d fd77::2 -p tcp --dport 8080 -m 0xffffffff
                -U -r 10.77.0.2 -p icmp -m 7 -t 300
                -U -s fd77::1 -t 200
                -U -s 10.99.0.1 -m 9
                -D -p tcp --dport 8080 -f ipv6
                -D -p tcp --dport 8080 -f ipv6
                -D -m 5/0xff
                -D -s 10.77.0.0/24 -p icmp --icmp-id 77
                -D -f ipv4 -p tcp --state TIME_WAIT
                -D -q fd77::1 -p sctp
                -D -p 99
                -D -o extended -p udp
                -D -o xml -p gre
                -D -f ipv6
                -D
                -D
                """.lines().toList()) {
                compare(both, step);
            }
            both.talk();
            assertSameTables(both, "after talking again");
            assertTrue(TwoTrackers.comparable(both.kernel("-L").output()).lines().count() > 20);
            compare(both, "-F");
            assertEquals("", TwoTrackers.comparable(both.kernel("-L").output()));
        }
    }

    /** conntrack 1.4.7 asks for a family in a way that the kernel does not read; ours does what was asked. */
    @Test
    void shouldFlushOneFamilyWhereConntrackFlushesBoth(@TempDir final Path directory) throws Exception {
        try (TwoTrackers both = new TwoTrackers(directory)) {
            both.talk();
            assertEquals(0, both.kernel("-F -f ipv6").status());
            assertEquals("", TwoTrackers.comparable(both.kernel("-L").output()));
            final String v4 = list(both, "-f ipv4");
            assertFalse(v4.isEmpty());
            assertFalse(list(both, "-f ipv6").isEmpty());
            assertEquals(0, both.ours("flush", "-f ipv6").status());
            assertEquals("", list(both, "-f ipv6"));
            assertEquals(v4, list(both, "-f ipv4"));
        }
    }

    private static void compare(final TwoTrackers both, final String step) {
        final TwoTrackers.Ran kernel = both.kernel(step);
        final boolean hasForm = step.contains(" -o ");
        final String[] words = step.split(" ", 2);
        final TwoTrackers.Ran ours = both.ours(words[0], ("-F".equals(step) || hasForm ? "" : "-o conntrack ")
            + (words.length > 1 ? words[1] : ""));
        final List<String> theirLines = TwoTrackers.comparable(kernel.output()).lines().toList();
        // conntrack 1.4.7 leaves out what would make an XML document of the flows that it deletes
        final List<String> ourLines = TwoTrackers.comparable(ours.output()).lines()
            .filter(line -> !step.contains("xml") || line.startsWith("<flow>")).toList();
        if (step.startsWith("-U")) {
            // conntrack 1.4.7 counts all that it updates, but prints only some of them
            assertTrue(ourLines.containsAll(theirLines), () -> step + "\n" + kernel.output() + ours.output());
            assertEquals(kernel.count(), ours.count(), step);
            assertEquals(ours.count(), ourLines.size(), step);
        } else {
            assertEquals(theirLines, ourLines, step);
        }
        assertEquals(kernel.status(), ours.status(), () -> step + ": " + ours.output());
        assertSameTables(both, "after " + step);
    }

    private static void assertSameTables(final TwoTrackers both, final String when) {
        assertEquals(TwoTrackers.comparable(both.kernel("-L").output()), list(both, ""), when);
    }

    private static String list(final TwoTrackers both, final String options) {
        return TwoTrackers.comparable(both.ours("list", "-o conntrack " + options).output());
    }
}
