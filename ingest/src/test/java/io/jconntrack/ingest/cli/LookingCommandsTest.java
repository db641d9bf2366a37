/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.ingest.agent.CncReader;
import io.jconntrack.ingest.agent.Idle;
import io.jconntrack.ingest.agent.TrackerCounter;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerOptions;
import io.jconntrack.ingest.agent.TrackerProcess;
import io.jconntrack.ingest.pcap.CaptureReader;
import io.jconntrack.ingest.ring.RingWriter;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.settings.Unit;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import picocli.CommandLine;

/**
 * {@code count --by} and {@code events -o xml} with filters, as a user runs them, on recorded packets. What is expected
 * comes from the lines that the real conntrack(8) printed for these packets.
 */
@Timeout(120)
class LookingCommandsTest {
    private static final Path RECORDED = Path.of("../engine/src/test/resources/io/jconntrack/parity");
    private static final String NAME = "looking-" + ProcessHandle.current().pid();

    private final TrackerFiles files = new TrackerFiles(NAME);
    private TrackerProcess tracker;

    @BeforeEach
    void start() throws IOException {
        final Settings settings = new Settings(Profile.LINUX);
        for (final Setting setting : Setting.values()) {
            if (setting.unit() == Unit.SECONDS && setting != Setting.HALF_OPEN_TIMEOUT) {
                // nothing expires, however slow the machine is
                settings.set(setting, 432_000);
            }
        }
        settings.set("max", "1000").set("checksum", "0");
        tracker = TrackerProcess.start(files, new TrackerOptions(settings, 1, MemoryOptions.ON_DEMAND, Set.of(), false,
            1 << 18, 1024, Idle.BACKOFF, List.of(), false), line -> { });
    }

    @AfterEach
    void stop() {
        tracker.close();
        assertEquals("", run("clean"));
    }

    private static String run(final String... words) {
        final StringWriter out = new StringWriter();
        final CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(new StringWriter(), true));
        assertEquals(0, line.execute(onNamed(words)));
        return out.toString();
    }

    private static String[] onNamed(final String... words) {
        final String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--name";
        all[words.length + 1] = NAME;
        return all;
    }

    private void track(final String capture) throws IOException {
        final UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 16));
        try (CaptureReader reader = CaptureReader.open(RECORDED.resolve(capture));
            RingWriter writer = RingWriter.attach(files.ring(0)); CncReader cnc = CncReader.open(files.cnc())) {
            long frames = 0;
            while (reader.next()) {
                frame.putBytes(0, reader.buffer(), reader.offset(), reader.capturedLength());
                writer.frame(1, frame.addressOffset(), reader.capturedLength(), reader.originalLength(),
                    reader.linkType(), 0, 0);
                frames++;
            }
            writer.flush();
            while (cnc.get(TrackerCounter.FRAMES) < frames) {
                Thread.onSpinWait();
            }
        }
    }

    private static List<String> conntracksLines(final Predicate<String> filter) throws IOException {
        return Files.readAllLines(RECORDED.resolve("list-extended.txt")).stream().filter(filter).toList();
    }

    /** The first value of a name in conntrack's line, or a dash. */
    private static String value(final String line, final String name) {
        final Matcher matcher = Pattern.compile(" " + name + "=(\\S+)").matcher(line);
        return matcher.find() ? matcher.group(1) : "-";
    }

    private static String status(final String line) {
        return line.contains("[ASSURED]") ? "ASSURED" : line.contains("[UNREPLIED]") ? "UNREPLIED" : "SEEN_REPLY";
    }

    /** What {@code count --by} is to say of conntrack's line. */
    private static UnaryOperator<String> reading(final String by) {
        return switch (by) {
            case "state" -> line -> line.split(" +")[5].contains("=") ? "-" : line.split(" +")[5];
            case "proto" -> line -> line.contains("unknown") ? line.split(" +")[3] : line.split(" +")[2];
            case "family" -> line -> line.split(" +")[0];
            case "status" -> LookingCommandsTest::status;
            case "zone", "mark" -> line -> "0";
            default -> line -> value(line, by);
        };
    }

    private static String counted(final List<String> lines, final String by, final int top) {
        final TreeMap<String, Long> counts = lines.stream().collect(
            Collectors.groupingBy(reading(by), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
            .sorted((left, right) -> Long.compare(right.getValue(), left.getValue())).limit(top)
            .map(entry -> String.format("%8d %s%n", entry.getValue(), entry.getKey())).collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource({"state", "proto", "src", "dst", "sport", "dport", "zone", "family", "status", "mark"})
    void shouldCountAsConntracksLinesDoWhenCountedBy(final String by) throws IOException {
        track("list.pcap");
        final List<String> all = conntracksLines(line -> true);
        assertEquals(counted(all, by, 100), run("count", "--by", by));
        assertEquals(counted(all, by, 1), run("-C", "--by", by, "--top", "1"));
        assertEquals(counted(conntracksLines(line -> line.contains(" tcp ") && line.contains(" CLOSE_WAIT ")), by, 100),
            run("count", "-p", "tcp", "--state", "CLOSE_WAIT", "--by", by));
        assertEquals(counted(conntracksLines(line -> line.contains("src=fd09::1 ") && line.contains("dport=53 ")), by,
            100), run("count", "-s", "fd09::/16", "--dport", "53", "--by", by));
        assertEquals("", run("count", "-s", "10.9.0.77", "--by", by));
    }

    @Test
    void shouldCountInJsonWhenAskedTo() throws IOException {
        track("list.pcap");
        assertEquals("{\"count\":" + conntracksLines(line -> true).size() + "}\n", run("count", "-o", "json"));
        assertEquals("{\"src\":\"10.9.0.1\",\"count\":2}\n", run("count", "-p", "icmp", "--by", "src", "-o", "json"));
        assertEquals("{\"state\":null,\"count\":2}\n", run("count", "-p", "icmp", "--by", "state", "-o", "json"));
        assertEquals("{\"dport\":8081,\"count\":2}\n",
            run("count", "-f", "ipv6", "--state", "TIME_WAIT", "--by", "dport", "-o", "json"));
    }

    @ParameterizedTest
    @CsvSource({"ALL", "NEW", "'NEW,UPDATES'", "UPDATE"})
    void shouldPrintTheEventsOfTheFiltersConnectionsAsXml(final String mask) throws Exception {
        final Process process = new ProcessBuilder(java("events", "-o", "xml", "-p", "tcp", "--dport", "8081", "-e",
            mask)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final StringBuilder printed = new StringBuilder();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            // the head is printed when it listens
            printed.append(reader.readLine()).append('\n').append(reader.readLine()).append('\n');
            track("list.pcap");
            tracker.close();
            reader.lines().forEach(line -> printed.append(line).append('\n'));
        } finally {
            process.destroy();
        }
        assertEquals(0, process.waitFor(), printed.toString());
        final NodeList flows = DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new ByteArrayInputStream(printed.toString().getBytes(StandardCharsets.UTF_8)))
            .getElementsByTagName("flow");
        final List<Element> events =
            IntStream.range(0, flows.getLength()).mapToObj(i -> (Element)flows.item(i)).toList();
        assertTrue(events.stream().allMatch(event -> "8081".equals(text(event, "dport"))), printed.toString());
        final boolean hasNew = !"UPDATE".equals(mask);
        final Set<String> types = "NEW".equals(mask) ? Set.of("new")
            : hasNew ? Set.of("new", "update") : Set.of("update");
        assertEquals(types, events.stream().map(event -> event.getAttribute("type")).collect(Collectors.toSet()));
        for (final String line : conntracksLines(line -> line.contains(" tcp ") && line.contains(" dport=8081 "))) {
            assertEquals(hasNew ? 1 : 0, events.stream().filter(event -> "new".equals(event.getAttribute("type")))
                .filter(event -> isOf(event, line)).count(), line);
            assertEquals(types.contains("update"), events.stream()
                .anyMatch(event -> "update".equals(event.getAttribute("type")) && isOf(event, line)), line);
        }
    }

    private static List<String> java(final String... words) {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(onNamed(words)));
        return command;
    }

    private static String text(final Element flow, final String name) {
        return flow.getElementsByTagName(name).item(0).getTextContent();
    }

    private static boolean isOf(final Element event, final String line) {
        return text(event, "src").equals(value(line, "src")) && text(event, "sport").equals(value(line, "sport"));
    }
}
