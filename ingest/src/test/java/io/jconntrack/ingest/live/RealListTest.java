/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.ingest.cli.Filters;
import io.jconntrack.snapshot.TableDump;
import io.jconntrack.text.Ascii;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs talk over a cable at whose near end our tracker and the kernel's see the same packets; then our list and get
 * print what conntrack(8) prints with the same options: the same text in each form, the same set for each filter.
 */
class RealListTest {
    /** Options that both have, a line each. */
    private static final List<String> FILTERS = """
        -p tcp
        -p 17
        -p icmp
        -p icmpv6
        -p gre
        -p sctp
        -p esp
        -p 99
        -f ipv4
        -f ipv6 -p tcp
        -s 10.77.0.1
        -s 10.77.0.2
        -s 10.77.0.0/24 -p udp
        -s 10.77.99.99/16
        -d 10.77.0.2 -p tcp
        -d 10.77.0.0/30
        -s fd77::/16
        -d fd77::2/127 -p udp
        -s fd77::1
        -s 10.0.0.0 --mask-src 255.0.0.0
        -d fd77:: --mask-dst ffff::
        -r 10.77.0.2 -p udp
        -q 10.77.0.1
        -r fd77::2 -p tcp
        -p tcp --dport 8080
        -p tcp --orig-port-dst 8081 -f ipv6
        -p tcp --sport 8080
        -p tcp --reply-port-src 8081
        -p udp --dport 53
        -p udp --dport 99 -u UNREPLIED
        -p tcp --state TIME_WAIT
        -p tcp --state CLOSE_WAIT
        -p tcp --state SYN_SENT2
        -p sctp --state CLOSED
        -p sctp --dport 4000
        -u ASSURED
        -u SEEN_REPLY
        -u assured,seen_reply
        -u UNREPLIED
        -u EXPECTED
        -m 0
        -m 1
        -m 0/0xff
        -w 0
        -w 1
        -p icmp --icmp-type 8
        -p icmp --icmp-id 77
        -p icmp --icmp-code 1
        -p icmpv6 --icmpv6-id 78
        -p gre --srckey 0
        """.lines().toList();

    @Test
    void shouldPrintWhatConntrackPrints(@TempDir final Path directory) throws Exception {
        try (TwoTrackers both = new TwoTrackers(directory)) {
            both.talk();
            compareForms(both);
            compareFilters(both);
            compareGet(both);
        }
    }

    private static void compareForms(final TwoTrackers both) throws Exception {
        for (final String form : List.of("conntrack", "extended", "xml", "id", "extended,id", "xml,extended")) {
            final String kernel = conntrack(both, "-L" + ("conntrack".equals(form) ? "" : " -o " + form));
            final String ours = both.ours.ask("list", "-o", form);
            assertEquals(TwoTrackers.comparable(kernel), TwoTrackers.comparable(ours), form);
        }
        final String xml = TwoTrackers.data(both.ours.ask("list", "-o", "xml"));
        final int flows = DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))).getElementsByTagName("flow")
            .getLength();
        final List<String> json = TwoTrackers.data(both.ours.ask("list", "-o", "json")).lines().toList();
        assertEquals(flows, json.size());
        assertTrue(flows > 20, xml);
        final ObjectMapper mapper = new ObjectMapper();
        for (final String line : json) {
            final JsonNode entry = mapper.readTree(line);
            assertTrue(entry.path("id").isNumber() && entry.path("mark").isNumber(), line);
            assertTrue(entry.at("/orig/src").isTextual() && entry.path("packets").size() == 2, line);
        }
    }

    /** In this process: another one for each filter takes a minute more. */
    private static String filtered(final LiveTracker live, final String filter) throws IOException {
        final ConnectionFilter wanted = Filters.of(filter.split(" "));
        final Ascii out = new Ascii(1 << 14);
        try (TableDump dump = TableDump.open(live.files.table(), System.nanoTime(), 0)) {
            final EntryFormat format = new EntryFormat(Form.CONNTRACK, dump.settings());
            while (dump.next()) {
                if (wanted.test(dump.connection())) {
                    format.append(out, dump.connection(), dump.nowNanos());
                    out.append('\n');
                }
            }
        }
        return out.toString();
    }

    private static void compareFilters(final TwoTrackers both) throws IOException {
        final List<String> differ = new ArrayList<>();
        int empty = 0;
        for (final String filter : FILTERS) {
            final String kernel = TwoTrackers.comparable(conntrack(both, "-L " + filter));
            final String ours = TwoTrackers.comparable(filtered(both.ours, filter));
            if (!kernel.equals(ours)) {
                differ.add(filter + "\nconntrack has\n" + kernel + "\nwe have\n" + ours);
            }
            empty += kernel.isEmpty() ? 1 : 0;
        }
        assertEquals("", String.join("\n", differ));
        assertTrue(empty < FILTERS.size() / 3, () -> "too many filters find nothing");
    }

    private static void compareGet(final TwoTrackers both) {
        for (final String tuple : List.of("-p icmp -s 10.77.0.1 -d 10.77.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 77",
            "-p sctp -s fd77::1 -d fd77::2 --sport 3000 --dport 4000",
            "-p gre -s 10.77.0.1 -d 10.77.0.2 --srckey 0 --dstkey 0x1234", "-p 99 -s 10.77.0.1 -d 10.77.0.2")) {
            final String ours = both.ours.ask("get", ("-o conntrack " + tuple).split(" "));
            assertEquals(TwoTrackers.comparable(conntrack(both, "-G " + tuple)), TwoTrackers.comparable(ours), tuple);
        }
        final TwoTrackers.Ran missing = both.ours("get", "-p tcp -s 10.77.0.1 -d 10.77.0.2 --sport 1 --dport 2");
        assertEquals(1, missing.status());
        assertEquals("jconntrack: " + both.ours.files.name()
            + " has no such connection: tcp 10.77.0.1:1 10.77.0.2:2\n", missing.output());
    }

    private static String conntrack(final TwoTrackers both, final String options) {
        final TwoTrackers.Ran ended = both.kernel(options);
        assertEquals(0, ended.status(), options);
        return ended.output();
    }
}
