/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it. Pictures of it are left in target/page. */
class SnapshotPageInBrowserTest {
    private static final Path PICTURES = Path.of("target", "page");
    private static final int MANY = 100_000;
    private static final int FEW = 2_000;
    private static final long SEED = Long.getLong("conntrack.seed", 6);
    private static final String HOSTILE = "</title><script>alert(1)</script>'\"&amp;@style@";

    @TempDir
    private static Path folder;
    private static Chromium chromium;
    private static List<Row> rows;
    private static List<Row> fewRows;

    @BeforeAll
    static void startChromium() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Chromium.PROGRAM), Chromium.PROGRAM + " is missing (Debian: chromium)");
        System.out.println("seed: " + SEED);
        rows = write("many.html", "edge-7", MANY, true, SnapshotPage.DEFAULT_MAX);
        assertTrue(rows.size() >= MANY, rows.size() + " connections");
        fewRows = write("few.html", HOSTILE, FEW, false, SnapshotPage.DEFAULT_MAX);
        write("cut.html", "cut", FEW, false, 1500);
        write("none.html", "none", 0, false, 1);
        Files.createDirectories(PICTURES);
        Files.createDirectories(folder.resolve("profile"));
        chromium = new Chromium(folder.resolve("profile"));
        chromium.look(1600, 1000, "light");
    }

    @AfterAll
    static void stopChromium() throws IOException {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void shouldHaveAskedForNothingAndComplainedOfNothing() {
        if (chromium != null) {
            assertEquals(List.of(), chromium.messages());
            assertEquals(List.of(), chromium.requests().stream()
                .filter(url -> !url.startsWith("file:///") && !url.equals("data:,")).toList());
            assertTrue(chromium.requests().stream().filter(url -> url.startsWith("file:")).count() <= 1,
                chromium.requests()::toString);
        }
    }

    private static List<Row> write(final String file, final String title, final int connections,
        final boolean counters, final long max) throws IOException {
        try (Traffic traffic = new Traffic(SEED, connections, counters)) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(file)))) {
                final SnapshotPage.Written written = new SnapshotPage(title, max).write(traffic.dump(), c -> true, out);
                System.out.println(file + ": " + written + ", " + Files.size(folder.resolve(file)) + " bytes");
            }
            return Row.all(traffic.dump());
        }
    }

    private static void open(final String file) throws IOException {
        chromium.open(folder.resolve(file));
    }

    @Test
    void shouldShowEveryConnectionWithItsPlots() throws IOException {
        open("many.html");
        assertEquals("edge-7", chromium.text("h1"));
        assertEquals("2027-01-15 08:00:00.123 UTC", chromium.text("#moment"));
        assertEquals(String.format("%,d", rows.size()), chromium.text("#facts dd"));
        assertEquals(rows.size() + 1, chromium.evaluate("+document.querySelector('#grid').ariaRowCount").asInt());
        assertEquals(rows.size(), barSum("plot-proto"));
        assertEquals(rows.size(), barSum("plot-state"));
        assertEquals(rows.size(), barSum("plot-left"));
        assertEquals(rows.size(), barSum("plot-age"));
        for (final String top : List.of("src", "dst", "dport")) {
            assertEquals(10, chromium.evaluate("document.querySelectorAll('#plot-" + top + " svg').length").asInt());
        }
        assertEquals(rows.stream().filter(row -> row.destinationPort() == 443).count(),
            bars("plot-dport").get("443").longValue());
        System.out.println("load: " + chromium.evaluate("page.times.load") + " ms, "
            + chromium.evaluate("(performance.memory.usedJSHeapSize / 1e6).toFixed()").asText() + " MB of heap");
        chromium.screenshot(PICTURES.resolve("light.png"));
    }

    @Test
    void shouldRankTalkersByBytesWhenAsked() throws IOException {
        open("many.html");
        chromium.click("#measure input[value=bytes]");
        final Map<Integer, Long> bytes = new LinkedHashMap<>();
        rows.stream().filter(row -> row.destinationPort() >= 0)
            .forEach(row -> bytes.merge(row.destinationPort(), row.bytes0() + row.bytes1(), Long::sum));
        final List<String> expected = bytes.entrySet().stream()
            .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
            .limit(10).map(entry -> entry.getKey().toString()).toList();
        assertEquals(expected, List.copyOf(bars("plot-dport").keySet()));
        assertEquals(bytes.get(443), bars("plot-dport").get("443"));
    }

    @Test
    void shouldSortByEveryColumnAsJavaDoes() throws IOException {
        open("many.html");
        final Map<String, Comparator<Row>> columns = new LinkedHashMap<>();
        columns.put("proto", Comparator.comparing(row -> row.protocol().equals("unknown") ? "unknown 50"
            : row.protocol()));
        columns.put("state", Comparator.comparing(Row::state));
        columns.put("left", Comparator.comparingLong(Row::left));
        columns.put("src", Comparator.comparing(Row::six).thenComparing(Row::source));
        columns.put("sport", Comparator.comparingInt(Row::sourcePort));
        columns.put("dst", Comparator.comparing(Row::six).thenComparing(Row::destination));
        columns.put("dport", Comparator.comparingInt(Row::destinationPort));
        columns.put("packets0", Comparator.comparingLong(Row::packets0));
        columns.put("packets1", Comparator.comparingLong(Row::packets1));
        columns.put("bytes1", Comparator.comparingLong(Row::bytes1));
        columns.put("age", Comparator.comparingLong(Row::age));
        final List<Integer> expected = new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
        sort(expected, Comparator.comparingLong(Row::bytes0).reversed());
        assertEquals(expected, shown(), "as the page opens");
        final StringBuilder times = new StringBuilder("sort, ms:");
        for (final Map.Entry<String, Comparator<Row>> column : columns.entrySet()) {
            for (int click = 0; click < 2; click++) {
                chromium.click("[data-column=" + column.getKey() + "] button");
                final boolean up = chromium.evaluate("document.querySelector('[aria-sort]').ariaSort").asText()
                    .equals("ascending");
                sort(expected, up ? column.getValue() : column.getValue().reversed());
                assertEquals(expected, shown(), column.getKey() + (up ? " ascending" : " descending"));
                times.append(String.format(" %s %.0f", column.getKey(),
                    chromium.evaluate("page.times.sort").asDouble()));
            }
        }
        System.out.println(times);
    }

    @Test
    void shouldFilterAsJavaDoes() throws IOException {
        open("many.html");
        final Map<String, Predicate<Row>> filters = new LinkedHashMap<>();
        filters.put("dport:443", row -> row.destinationPort() == 443);
        filters.put("dport:443 state:established src:10.0.0.0/12", row -> row.destinationPort() == 443
            && row.state().equals("ESTABLISHED") && Row.isIn(row.six(), row.source(), 0x0A00_0000L, 12));
        filters.put("dport:80,5000-6000 -is:assured", row -> !row.assured()
            && (row.destinationPort() == 80 || row.destinationPort() >= 5000 && row.destinationPort() <= 6000));
        filters.put("src:2001:db8::/32", row -> row.six() && row.source().shiftRight(96).longValue() == 0x2001_0db8L);
        filters.put("src:2001:db8:0:3::/64", row -> row.six()
            && row.source().shiftRight(64).longValue() == 0x2001_0db8_0000_0003L);
        filters.put("-state:none", row -> !row.state().isEmpty());
        filters.put("bytes:>=2k left:<2m", row -> row.bytes0() + row.bytes1() >= 2000 && row.left() < 120);
        filters.put("age:30m-1h is:assured", row -> row.age() >= 1800 && row.age() <= 3600 && row.assured());
        filters.put("proto:icmp,icmpv6", row -> row.protocol().startsWith("icmp"));
        filters.put("addr:192.168.0.0/16", row -> Row.isIn(row.six(), row.destination(), 0xC0A8_0000L, 16)
            || Row.isIn(row.six(), row.source(), 0xC0A8_0000L, 16));
        filters.put("src:10.3.", row -> Row.isIn(row.six(), row.source(), 0x0A03_0000L, 16));
        filters.put("syn_", row -> row.state().contains("SYN_"));
        filters.put("unreplied udp", row -> !row.replied() && row.protocol().equals("udp"));
        filters.put("type:128 -id:>1000", row -> row.line().contains(" type=128 ")
            && Integer.parseInt(row.line().replaceFirst(".* id=(\\d+) .*", "$1")) <= 1000);
        final StringBuilder times = new StringBuilder("filter, ms:");
        for (final Map.Entry<String, Predicate<Row>> filter : filters.entrySet()) {
            filter(filter.getKey());
            final List<Integer> expected =
                IntStream.range(0, rows.size()).filter(i -> filter.getValue().test(rows.get(i))).boxed().toList();
            assertFalse(expected.isEmpty(), filter.getKey());
            assertEquals(expected, shown().stream().sorted().toList(), filter.getKey());
            assertEquals(String.format("%,d of %,d", expected.size(), rows.size()), chromium.text("#matching"));
            assertEquals(expected.size(), barSum("plot-proto"), filter.getKey());
            times.append(String.format(" %.0f", chromium.evaluate("page.times.filter").asDouble()));
        }
        System.out.println(times);
        filter("10.0.0.3");
        assertEquals(IntStream.range(0, rows.size()).filter(i -> rows.get(i).line().contains("10.0.0.3")).boxed()
            .toList(), shown().stream().sorted().toList());
    }

    @Test
    void shouldSayWhatIsWrongWithAFilterAndKeepTheTable() throws IOException {
        open("few.html");
        filter("dport:443");
        final List<Integer> before = shown();
        for (final String wrong : List.of("dprt:4", "dport:https", "src:10.0.0.0/33", "src:hello", "bytes:1",
            "is:open", "left:9x")) {
            filter(wrong);
            assertFalse(chromium.text("#problem").isBlank(), wrong);
            assertEquals("true", chromium.evaluate("page.input.ariaInvalid").asText());
            assertEquals(before, shown());
        }
        assertEquals("The tracker did not keep “bytes”.", problem("bytes:1"));
        chromium.click("#clear");
        assertEquals("", chromium.text("#problem"));
        assertEquals(fewRows.size(), shown().size());
    }

    @Test
    void shouldFilterByAClickOnABarAndBackByAnother() throws IOException {
        open("many.html");
        chromium.click("#plot-proto [data-word='proto:udp']");
        assertEquals("proto:udp", chromium.evaluate("page.input.value").asText());
        assertEquals(rows.stream().filter(row -> row.protocol().equals("udp")).count(), shown().size());
        assertEquals("true",
            chromium.evaluate("document.querySelector('[data-word=\"proto:udp\"]').ariaPressed").asText());
        chromium.click("#plot-left li:last-child button");
        assertTrue(chromium.evaluate("page.input.value").asText().startsWith("proto:udp left:"));
        chromium.click("#plot-left [aria-pressed=true]");
        chromium.click("#plot-proto [aria-pressed=true]");
        assertEquals(rows.size(), shown().size());
    }

    @Test
    void shouldBeUsableByKeyboardAndCopyLinesAsConntrackPrintsThem() throws IOException {
        open("many.html");
        chromium.call("Browser.grantPermissions",
            Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        chromium.press("/");
        chromium.type("dport:22");
        chromium.evaluate("new Promise(done => setTimeout(done, 300))");
        assertTrue(shown().stream().allMatch(i -> rows.get(i).destinationPort() == 22));
        chromium.evaluate("document.querySelector('#grid').focus()");
        chromium.press("End");
        final int last = shown().getLast();
        assertEquals(rows.get(last).line(), chromium.text("#line"));
        chromium.press("Home");
        chromium.press("ArrowDown");
        chromium.press("PageDown");
        chromium.press("ArrowUp");
        chromium.press("c");
        final int fit = chromium.evaluate("page.table.fit()").asInt();
        assertEquals(fit - 1, chromium.evaluate("page.table.current").asInt());
        assertTrue(chromium.evaluate("document.getElementById(document.querySelector('#grid')"
            + ".getAttribute('aria-activedescendant')).classList.contains('chosen')").asBoolean());
        assertEquals(rows.get(shown().get(fit - 1)).line(),
            chromium.evaluate("navigator.clipboard.readText()").asText());
    }

    @Test
    void shouldHaveLinesAsConntrackPrintsThem() throws IOException {
        open("many.html");
        final int step = 11;
        final String[] lines = chromium.evaluate("Array.from({length: Math.ceil(page.connections.rows / " + step
            + ")}, (_, i) => page.connections.line(i * " + step + ")).join('\\n')").asText().split("\n");
        assertEquals(IntStream.range(0, rows.size()).filter(i -> i % step == 0).mapToObj(i -> rows.get(i).line())
            .toList(), List.of(lines));
    }

    @Test
    void shouldShowTheRowsThatTheScrollBarPointsTo() throws IOException {
        open("many.html");
        for (final double part : new double[] {0, 0.3, 0.77, 1}) {
            chromium.evaluate("{ const g = document.querySelector('#grid'); g.scrollTop = " + part
                + " * (g.scrollHeight - g.clientHeight); }");
            chromium.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            final JsonNode inSight = chromium.evaluate("[...document.querySelectorAll('#rows .row:not([hidden])')]"
                + ".map(row => [row.dataset.place, row.children[3].textContent])");
            assertTrue(inSight.size() > 10 && inSight.size() < 100, inSight.size() + " elements");
            final List<Integer> order = shown();
            for (final JsonNode row : inSight) {
                final String line = rows.get(order.get(row.get(0).asInt())).line();
                assertTrue(line.contains(" src=" + row.get(1).asText() + " "), line);
            }
            final int first = inSight.get(0).get(0).asInt();
            assertTrue(Math.abs(first - part * (rows.size() - inSight.size())) <= 3, first + " at " + part);
        }
    }

    @Test
    void shouldTakeATitleForWhatItIs() throws IOException {
        open("few.html");
        assertEquals(HOSTILE, chromium.evaluate("document.querySelector('h1').textContent").asText());
        assertTrue(chromium.evaluate("document.title").asText().startsWith(HOSTILE));
        assertTrue(chromium.text("#plot-age").contains("time stamps were off"));
        assertTrue(chromium.evaluate("document.querySelector('[value=bytes]').disabled").asBoolean());
    }

    @Test
    void shouldTellWhatWasLeftOut() throws IOException {
        open("cut.html");
        assertEquals(String.format("%,d more connections are not in this page: it holds the first 1,500, as many as "
            + "it was allowed (--max).", fewRows.size() - 1500), chromium.text("#notice"));
        assertEquals(1500, shown().size());
    }

    @Test
    void shouldBeThereWithoutAConnection() throws IOException {
        open("none.html");
        assertEquals("0", chromium.text("#facts dd"));
        chromium.click("[data-column=src] button");
        filter("10.0.0.1");
        chromium.evaluate("document.querySelector('#grid').focus()");
        chromium.press("ArrowDown");
        assertEquals(List.of(), shown());
    }

    @Test
    void shouldBeReadableInBothColourSchemesAndInEveryWidth() throws IOException {
        final String ground = "getComputedStyle(document.body).backgroundColor";
        try {
            chromium.look(1600, 1000, "dark");
            open("many.html");
            assertEquals("rgb(20, 23, 26)", chromium.evaluate(ground).asText());
            chromium.screenshot(PICTURES.resolve("dark.png"));
            assertContrast();
            chromium.click("#theme");
            assertEquals("rgb(251, 251, 250)", chromium.evaluate(ground).asText());
            assertContrast();
            filter("state:ESTABLISHED dport:443");
            chromium.evaluate("document.querySelector('#h-table').scrollIntoView()");
            chromium.evaluate("page.table.goTo(3)");
            chromium.screenshot(PICTURES.resolve("table.png"));
            for (final int width : new int[] {1600, 1000, 700, 360}) {
                chromium.look(width, 800, "light");
                chromium.evaluate("scrollTo(0, 0)");
                assertEquals(chromium.evaluate("document.documentElement.clientWidth").asInt(),
                    chromium.evaluate("document.documentElement.scrollWidth").asInt(), width + " pixels");
                chromium.screenshot(PICTURES.resolve("width-" + width + ".png"));
            }
            chromium.evaluate("document.querySelector('#h-table').scrollIntoView()");
            chromium.screenshot(PICTURES.resolve("narrow-table.png"));
        } finally {
            chromium.look(1600, 1000, "light");
        }
    }

    @Test
    void shouldPrintItsSummaryAndItsFirstRows() throws IOException {
        chromium.look(1600, 1000, "dark");
        open("many.html");
        final byte[] pdf = chromium.print();
        chromium.look(1600, 1000, "light");
        assertEquals("%PDF", new String(pdf, 0, 4, StandardCharsets.US_ASCII));
        Files.write(PICTURES.resolve("print.pdf"), pdf);
        final int pages = new String(pdf, StandardCharsets.ISO_8859_1).split("/Type /Page\\b").length - 1;
        assertTrue(pages >= 2 && pages <= 6, pages + " pages");
        chromium.call("Emulation.setEmulatedMedia", Map.of("media", "print"));
        chromium.evaluate("dispatchEvent(new Event('beforeprint'))");
        assertEquals(100, chromium.evaluate("document.querySelectorAll('#rows .row:not([hidden])').length").asInt());
        chromium.call("Emulation.setDeviceMetricsOverride",
            Map.of("width", 1047, "height", 740, "deviceScaleFactor", 1, "mobile", false));
        chromium.screenshot(PICTURES.resolve("print.png"));
        chromium.evaluate("dispatchEvent(new Event('afterprint'))");
        chromium.look(1600, 1000, "light");
    }

    /** Every text that is in sight against what lies under it: at least 4.5 to 1 (WCAG 2 AA). */
    private static void assertContrast() throws IOException {
        final JsonNode poor = chromium.evaluate("""
            (() => {
              const rgb = text => text.match(/[\\d.]+/g).map(Number);
              const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
                .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
              const ground = e => {
                for (let at = e; at; at = at.parentElement) {
                  const colour = rgb(getComputedStyle(at).backgroundColor);
                  if (colour.length === 3 || colour[3] === 1) return colour;
                }
                return [255, 255, 255];
              };
              return [...document.querySelectorAll('body *')]
                .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
                .map(e => {
                  const [a, b] = [rgb(getComputedStyle(e).color), ground(e)].map(luminance).sort((x, y) => y - x);
                  return [e.tagName, e.textContent, (a + 0.05) / (b + 0.05)];
                }).filter(([, , ratio]) => ratio < 4.5);
            })()""");
        assertEquals("[]", poor.toString());
    }

    private static void filter(final String text) throws IOException {
        chromium.evaluate("{ page.input.value = '" + text + "'; page.filter(); }");
    }

    private static String problem(final String text) throws IOException {
        filter(text);
        return chromium.text("#problem");
    }

    /** Numbers of the rows that the table holds, in its order. */
    private static List<Integer> shown() throws IOException {
        final String numbers = chromium.evaluate("page.table.rows.join(' ')").asText();
        return numbers.isEmpty() ? List.of() : List.of(numbers.split(" ")).stream().map(Integer::valueOf).toList();
    }

    private static void sort(final List<Integer> order, final Comparator<Row> by) {
        order.sort((a, b) -> by.compare(rows.get(a), rows.get(b)));
    }

    /** Labels of a plot's bars and what they say to a pointer: the exact value. */
    private static Map<String, Long> bars(final String plot) throws IOException {
        final Map<String, Long> bars = new LinkedHashMap<>();
        for (final JsonNode bar : chromium.evaluate("[...document.querySelectorAll('#" + plot
            + " button')].map(b => b.title)")) {
            final String[] parts = bar.asText().split(": ");
            bars.put(parts[0], Long.valueOf(parts[1].split(" ")[0].replace(",", "")));
        }
        return bars;
    }

    private static long barSum(final String plot) throws IOException {
        return bars(plot).values().stream().mapToLong(Long::longValue).sum();
    }
}
