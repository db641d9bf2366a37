/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.EntryDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agrona.UnsafeApi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every cell of the classic transition table, and the time-out of the state that it leads to. An entry is put into
 * the state before the packet, because some states can't be reached on the wire.
 */
class ClassicTableTest {
    private static final String STATES =
        "NONE ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT TIME_WAIT CLOSE CLOSE_WAIT LAST_ACK LISTEN";
    private static final String[] TABLE = {
        "orig  S SYN_SENT    ESTABLISHED SYN_SENT SYN_RECV    SYN_SENT  SYN_SENT  SYN_SENT SYN_SENT   SYN_SENT LISTEN",
        "orig  F TIME_WAIT   FIN_WAIT    SYN_SENT TIME_WAIT   FIN_WAIT  TIME_WAIT CLOSE    TIME_WAIT  LAST_ACK LISTEN",
        "orig  A ESTABLISHED ESTABLISHED SYN_SENT ESTABLISHED FIN_WAIT  TIME_WAIT CLOSE    CLOSE_WAIT LAST_ACK "
            + "ESTABLISHED",
        "orig  R CLOSE       CLOSE       SYN_SENT CLOSE       CLOSE     TIME_WAIT CLOSE    CLOSE      CLOSE    CLOSE",
        "reply S SYN_RECV    ESTABLISHED SYN_RECV SYN_RECV    SYN_RECV  SYN_RECV  SYN_RECV SYN_RECV   SYN_RECV "
            + "SYN_RECV",
        "reply F CLOSE       CLOSE_WAIT  SYN_SENT TIME_WAIT   TIME_WAIT TIME_WAIT CLOSE    CLOSE_WAIT LAST_ACK LISTEN",
        "reply A CLOSE       ESTABLISHED SYN_SENT SYN_RECV    FIN_WAIT  TIME_WAIT CLOSE    CLOSE_WAIT CLOSE    LISTEN",
        "reply R CLOSE       CLOSE       CLOSE    CLOSE       CLOSE     CLOSE     CLOSE    CLOSE      LAST_ACK LISTEN",
    };
    private static final List<String> NUMBERS = List.of("NONE", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT",
        "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE", "LISTEN");

    record Cell(boolean original, String flags, String from, String to) {
    }

    static List<Cell> cells() {
        final List<Cell> cells = new ArrayList<>();
        final String[] states = STATES.split(" ");
        for (final String row : TABLE) {
            final String[] columns = row.split(" +");
            for (int i = 0; i < states.length; i++) {
                cells.add(new Cell(columns[0].equals("orig"), columns[1], states[i], columns[2 + i]));
            }
        }
        return cells;
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldFollowTheTable(final Cell cell) {
        try (Tester t = new Tester(Profile.CLASSIC)) {
            final long syn = t.tcp(Tester.CLIENT, "S", 100, 0);
            t.tcp(Tester.SERVER, "SA", 500, 101);
            final long entry = t.conntrack.connectionTable().entry(Verdict.entry(syn));
            UnsafeApi.putByte(entry + EntryDescriptor.STATE, (byte)NUMBERS.indexOf(cell.from));

            t.after(1).tcp(cell.original, cell.flags, 1000, 0);

            final long seconds = new Settings(Profile.CLASSIC)
                .get(Setting.of("tcp_timeout_" + cell.to.toLowerCase(Locale.ROOT)));
            assertEquals(cell.to + " " + seconds, t.entry());
        }
    }
}
