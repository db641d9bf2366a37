/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.entry.Column;
import io.jconntrack.ingest.agent.CncReader;
import io.jconntrack.ingest.agent.Idle;
import io.jconntrack.ingest.agent.TrackerCounter;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerOptions;
import io.jconntrack.ingest.agent.TrackerProcess;
import io.jconntrack.ingest.ring.RingWriter;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/**
 * {@code delete}, {@code update} and {@code flush} as a user runs them, with what conntrack(8) 1.4.7 does in mind.
 */
@Timeout(120)
class ChangeCommandsTest {
    /** UDP 10.0.0.1 to 10.0.0.2 in an Ethernet frame. */
    private static final String FRAME = "020000000002020000000001" + "0800"
        + "4500001c00000000401166cf" + "0a0000010a000002" + "0001003500080000";
    private static final String NAME = "changes-" + ProcessHandle.current().pid();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final TrackerFiles files = new TrackerFiles(NAME);
    private TrackerProcess tracker;

    @BeforeEach
    void start() throws IOException {
        start(Set.of(Column.MARK));
    }

    private void start(final Set<Column> columns) throws IOException {
        tracker = TrackerProcess.start(files, new TrackerOptions(new Settings(Profile.LINUX).set("max", "100")
            .set("checksum", "0"), 1, MemoryOptions.ON_DEMAND, columns, false, 1 << 16, 64, Idle.BACKOFF, List.of(),
            false), line -> { });
        final byte[] bytes = HexFormat.of().parseHex(FRAME);
        final UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes.length));
        frame.putBytes(0, bytes);
        try (RingWriter writer = RingWriter.attach(files.ring(0)); CncReader cnc = CncReader.open(files.cnc())) {
            for (int port = 1; port <= 5; port++) {
                frame.putShort(34, (short)port, ByteOrder.BIG_ENDIAN);
                writer.frame(1, frame.addressOffset(), bytes.length, bytes.length, 1, 0, 0);
            }
            writer.flush();
            while (cnc.get(TrackerCounter.ENTRIES) < 5) {
                Thread.onSpinWait();
            }
        }
    }

    @AfterEach
    void stop() {
        tracker.close();
        assertEquals(0, run("clean"));
    }

    private int run(final String... words) {
        final String[] args = new String[words.length + 2];
        args[0] = words[0];
        args[1] = "--name";
        args[2] = NAME;
        System.arraycopy(words, 1, args, 3, words.length - 1);
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        final CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    private static String line(final int port, final int mark, final int seconds) {
        return "udp      17 " + seconds + " src=10.0.0.1 dst=10.0.0.2 sport=" + port
            + " dport=53 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 sport=53 dport=" + port + " mark=" + mark + " use=1";
    }

    private String printed() {
        return out.toString().strip();
    }

    @Test
    void shouldDeleteAndPrintWhatTheFilterFinds() {
        assertEquals(0, run("delete", "-p", "udp", "--sport", "3", "-o", "conntrack"));
        assertTrue(printed().matches("udp +17 \\d+ src=10.0.0.1 dst=10.0.0.2 sport=3 .*"), printed());
        assertEquals("jconntrack: 1 connections deleted", err.toString().strip());
        assertEquals(1, run("-D", "-p", "udp", "--sport", "3"));
        assertEquals("jconntrack: 0 connections deleted", err.toString().strip());
        assertEquals("", printed());
        assertEquals(0, run("delete", "-s", "10.0.0.0/8"));
        assertEquals("jconntrack: 4 connections deleted", err.toString().strip());
        assertEquals(4, printed().lines().count());
    }

    @Test
    void shouldDeleteEverythingWithoutAFilterAsConntrackDoes() {
        assertEquals(0, run("delete", "-o", "xml"));
        assertEquals("jconntrack: 5 connections deleted", err.toString().strip());
        assertTrue(printed().startsWith("<?xml") && printed().endsWith("</conntrack>"), printed());
        assertEquals(1, run("delete", "-o", "xml"));
        assertEquals("", printed());
    }

    @Test
    void shouldUpdateTheMarkAsConntrackDoes() {
        assertEquals(0, run("update", "--sport", "3", "-m", "0x35", "-t", "2000000", "-o", "conntrack"));
        assertTrue(printed().matches(line(3, 0x35, 1_999_999).replace("1999999", "(?:2000000|19999\\d\\d)")
            .replace("[", "\\[")), printed());
        assertEquals("jconntrack: 1 connections updated", err.toString().strip());
        assertEquals(0, run("-U", "-d", "10.0.0.2", "--sport", "3", "--mark", "0x13/0x0f"));
        assertTrue(printed().contains("mark=35 "), printed());
        assertEquals(1, run("update", "--sport", "3", "-m", "0x23"), "it has that mark: nothing to do");
        assertEquals("jconntrack: 0 connections updated", err.toString().strip());
        assertEquals(0, run("delete", "-m", "0x23/0xff"));
        assertEquals("jconntrack: 1 connections deleted", err.toString().strip());
    }

    @Test
    void shouldEndConnectionsWithATimeoutOfNothing() throws IOException {
        assertEquals(0, run("update", "-f", "ipv4", "-t", "0"));
        assertEquals("", printed(), "none is left to be printed");
        assertEquals(1, run("delete"));
        try (CncReader cnc = CncReader.open(files.cnc())) {
            while (cnc.get(TrackerCounter.EXPIRED) < 5) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void shouldFlushAFamilyOrAll() {
        assertEquals(0, run("flush", "-f", "ipv6"));
        assertEquals("jconntrack: connection tracking table has been emptied.", err.toString().strip());
        assertEquals(0, run("update", "-t", "500"), "all IPv4 connections are still there");
        assertEquals(5, printed().lines().count());
        assertEquals(0, run("-F"));
        assertEquals(1, run("delete"));
        assertEquals(2, run("flush", "-p", "udp"));
    }

    @Test
    void shouldSayWhatIsWrong() throws IOException {
        assertEquals(2, run("update", "--sport", "3"));
        assertTrue(err.toString().startsWith("jconntrack update: nothing to update: give --mark or --timeout"),
            err.toString());
        assertEquals(2, run("update", "-t", "-1"));
        assertEquals(2, run("update", "-t", "21474837"));
        assertEquals(2, run("update", "-m", "0x100000000"));
        assertEquals(2, run("update", "-m", "1/"));
        tracker.close();
        assertEquals(1, run("delete", "-p", "udp"));
        assertEquals("jconntrack: no tracker of this name is running: name=" + NAME, err.toString().strip());
        assertEquals(0, run("clean"));
        start(Set.of());
        assertEquals(1, run("update", "-m", "1"));
        assertEquals("jconntrack: the tracker keeps no marks; run it with --columns mark: name=" + NAME,
            err.toString().strip());
        assertEquals(0, run("update", "-t", "100"));
    }
}
