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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real programs talk over a cable; at its near end our tracker and the kernel's see the same packets, and in the end
 * both have the same connections, line by line.
 */
class RealProgramsTest {
    /** Remaining seconds may differ by so much, beside what passes between the readings of the two tables. */
    private static final int SECONDS_APART = 2;
    /** The kernel's count of uses is one more while a packet of the connection is on its way through it. */
    private static final Pattern LINE = Pattern.compile("(ipv[46] +\\d+ \\S+ +\\d+) (\\d+) (.*) use=\\d+");

    @Test
    void shouldHaveTheSameConnectionsAsTheKernel(@TempDir final Path directory) throws Exception {
        for (final String program : List.of("nft", "curl", "ping", "dig", "dnsmasq", "iperf3")) {
            assumeTrue(Hosts.has(program), "needs " + program);
        }
        try (Hosts hosts = new Hosts()) {
            hosts.trackInKernel();
            try (LiveTracker live = new LiveTracker(hosts, directory)) {
                live.track().capture();
                talk(hosts, directory);
                live.settle();
                final long start = System.nanoTime();
                final List<String> kernel = hosts.kernelTable();
                final List<String> ours = live.ask("list").lines()
                    .filter(line -> !line.startsWith("jconntrack: ")).toList();
                assertSame(kernel, ours, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + 1, live);
            }
        }
    }

    private static void talk(final Hosts hosts, final Path directory) throws IOException {
        final Path file = Files.write(directory.resolve("file"), new byte[3_000_000]);
        final String web = Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString();
        for (final String address : List.of("10.77.0.2", "fd77::2")) {
            hosts.start(hosts.far, directory.resolve("web.log"),
                List.of(web, "-b", address, "-p", "8000", "-d", directory.toAbsolutePath().toString()));
        }
        hosts.start(hosts.near, directory.resolve("web-near.log"),
            List.of(web, "-b", "10.77.0.1", "-p", "8000", "-d", directory.toAbsolutePath().toString()));
        hosts.start(hosts.far, directory.resolve("dns.log"), List.of("dnsmasq", "--no-daemon", "--user=root",
            "--no-resolv", "--no-hosts", "--conf-file=/dev/null", "--address=/example.test/10.1.2.3",
            "--listen-address=10.77.0.2", "--listen-address=fd77::2", "--bind-interfaces"));
        hosts.start(hosts.far, directory.resolve("iperf.log"), List.of("iperf3", "-s"));
        for (int i = 0; i < 3; i++) {
            fetch(hosts, hosts.near, "http://10.77.0.2:8000/" + file.getFileName());
            fetch(hosts, hosts.near, "http://[fd77::2]:8000/" + file.getFileName());
            fetch(hosts, hosts.far, "http://10.77.0.1:8000/" + file.getFileName());
        }
        for (final String server : List.of("10.77.0.2", "fd77::2")) {
            assertTrue(hosts.on(hosts.near, "dig", "+short", "@" + server, "example.test").contains("10.1.2.3"));
            hosts.on(hosts.near, "dig", "+short", "+tcp", "@" + server, "example.test");
            hosts.on(hosts.near, "ping", "-c", "3", "-i", "0.2", server);
            // nobody listens there: the answer is an ICMP error, or a RST
            hosts.tryOn(hosts.near, "dig", "+tries=1", "+time=1", "-p", "5353", "@" + server, "example.test");
            hosts.tryOn(hosts.near, "curl", "-s", "http://" + (server.contains(":") ? "[" + server + "]" : server));
        }
        hosts.on(hosts.near, "iperf3", "-c", "10.77.0.2", "-P", "4", "-t", "2", "--bitrate", "20M");
        // nobody answers at that address, but the request gets onto the cable
        hosts.on(hosts.near, "ip", "neigh", "add", "10.77.0.77", "lladdr", "02:00:00:00:00:77", "dev", "near");
        hosts.tryOn(hosts.near, "ping", "-c", "1", "-W", "1", "10.77.0.77");
    }

    private static void fetch(final Hosts hosts, final String host, final String url) {
        hosts.on(host, "curl", "-s", "--retry-connrefused", "--retry", "20", "--retry-delay", "1", "-o", "/dev/null",
            url);
    }

    private static void assertSame(final List<String> kernel, final List<String> ours, final long passed,
        final LiveTracker live) {
        final List<String> missing = new ArrayList<>(kernel);
        final List<String> extra = new ArrayList<>();
        for (final String line : ours) {
            if (!missing.removeIf(other -> isSame(other, line, passed))) {
                extra.add(line);
            }
        }
        // what is about to expire may be gone on one side
        missing.removeIf(line -> seconds(line) <= passed + SECONDS_APART);
        extra.removeIf(line -> seconds(line) <= SECONDS_APART);
        assertEquals("", String.join("\n", missing), () -> "the kernel alone has this; we alone have\n"
            + String.join("\n", extra) + live.logs());
        assertEquals("", String.join("\n", extra), () -> "we alone have this" + live.logs());
        assertTrue(kernel.size() > 20, () -> "too few connections:\n" + String.join("\n", kernel));
    }

    private static boolean isSame(final String kernel, final String ours, final long passed) {
        final Matcher before = LINE.matcher(kernel);
        final Matcher after = LINE.matcher(ours);
        return before.matches() && after.matches() && before.group(1).equals(after.group(1))
            && before.group(3).equals(after.group(3)) && seconds(ours) <= seconds(kernel) + SECONDS_APART
            && seconds(ours) >= seconds(kernel) - passed - SECONDS_APART;
    }

    private static long seconds(final String line) {
        final Matcher matcher = LINE.matcher(line);
        assertTrue(matcher.matches(), line);
        return Long.parseLong(matcher.group(2));
    }
}
