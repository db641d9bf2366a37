/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example firewall between real programs. */
class FirewallTest {
    private static final int SCANNED = 300;
    /** What curl says of a connection that nobody answers. */
    private static final int TIMED_OUT = 28;
    private static final String PATIENCE = "0.5";
    /** The first address of a connection is that of the host that opened it. */
    private static final Pattern FROM_INSIDE = Pattern.compile("[^=]* src=(10\\.78\\.0\\.1|fd78:[0:]*:0001) ");
    private static final Pattern REFUSED = Pattern.compile(", (\\d+) NEW_FROM_OUTSIDE, (\\d+) NEW_WITHOUT_SYN");

    @TempDir
    private Path directory;

    @Test
    void shouldLetRealProgramsOutAndNobodyIn() throws Exception {
        for (final String program : List.of("curl", "ping", "nft")) {
            assumeTrue(Hosts.has(program), "needs " + program);
        }
        final byte[] file = new byte[3_000_000];
        new Random(1).nextBytes(file);
        Files.write(directory.resolve("file"), file);
        try (Lab lab = new Lab(directory)) {
            for (final String address : List.of("10.78.0.1", "fd78::1", "10.78.0.2", "fd78::2")) {
                serve(lab, address);
            }
            for (final String server : List.of("10.78.0.2", "[fd78::2]")) {
                fetch(lab, server, file);
            }
            for (final String server : List.of("10.78.0.2", "fd78::2")) {
                assertEquals(0, lab.run("inside", "ping", "-c", "2", "-i", "0.2", "-W", "5", server).status());
            }
            assertTrue(lab.run("inside", "bash", "-c", "exec 3<>/dev/udp/10.78.0.2/9; echo >&3; read -t 5 -u 3")
                .output().contains("Connection refused"), "an ICMP error comes back");
            for (final String server : List.of("10.78.0.1", "[fd78::1]")) {
                assertEquals(TIMED_OUT, connect(lab, "outside", server + ":8000"));
            }
            scan(lab);
            withoutSyn(lab);
            lab.await("it has refused them all", FirewallTest::tellsOfAll);
            checkTable(lab.end());
        }
    }

    private void serve(final Lab lab, final String address) throws Exception {
        lab.start(side(address), directory.resolve("web-" + address.replace(':', '-')),
            List.of(Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString(), "-b", address, "-p",
            "8000", "-d", directory.toAbsolutePath().toString()));
    }

    private static String side(final String address) {
        return address.endsWith("1") || address.endsWith("1]") ? "inside" : "outside";
    }

    private void fetch(final Lab lab, final String server, final byte[] file) throws Exception {
        final Path copy = directory.resolve("copy");
        final Hosts.Ended ended = lab.run("inside", "curl", "-sS", "--retry-connrefused", "--retry", "30",
            "--retry-delay", "1", "-o", copy.toString(), "http://" + server + ":8000/file");
        assertEquals(0, ended.status(), ended.output());
        assertArrayEquals(file, Files.readAllBytes(copy));
    }

    /** Exit status of curl, which does not wait long for a connection. */
    private static int connect(final Lab lab, final String host, final String server) {
        return lab.run(host, "curl", "-s", "-o", "/dev/null", "--connect-timeout", PATIENCE, "http://" + server + "/")
            .status();
    }

    private static void scan(final Lab lab) {
        assertEquals(TIMED_OUT, lab.run("outside", "curl", "-s", "-o", "/dev/null", "--connect-timeout", PATIENCE, "-Z",
            "--parallel-immediate", "--parallel-max", String.valueOf(SCANNED),
            "http://10.78.0.1:[1-" + SCANNED + "]/").status());
    }

    /** Connections whose SYN has become an ACK on its way out, though a server is there. */
    private static void withoutSyn(final Lab lab) {
        for (final String host : List.of("inside", "outside")) {
            assertEquals(0, lab.run(host, "nft", "add table inet t; add chain inet t o { type filter hook output "
                + "priority 0; }; add rule inet t o tcp flags set ack").status());
        }
        assertEquals(TIMED_OUT, connect(lab, "inside", "10.78.0.2:8000"));
        assertEquals(TIMED_OUT, connect(lab, "outside", "10.78.0.1:8000"));
    }

    private static boolean tellsOfAll(final String printed) {
        // the scan, a connection over each IP, and one without SYN
        return REFUSED.matcher(printed).results().anyMatch(counts -> Integer.parseInt(counts.group(1)) >= SCANNED + 3
            && Integer.parseInt(counts.group(2)) >= 1);
    }

    private static void checkTable(final String printed) {
        final List<String> table = printed.lines().filter(line -> line.contains("src=")).toList();
        assertEquals(List.of(), table.stream().filter(line -> !FROM_INSIDE.matcher(line).lookingAt()).toList());
        assertTrue(table.stream().anyMatch(line -> line.matches("tcp .* dport=8000 .*\\[ASSURED\\].*")), printed);
    }
}
