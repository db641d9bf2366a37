/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.net.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pictures of one tracker on screens of several sizes. {@code -Djconntrack.golden=write} writes them anew, to be
 * looked at.
 */
class TopViewTest {
    private static final Path GOLDEN = Path.of("src/test/resources/top");

    private final Talk talk = new Talk(true);
    private final TopView view = new TopView("default", ZoneOffset.UTC);
    private final TopState state = new TopState(text -> connection -> true);
    private final Scanner scanner = new Scanner(1);
    private Look look;

    @BeforeEach
    void talk() throws IOException {
        talk.at(1);
        for (int i = 0; i < 12; i++) {
            talk.handshake("10.1.0." + i % 3, 40_000 + i, "192.0.2.80", i % 2 == 0 ? 443 : 80);
        }
        talk.tcp("2001:db8:1234:5678:9abc:def0:1234:5678", 50_000, "2001:db8::443", 443, Talk.SYN, 1, 0);
        talk.udp("10.1.0.1", 5353, "198.51.100.53", 53, 60).udp("198.51.100.53", 53, "10.1.0.1", 5353, 200);
        talk.udp("10.1.0.7", 123, "203.0.113.255", 123, 76);
        look = look(false);
        talk.at(2);
        for (int i = 0; i < 600; i++) {
            talk.udp("10.1.0.1", 5353, "198.51.100.53", 53, 1500);
        }
        talk.tcp("10.1.0.2", 40_002, "192.0.2.80", 443, Talk.ACK, 2, 2);
        look = look(false);
    }

    @AfterEach
    void close() {
        talk.close();
    }

    private Look look(final boolean isPeek) throws IOException {
        final Counters before = new Counters(1_000_000_000L, 1000, 10, 262_144, 17, 7, 0, 4, 0, Map.of());
        final Counters now = new Counters(2_000_000_000L, 1_235_567, 209_715, 262_144, 209_723, 10, 3, 127, 12,
            Map.of(Reason.TCP_ACK_ABOVE_BOUND, 100L, Reason.TRANSPORT_CHECKSUM, 23L));
        return new Look(Look.Phase.RUNNING, Talk.EPOCH_MILLIS + 2000,
            new Look.Identity("linux", 2, 7_445_000, 5), now,
            Rates.between(before, now), scanner.scan(talk.dump(), state.query(), isPeek), 12_345_678, null);
    }

    private List<String> draw(final int width, final int height) {
        final List<AttributedString> lines = view.draw(look, state, width, height);
        assertTrue(lines.size() <= height, () -> lines.size() + " lines");
        lines.forEach(line -> assertTrue(line.columnLength() <= width, line::toString));
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    private void assertGolden(final String name, final List<String> lines) throws IOException {
        final String text = lines.stream().collect(Collectors.joining("\n", "", "\n"));
        if ("write".equals(System.getProperty("jconntrack.golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(GOLDEN.resolve(name + ".txt"), text);
        }
        try (InputStream golden = getClass().getResourceAsStream("/top/" + name + ".txt")) {
            assertEquals(golden == null ? "" : new String(golden.readAllBytes(), StandardCharsets.UTF_8), text);
        }
    }

    @ParameterizedTest
    @CsvSource({"20, 5", "40, 12", "80, 24", "120, 40", "250, 80"})
    void shouldFitOnAScreenOfAnySize(final int width, final int height) throws IOException {
        assertGolden(width + "x" + height, draw(width, height));
    }

    @Test
    void shouldDrawOnScreensOfNoSizeToSpeakOf() {
        for (int width = 1; width < 60; width += 3) {
            for (int height = 1; height < 12; height++) {
                draw(width, height);
            }
        }
    }

    @Test
    void shouldShowConnectionsByTheirRateWhenAsked() throws IOException {
        state.press('B');
        state.press('o');
        state.press('\t');
        state.press('\t');
        look = look(true);
        final List<String> lines = draw(120, 12);
        assertTrue(lines.get(5).contains("*BIT/S"), lines::toString);
        assertTrue(lines.get(6).startsWith("udp "), lines::toString);
    }

    @Test
    void shouldShowHelp() throws IOException {
        state.press('h');
        assertGolden("help", draw(80, 24));
    }

    @Test
    void shouldSayWhatIsTypedAndWhatIsWrong() {
        state.press('f');
        "-p".chars().forEach(state::press);
        assertEquals("filter: -p_", draw(80, 24).getLast());
        state.press(Key.ESCAPE);
        state.press('!');
        assertEquals("no such key: !; h for help", draw(80, 24).getLast());
    }

    @Test
    void shouldSayThatTheTrackerHasEndedOrIsNotThere() {
        final Look.Identity who = new Look.Identity("linux", 1, 65_000, 65_000);
        look = new Look(Look.Phase.ENDED, Talk.EPOCH_MILLIS + 65_000, who, null, null, null, 0, null);
        assertTrue(draw(80, 24).getFirst().startsWith("jconntrack top default  ended 1 min 5 s ago  linux  1 worker"));
        look = new Look(Look.Phase.RUNNING, Talk.EPOCH_MILLIS + 65_000, who, null, null, null, 0, null);
        assertTrue(draw(80, 24).getFirst().startsWith("jconntrack top default  stands still for 1 min 5 s"));
        look = new Look(Look.Phase.ABSENT, Talk.EPOCH_MILLIS, null, null, null, null, 0, null);
        assertTrue(draw(80, 24).getFirst().startsWith("jconntrack top default  no such tracker: waiting for it"));
        look = new Look(Look.Phase.ENDED, 0, null, null, null, null, 0, "table.dat: cut or damaged");
        assertEquals("table.dat: cut or damaged", draw(80, 24).getLast());
    }
}
