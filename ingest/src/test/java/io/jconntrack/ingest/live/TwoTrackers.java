/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Programs talk over a cable at whose near end our tracker and the kernel's see the same packets, with the same
 * time-outs, none of which is over before the test is.
 */
final class TwoTrackers implements AutoCloseable {
    private static final String PROGRAM = Path.of("..", "engine", "src", "parity", "record-list").toAbsolutePath()
        .normalize().toString();
    private static final List<String> SHORT_TIMEOUTS = List.of("udp_timeout", "icmp_timeout", "icmpv6_timeout",
        "gre_timeout", "sctp_timeout_closed", "sctp_timeout_cookie_wait", "tcp_timeout_close",
        "tcp_timeout_close_wait");

    final Hosts hosts;
    final LiveTracker ours;

    /** Set them up; skips the test where that can't be done. */
    TwoTrackers(final Path directory, final String... options) throws IOException {
        for (final String program : List.of("nft", "conntrack", "python3")) {
            assumeTrue(Hosts.has(program), "needs " + program);
        }
        hosts = new Hosts();
        LiveTracker tracker = null;
        try {
            hosts.trackInKernel();
            hosts.on(hosts.near, "sysctl", "-qw", "net.netfilter.nf_conntrack_acct=1");
            hosts.start(hosts.far, directory.resolve("serve.log"), List.of(PROGRAM, "serve", "10.77.0.2", "fd77::2"));
            final List<String> all = new ArrayList<>(List.of(options));
            all.addAll(List.of("--set", "acct=1"));
            for (final String timeout : SHORT_TIMEOUTS) {
                hosts.on(hosts.near, "sysctl", "-qw", "net.netfilter.nf_conntrack_" + timeout + "=120");
                all.addAll(List.of("--set", timeout + "=120"));
            }
            tracker = new LiveTracker(hosts, directory);
            ours = tracker.track(all.toArray(String[]::new)).capture();
            ours.await("the server listens", () -> Stream.of("tcp :1F90", "tcp :1F91", "tcp6 :1F90", "tcp6 :1F91",
                "udp :0035", "udp6 :0035").map(socket -> socket.split(" ")).allMatch(socket ->
                    hosts.on(hosts.far, "cat", "/proc/net/" + socket[0]).contains(socket[1])));
        } catch (final IOException | RuntimeException | Error e) {
            if (tracker != null) {
                tracker.close();
            }
            hosts.close();
            throw e;
        }
    }

    /** Have the programs talk, and wait until we have tracked it. */
    void talk() {
        hosts.on(hosts.near, PROGRAM, "talk", "10.77.0.2", "fd77::2");
        ours.settle();
    }

    /** What conntrack(8) prints to standard output, with blanks between the options. */
    Hosts.Ended kernel(final String options) {
        return hosts.tryOn(hosts.near, "sh", "-c", "conntrack " + options + " 2>/dev/null");
    }

    /** What one of our verbs prints to standard output and error. */
    Hosts.Ended ours(final String verb, final String options) {
        return hosts.tryOn(hosts.near, ours.programs().jconntrack(
            (verb + " --name " + ours.files.name() + " " + options).strip().split(" +")).toArray(String[]::new));
    }

    /** Without what goes to standard error. */
    static String data(final String output) {
        return String.join("\n", output.lines().filter(line -> !line.startsWith("jconntrack: ")).toList());
    }

    /** Sorted, without seconds, numbers and counts of uses, and without what hosts say to find each other. */
    static String comparable(final String output) {
        return String.join("\n", data(output).lines().filter(line -> !line.contains("fe80") && !line.contains("ff02"))
            .map(line -> line
                .replaceFirst("^((?:ipv\\d +\\d+ )?\\S+ +\\d+) \\d+ ", "$1 * ").replaceFirst(" id=\\d+$", " id=*")
                .replaceFirst("<timeout>\\d+<", "<timeout>*<").replaceFirst("<id>\\d+<", "<id>*<")
                .replaceFirst("<use>\\d<", "<use>*<").replaceFirst(" use=\\d", " use=*")).sorted().toList());
    }

    @Override
    public void close() throws IOException {
        try {
            ours.close();
        } finally {
            hosts.close();
        }
    }
}
