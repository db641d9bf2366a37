/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static io.jconntrack.Tester.CLIENT;
import static io.jconntrack.Tester.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import org.junit.jupiter.api.Test;

class ZoneTest {
    @Test
    void shouldKeepEqualTuplesOfTwoZonesApart() {
        try (Tester tester = new Tester(Profile.LINUX)) {
            assertEquals(ConnState.NEW, Verdict.state(tester.inZone(0).tcp(CLIENT, "S", 1, 0)));
            assertEquals(ConnState.NEW, Verdict.state(tester.inZone(65535).tcp(CLIENT, "S", 1, 0)));
            assertEquals(ConnState.ESTABLISHED, Verdict.state(tester.tcp(SERVER, "SA", 1, 2)));
            assertEquals(2, tester.lines().size());
            assertEquals(1, tester.lines().stream().filter(line -> line.contains("[UNREPLIED]")
                && line.contains("zone=0 ")).count(), "the answer belongs to the other zone");
            assertEquals(1, tester.lines().stream().filter(line -> line.contains("zone=65535 ")).count());
        }
    }

    @Test
    void shouldLookForTheQuotedConnectionInTheErrorsOwnZone() {
        try (Tester tester = new Tester(Profile.LINUX)) {
            tester.inZone(3).udp(CLIENT, 10);
            assertEquals(Reason.ICMP_UNKNOWN, Verdict.reason(tester.inZone(4).icmpErrorAboutLast(SERVER, 3)));
            tester.inZone(3).udp(CLIENT, 10);
            assertEquals(ConnState.RELATED, Verdict.state(tester.inZone(3).icmpErrorAboutLast(SERVER, 3)));
        }
    }
}
