/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.Conntrack;
import io.jconntrack.entry.Column;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.ConntrackDump;
import io.jconntrack.text.Ascii;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What conntrack -L and /proc printed while engine/src/parity/record-list recorded is what we print for the same
 * packets, connection by connection; the order is that of hash tables.
 */
class RecordedListTest {
    @ParameterizedTest
    @CsvSource({"list-nf.txt,NF", "list-conntrack.txt,CONNTRACK", "list-extended.txt,EXTENDED", "list-xml.txt,XML"})
    void shouldPrintWhatWasPrinted(final String file, final Form form) throws IOException {
        assertEquals(comparable(lines(file)), comparable(replay(form, Set.of())));
    }

    @Test
    void shouldPrintWhatConntrackPrintedWithItsOptions() throws IOException {
        final Set<Form.Option> options = Set.of(Form.Option.ID, Form.Option.KTIMESTAMP, Form.Option.LABELS);
        assertEquals(comparable(lines("list-id.txt")), comparable(replay(Form.CONNTRACK, options)));
        assertEquals(comparable(lines("list-xml-start.txt")), comparable(replay(Form.XML, options)));
    }

    @Test
    void shouldHaveAConnectionOfEachProtocol() throws IOException {
        final List<String> protocols = lines("list-extended.txt").stream().map(line -> line.split(" +")[0] + " "
            + line.split(" +")[2]).distinct().sorted().toList();
        assertEquals(List.of("ipv4 gre", "ipv4 icmp", "ipv4 sctp", "ipv4 tcp", "ipv4 udp",
            "ipv4 unknown", "ipv6 gre", "ipv6 icmpv6", "ipv6 sctp", "ipv6 tcp", "ipv6 udp",
            "ipv6 unknown"), protocols);
    }

    private static List<String> replay(final Form form, final Set<Form.Option> options) throws IOException {
        final Capture capture;
        try (InputStream in = RecordedListTest.class.getResourceAsStream("list.pcap")) {
            capture = Capture.read(in);
        }
        final Settings settings = new Settings(Profile.LINUX).set("checksum", "0").set("acct", "1")
            .set("timestamp", "1").set("max", "1000");
        final Ascii out = new Ascii(1);
        try (Conntrack conntrack = Conntrack.builder().settings(settings).hashSeed(1, 2).build()) {
            final UnsafeBuffer buffer = new UnsafeBuffer(capture.data());
            long now = 0;
            for (int i = 0; i < capture.size(); i++) {
                now = capture.micros(i) * 1000;
                conntrack.processFrame(buffer, capture.offset(i), capture.length(i), capture.length(i),
                    capture.linkType(), now);
            }
            final EntryFormat format = new EntryFormat(form, options, settings, 0);
            try (ConntrackDump dump = new ConntrackDump(conntrack, now, now)) {
                assertTrue(!dump.connection().has(Column.LABELS), "labels are not kept unless asked for");
                format.appendHead(out);
                while (dump.next()) {
                    format.append(out, dump.connection(), now);
                    out.append('\n');
                }
                format.appendFoot(out);
            }
        }
        return out.toString().lines().toList();
    }

    /** Sorted, without seconds, numbers and moments. */
    private static String comparable(final List<String> lines) {
        return String.join("\n", lines.stream().map(line -> line
            .replaceFirst("^((?:ipv\\d +\\d+ )?\\S+ +\\d+) \\d+ ", "$1 * ")
            .replaceFirst("delta-time=\\d+", "delta-time=*").replaceFirst(" id=\\d+( *|$)(labels|$)", " id=*$1$2")
            .replaceFirst("\\[start=\\w{3} \\w{3} [ 1-3]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}]", "[start]")
            .replaceFirst("use=[12]", "use=*")
            .replaceFirst("<timeout>\\d+<", "<timeout>*<").replaceFirst("<id>\\d+<", "<id>*<")
            .replaceFirst("<use>[12]<", "<use>*<").replaceFirst("<start>\\d{19}<", "<start>*<")
            .replaceFirst("<deltatime>\\d+<", "<deltatime>*<")).sorted().toList());
    }

    private static List<String> lines(final String name) throws IOException {
        try (InputStream in = RecordedListTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
