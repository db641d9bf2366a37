/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.Tester.CLIENT;
import static io.jconntrack.Tester.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.settings.Profile;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every chunk type, from either side, in every state that an entry can be in. Each cell was read off Linux 6.18.
 */
class SctpTransitionsTest {
    private static final int C = 0x11111111;
    private static final int S = 0x22222222;
    private static final String[] STATES = {"CL", "CW", "CE", "ES", "SS", "SR", "SA", "HS"};
    /** The way into each state: direction and chunk type of each packet. */
    private static final Map<String, String> WAYS = Map.of("CL", "o1", "CW", "o1 r2", "CE", "o1 r2 o10",
        "ES", "o1 r2 o10 r11", "SS", "o1 r2 o10 r11 o7", "SR", "o1 r2 o10 r11 r7", "SA", "o1 r2 o10 r11 o7 r8",
        "HS", "o4");
    private static final Map<String, String> NAMES = Map.of("CL", "CLOSED", "CW", "COOKIE_WAIT",
        "CE", "COOKIE_ECHOED", "ES", "ESTABLISHED", "SS", "SHUTDOWN_SENT", "SR", "SHUTDOWN_RECD",
        "SA", "SHUTDOWN_ACK_SENT", "HS", "HEARTBEAT_SENT");

    // direction, chunk type and the state afterwards, for an entry in CL CW CE ES SS SR SA HS; -- is INVALID
    @ParameterizedTest
    @ValueSource(strings = {
        "o 0: CL CW CE ES SS SR SA HS", // DATA
        "o 1: CL CW CE ES CL CL SA CW", // INIT
        "o 2: CL CW CE ES SS SR SA CL", // INIT ACK
        "o 3: CL CW CE ES SS SR SA HS", // SACK
        "o 4: CL CW CE ES SS SR SA HS", // HEARTBEAT
        "o 5: CL CW CE ES SS SR SA HS", // HEARTBEAT ACK
        "o 6: CL CL CL CL CL CL CL CL", // ABORT
        "o 7: CL CW CE SS SS SR SA CL", // SHUTDOWN
        "o 8: CL CW CE ES SA SA SA SA", // SHUTDOWN ACK
        "o 9: CL CW CE ES SS SR SA CL", // ERROR
        "o 10: CL CE CE ES SS SR SA CL", // COOKIE ECHO
        "o 11: CL CW ES ES SS SR SA CL", // COOKIE ACK
        "o 14: CL CW CE ES SS SR CL CL", // SHUTDOWN COMPLETE
        "r 0: CL CW CE ES SS SR SA HS",
        "r 1: CL CW CE ES SS SR SA --",
        "r 2: CW CW CE ES SS SR SA --",
        "r 3: CL CW CE ES SS SR SA HS",
        "r 4: CL CW CE ES SS SR SA HS",
        "r 5: CL CW CE ES SS SR SA ES",
        "r 6: CL CL CL CL CL CL CL --",
        "r 7: CL CW CE SR SS SR SA --",
        "r 8: CL CW CE ES SA SA SA --",
        "r 9: CL CW CL ES SS SR SA --",
        "r 10: CL CE CE ES SS SR SA --",
        "r 11: CL CW ES ES SS SR SA --",
        "r 14: CL CW CE ES SS SR CL --"})
    void shouldMoveAsLinuxDoes(final String row) {
        final String packet = row.substring(0, row.indexOf(':')).replace(" ", "");
        final String[] after = row.substring(row.indexOf(':') + 2).split(" ");
        for (int i = 0; i < STATES.length; i++) {
            try (Tester t = new Tester(Profile.LINUX)) {
                for (final String step : WAYS.get(STATES[i]).split(" ")) {
                    send(t, step);
                }
                final String what = packet + " in " + STATES[i];
                assertEquals(NAMES.get(STATES[i]), t.only().state(), what);

                final long verdict = send(t, packet);

                final boolean invalid = "--".equals(after[i]);
                assertEquals(invalid, Verdict.state(verdict) == ConnState.INVALID, what);
                assertEquals(NAMES.get(invalid ? STATES[i] : after[i]), t.only().state(), what);
            }
        }
    }

    /** Send a chunk with the verification tag that the tracker expects. */
    private static long send(final Tester t, final String packet) {
        final boolean client = packet.charAt(0) == 'o';
        final int type = Integer.parseInt(packet.substring(1));
        final boolean first = t.conntrack.count() == 0;
        final int tag = type == 1 ? 0 : first ? S : (int)t.only().vtag(client ? 0 : 1);
        final String chunk = String.format("%02x000014%08x0000ffff000a000a00000001", type, client ? C : S);
        return t.sctp(client ? CLIENT : SERVER, tag, chunk);
    }
}
