/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir
    private Path folder;

    @Test
    void shouldTellTheMissionsStoryInTheDemo() {
        assertEquals(0, run("demo"));
        final String tuples = "src=192.168.1.5 dst=192.168.1.35 sport=1031 dport=23 ";
        final String reply = "src=192.168.1.35 dst=192.168.1.5 sport=23 dport=1031 ";
        assertShows("tcp      6 117 SYN_SENT " + tuples + "[UNREPLIED] " + reply + "use=1");
        assertShows("tcp      6 57 SYN_RECV " + tuples + reply + "use=1");
        assertShows("tcp      6 431999 ESTABLISHED " + tuples + reply + "[ASSURED] use=1");
        assertShows(" CLOSE src=192.168.1.5 dst=192.168.1.35 sport=1033");
        assertShows(" TIME_WAIT ");
        assertShows(" CLOSE_WAIT src=192.168.1.5 dst=192.168.1.35 sport=1032");
        assertShows("(no such entry)");
        assertShows("[UNREPLIED]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "demo", "replay", "settings", "generate"})
    void shouldHelpOnEveryLevel(final String verb) {
        assertEquals(0, verb.isEmpty() ? run("--help") : run(verb, "--help"));
        assertShows("Usage: jconntrack");
    }

    @Test
    void shouldRefuseWrongUsageWithTwo() {
        assertEquals(2, run());
        assertEquals(2, run("settings", "--set", "tcp_lose=1"));
        assertTrue(err.toString().contains("tcp_loose"), err.toString());
        assertEquals(2, run("replay"));
        assertEquals(2, run("demo", "--profile", "bsd"));
        assertEquals(2, run("replay", "--zone", "65536", "file"));
        assertTrue(err.toString().contains("--zone 65536 is neither vlan nor a number"), err.toString());
    }

    @Test
    void shouldSwitchHelpersOnByName() {
        assertEquals(0, run("settings", "--helper", "ftp", "--helper", "tftp=6969"));
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("\\* helper_ftp +21 .*")), out.toString());
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("\\* helper_tftp +6969 .*")), out.toString());
        assertEquals(2, run("settings", "--helper", "irc"));
        assertTrue(err.toString().contains("--helper irc: ftp or tftp expected"), err.toString());
        assertEquals(2, run("settings", "--helper", "ftp=70000"));
        assertTrue(err.toString().contains("helper_ftp"), err.toString());
    }

    @Test
    void shouldFailWithOneAndOneLineOnAFileThatIsNoCapture() throws IOException {
        final Path file = Files.writeString(folder.resolve("letter.txt"), "Dear all,");
        assertEquals(1, run("replay", file.toString()));
        assertEquals("jconntrack: " + file + ": not a capture file: unknown magic 0x44656172 at offset 0"
            + System.lineSeparator(), err.toString());
        assertEquals(1, run("replay", folder.resolve("missing").toString()));
    }

    @Test
    void shouldKeepEveryGeneratedConnectionInAtMost160Bytes() {
        final String file = folder.resolve("many.pcap.gz").toString();
        assertEquals(0, run("generate", "--connections", "5000", "--ipv6", "30", file));
        assertEquals(0, run("replay", "--profile", "linux", "--set", "max=5000", file));
        assertEquals(5000, out.toString().lines().filter(line -> line.contains(" ESTABLISHED src=")).count());
        assertTrue(err.toString().startsWith("20000 packets, 5000 entries, "), err.toString());
        final String[] words = err.toString().split(" ");
        assertTrue(Long.parseLong(words[4]) <= 5000 * 160L, err.toString());
    }

    @Test
    void shouldGiveEachVlanAZoneOfItsOwn() throws IOException {
        final Path file = folder.resolve("vlans.pcap");
        Files.write(file, HexFormat.of().parseHex("d4c3b2a102000400" + "0000000000000000" + "0000040001000000"
            + taggedSyn("0064") + taggedSyn("00c8")));
        assertEquals(0, run("replay", "-o", "nf", "--zone", "vlan", "--set", "checksum=0", file.toString()));
        assertEquals(2, out.toString().lines().count(), out.toString());
        assertShows("zone=100 use=2");
        assertShows("zone=200 use=2");
        assertEquals(0, run("replay", "-o", "nf", "--zone", "5", "--set", "checksum=0", file.toString()));
        assertEquals(3, out.toString().lines().count(), out.toString());
        assertShows("zone=5 use=2");
    }

    @Test
    void shouldWriteEventsAsTextOrAsJson() throws IOException {
        final Path file = folder.resolve("vlans.pcap");
        Files.write(file, HexFormat.of().parseHex("d4c3b2a102000400" + "0000000000000000" + "0000040001000000"
            + taggedSyn("0064") + taggedSyn("00c8")));
        final Path events = folder.resolve("events");
        assertEquals(0, run("replay", "--events", events.toString(), "--zone", "vlan", "--set", "checksum=0", "--until",
            "200", file.toString()));
        final String tuples = "src=192.168.1.5 dst=192.168.1.35 sport=1031 dport=23 [UNREPLIED] "
            + "src=192.168.1.35 dst=192.168.1.5 sport=23 dport=1031 zone=";
        final String lines = Files.readString(events);
        for (final int zone : new int[] {100, 200}) {
            assertTrue(lines.contains("    [NEW] tcp      6 120 SYN_SENT " + tuples + zone + "\n"), lines);
            assertTrue(lines.contains("[DESTROY] tcp      6 SYN_SENT " + tuples + zone + "\n"), lines);
        }
        assertEquals(4, lines.lines().count(), lines);
        assertEquals(0, run("replay", "--events", events.toString(), "-o", "json", "--set", "checksum=0",
            file.toString()));
        final String json = Files.readString(events);
        assertTrue(json.startsWith("{\"event\":\"NEW\",\"t\":0.000000,\"id\":1,\"cause\":[],"
            + "\"entry\":{\"l3\":4,"), json);
        assertEquals(1, json.lines().count(), json);
        assertEquals("", out.toString(), "events instead of the table");
        assertEquals(2, run("replay", "--events", "-", "--verdicts", "-", file.toString()));
    }

    private static String taggedSyn(final String tag) {
        return "00000000" + "00000000" + "3a000000" + "3a000000" + "000102030405060708090a0b" + "8100" + tag + "0800"
            + "45000028000000004006f757c0a80105c0a80123" + "0407001700000001000000005002ffff00000000";
    }

    private int run(final String... args) {
        final CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    private void assertShows(final String text) {
        assertTrue(out.toString().contains(text), () -> text + " is not in:\n" + out);
    }
}
