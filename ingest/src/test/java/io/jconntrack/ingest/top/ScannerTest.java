/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.Connection;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScannerTest {
    private static final String A = "10.0.0.1";
    private static final String B = "10.0.0.2";
    private static final String SERVER = "192.0.2.1";
    private static final Predicate<Connection> ALL = connection -> true;

    private final Talk talk = new Talk(true);
    private final Scanner scanner = new Scanner(1);

    @AfterEach
    void close() {
        talk.close();
    }

    private Sample scan(final Group group, final SortKey sort) throws IOException {
        return scanner.scan(talk.dump(), new Query(ALL, group, sort, false, 10), false);
    }

    @Test
    void shouldCountByTalkerStateAndProtocol() throws IOException {
        talk.at(1).handshake(A, 1000, SERVER, 443).handshake(A, 1001, SERVER, 443).udp(B, 5000, SERVER, 53, 100)
            .udp(SERVER, 53, B, 5000, 300).tcp("2001:db8::1", 1, "2001:db8::2", 22, Talk.SYN, 1, 0);
        final Sample sample = scan(Group.SOURCE, SortKey.CONNECTIONS);
        assertEquals(4, sample.connections());
        assertEquals(List.of(new Sample.Count("ESTABLISHED", 2), new Sample.Count("SYN_SENT", 1)), sample.states());
        assertEquals(List.of(new Sample.Count("tcp", 3), new Sample.Count("udp", 1)), sample.protocols());
        assertEquals(2, sample.assured());
        assertEquals(1, sample.unreplied());
        assertEquals(3, sample.distinct());
        assertEquals(new Talker(A, 2, 6, 240, 0, 0), sample.talkers().getFirst());
        assertTrue(sample.talkers().contains(new Talker(B, 1, 2, 400, 0, 0)));
        assertTrue(sample.talkers().contains(new Talker("2001:db8::1", 1, 1, 60, 0, 0)));
        assertEquals(List.of("192.0.2.1", "2001:db8::2"),
            scan(Group.DESTINATION, SortKey.CONNECTIONS).talkers().stream().map(Talker::name).toList());
        assertEquals("tcp/443", scan(Group.PORT, SortKey.CONNECTIONS).talkers().getFirst().name());
    }

    @Test
    void shouldTellWhatCameSinceTheLastLookWhenConnectionsComeAndGo() throws IOException {
        talk.at(1).udp(A, 1, SERVER, 53, 1000).udp(B, 1, SERVER, 53, 500);
        final Sample first = scan(Group.SOURCE, SortKey.BYTE_RATE);
        assertEquals(0, first.sinceNanos());
        assertEquals(SortKey.BYTES, first.sort(), "there are no rates yet");
        // the first connections end in silence: what talkers have in all shrinks, and 300 bytes are new
        talk.conntrack.delete(0, 2_000_000_000L);
        talk.at(3).udp(A, 2, SERVER, 53, 100).udp(A, 2, SERVER, 53, 200).udp(B, 1, SERVER, 53, 40);
        final Sample second = scan(Group.SOURCE, SortKey.BYTE_RATE);
        assertEquals(2_000_000_000L, second.sinceNanos());
        assertEquals(List.of(new Talker(A, 1, 2, 300, 2, 300), new Talker(B, 1, 2, 540, 1, 40)), second.talkers());
        assertEquals(300, second.rows().getFirst().bytesSince());
    }

    @Test
    void shouldShowTheLastRatesWhenItLooksInBetween() throws IOException {
        talk.at(1).udp(A, 1, SERVER, 53, 1000);
        scan(Group.SOURCE, SortKey.CONNECTIONS);
        talk.at(2).udp(A, 1, SERVER, 53, 200);
        scan(Group.SOURCE, SortKey.CONNECTIONS);
        talk.at(2.1).udp(A, 1, SERVER, 53, 70).udp(B, 1, SERVER, 53, 50);
        final Sample peek =
            scanner.scan(talk.dump(), new Query(ALL, Group.PORT, SortKey.BYTE_RATE, false, 10), true);
        assertEquals(1_000_000_000L, peek.sinceNanos());
        assertEquals(List.of(new Talker("udp/53", 2, 4, 1320, 1, 200)), peek.talkers());
        talk.at(3);
        final Sample next = scan(Group.PORT, SortKey.BYTE_RATE);
        assertEquals(List.of(new Talker("udp/53", 2, 4, 1320, 2, 120)), next.talkers());
        assertEquals(1_000_000_000L, next.sinceNanos());
    }

    @Test
    void shouldCountWhatMatchesAlone() throws IOException {
        talk.at(1).handshake(A, 1, SERVER, 443).udp(B, 1, SERVER, 53, 100);
        final Sample sample =
            scanner.scan(talk.dump(), new Query(Connection::isTcp, Group.SOURCE, SortKey.BYTES, false, 10), false);
        assertEquals(2, sample.connections());
        assertEquals(1, sample.matching());
        assertEquals(List.of(new Talker(A, 1, 3, 120, 0, 0)), sample.talkers());
        assertEquals(1, sample.rows().size());
    }

    @Test
    void shouldSortByConnectionsWhenNothingElseIsCounted() throws IOException {
        try (Talk plain = new Talk(false)) {
            plain.at(1).handshake(A, 1, SERVER, 443).udp(B, 1, SERVER, 53, 100);
            final Sample sample = new Scanner(1).scan(plain.dump(),
                new Query(ALL, Group.SOURCE, SortKey.BYTES, false, 10), false);
            assertEquals(SortKey.CONNECTIONS, sample.sort());
            assertFalse(sample.isAccounted());
            assertEquals("tcp", sample.rows().getFirst().protocol(), "the most time is left to it");
        }
    }

    @Test
    void shouldFindTheFirstRowsOutOfMany() throws IOException {
        for (int port = 1; port <= 1000; port++) {
            talk.at(1).udp(A, port, SERVER, 53, 100 + port * 7919 % 1000);
        }
        final List<ConnectionRow> most = scan(Group.SOURCE, SortKey.BYTES).rows();
        assertEquals(List.of(1099L, 1098L, 1097L), most.stream().limit(3).map(ConnectionRow::bytes).toList());
        assertEquals(10, most.size());
        final List<ConnectionRow> least = scanner.scan(talk.dump(),
            new Query(ALL, Group.SOURCE, SortKey.BYTES, true, 10), false).rows();
        assertEquals(List.of(100L, 101L, 102L), least.stream().limit(3).map(ConnectionRow::bytes).toList());
    }
}
