/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * ICMPv6 redirects (RFC 4861, section 8) as Linux 6.18 was seen to track them.
 */
class RedirectTest {
    private static final String CLIENT = "20010db8000000000000000000000001";
    private static final String SERVER = "20010db8000000000000000000000002";
    private static final String ROUTER = "fe800000000000000000000000000009";
    private static final String UDP = "60000000000811ff" + CLIENT + SERVER + "0001000200081111";
    private static final String OPTION = "0406000000000000";

    private final Conntrack conntrack = Conntrack.builder().settings(new Settings(Profile.LINUX).set("checksum", "0"))
        .hashSeed(1, 2).build();

    @BeforeEach
    void open() {
        assertEquals(ConnState.NEW, Verdict.state(send(UDP)));
    }

    @AfterEach
    void close() {
        conntrack.close();
    }

    @Test
    void shouldRelateARedirectToTheConnectionItQuotes() {
        final long verdict = send(redirect(ROUTER, CLIENT, "ff", "00", OPTION + UDP));

        assertEquals(ConnState.RELATED, Verdict.state(verdict));
        assertEquals(0, Verdict.entry(verdict));
    }

    @Test
    void shouldRefuseARedirectThatIsNotOfTheLink() {
        assertInvalid(Reason.ICMP_REDIRECT, redirect(SERVER, CLIENT, "ff", "00", OPTION + UDP));
        assertInvalid(Reason.ICMP_REDIRECT, redirect(ROUTER, CLIENT, "fe", "00", OPTION + UDP));
        assertInvalid(Reason.ICMP_REDIRECT, redirect(ROUTER, CLIENT, "ff", "01", OPTION + UDP));
    }

    @Test
    void shouldRefuseARedirectWithoutAQuote() {
        assertInvalid(Reason.ICMP_REDIRECT, redirect(ROUTER, CLIENT, "ff", "00", ""));
        assertInvalid(Reason.ICMP_REDIRECT, redirect(ROUTER, CLIENT, "ff", "00", "0400000000000000" + UDP));
        assertInvalid(Reason.ICMP_QUOTE, redirect(ROUTER, CLIENT, "ff", "00", OPTION));
        // the quote is looked for in the first option alone
        assertInvalid(Reason.ICMP_QUOTE, redirect(ROUTER, CLIENT, "ff", "00", "0201000000000000" + OPTION + UDP));
    }

    @Test
    void shouldRefuseARedirectForSomebodyElse() {
        assertInvalid(Reason.ICMP_DESTINATION, redirect(ROUTER, SERVER, "ff", "00", OPTION + UDP));
    }

    private void assertInvalid(final Reason reason, final String packet) {
        assertEquals(reason, Verdict.reason(send(packet)));
    }

    private static String redirect(final String from, final String to, final String hopLimit, final String code,
        final String options) {
        final String message = "89" + code + "0000" + "00000000" + ROUTER + SERVER + options;
        return "60000000" + String.format("%04x", message.length() / 2) + "3a" + hopLimit + from + to + message;
    }

    private long send(final String hex) {
        final byte[] bytes = HexFormat.of().parseHex(hex);
        return conntrack.process(new UnsafeBuffer(bytes), 0, bytes.length, 1_000_000_000L);
    }
}
