/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/**
 * The report holds what was printed, and needs nothing but itself.
 */
final class HtmlReportTest {
    private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

    @TempDir
    Path directory;

    private CommandRun run(final String... more) throws Exception {
        final String[] common = {"latency", "--connections", "200", "--packets", "3200", "--repeats", "2", "--peers",
            "all", "--json", "--html", file().toString()};
        final String[] args = java.util.Arrays.copyOf(common, common.length + more.length);
        System.arraycopy(more, 0, args, common.length, more.length);
        final CommandRun run = CommandRun.of(args);
        assertEquals(0, run.status, run.err);
        return run;
    }

    private Path file() {
        return directory.resolve("report.html");
    }

    @Test
    void shouldHoldTheFiguresOfEveryTracker() throws Exception {
        final JsonNode json = run().json().getFirst();
        final String html = Files.readString(file());
        assertRow(html, json);
        for (final JsonNode peer : json.get("peers")) {
            assertRow(html, peer);
        }
        assertTrue(html.contains("the machine without work"), "pauses are shown");
        assertTrue(html.contains("jconntrack-bench latency --connections 200"), "the command line is shown");
        assertTrue(html.contains(System.getProperty("java.runtime.version")), "the JVM is shown");
        assertFalse(html.contains("{{"), "nothing of the template is left");
    }

    private static void assertRow(final String html, final JsonNode result) {
        final String row = "<tr><td>" + result.get("tracker").asText() + "</td><td>"
            + String.format(Locale.ROOT, "%.1f", result.get("ns_per_packet").asDouble()) + "</td>";
        assertTrue(html.contains(row), row);
    }

    @Test
    void shouldRefuseToLoadAnythingFromElsewhere() throws Exception {
        run();
        final String html = Files.readString(file());
        for (final String reference : new String[] {"http:", "https:", "src=", "href=", "url(", "@import", "<script"}) {
            assertFalse(html.contains(reference), reference);
        }
        assertTrue(html.contains("prefers-color-scheme: dark"), "dark pages are dark");
    }

    @Test
    void shouldDrawPlotsThatAreWellFormed() throws Exception {
        run();
        final Matcher matcher = SVG.matcher(Files.readString(file()));
        assertTrue(matcher.find());
        final Document bars = parse(matcher.group());
        final int peers = Peers.values().length;
        assertEquals(1 + peers, bars.getElementsByTagName("rect").getLength());
        assertTrue(matcher.find());
        // jconntrack, its peers, and the machine
        assertEquals(2 + peers, parse(matcher.group()).getElementsByTagName("polyline").getLength());
        assertFalse(matcher.find());
    }

    @Test
    void shouldEscapeWhatComesFromOutside() throws Exception {
        run("--external", "echo '<b>&'; echo 5");
        final String html = Files.readString(file());
        assertTrue(html.contains("echo '&lt;b&gt;&amp;'; echo 5"), "the command is shown");
        assertFalse(html.contains("<b>"), "as text");
    }

    private static Document parse(final String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
