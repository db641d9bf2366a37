/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.net.Protocols;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TupleTextTest {
    private static final int[] PROTOCOLS = {1, 6, 17, 33, 47, 58, 89, 132, 136, 255};
    private static final int[] QUERIES_V4 = {8, 13, 15, 17};
    private static final int[] QUERIES_V6 = {128, 139};

    @ParameterizedTest
    @ValueSource(strings = {
        "tcp 10.0.0.1:1000 10.2.0.1:80",
        "udp [2001:db8::1]:53 [2001:db8::2]:99",
        "icmp 10.0.0.1 10.0.0.2 8/0/77",
        "icmpv6 fe80::1 fe80::2 128/0/65535 zone=65535",
        "gre 10.0.0.1:0 10.0.0.2:4660",
        "gre [::1]:1 [::ffff:10.0.0.2]:2",
        "sctp 0.0.0.0:0 255.255.255.255:65535 zone=3",
        "89 10.0.0.1 10.0.0.2",
        "dccp 2001:db8::1 2001:db8::2"})
    void shouldPrintWhatItReadWhenItIsInOurForm(final String text) {
        assertEquals(text, TupleText.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "tcp src=10.0.0.1 dst=10.2.0.1 sport=1000 dport=80 | tcp 10.0.0.1:1000 10.2.0.1:80",
        "tcp      6 117 SYN_SENT src=192.168.1.5 dst=192.168.1.35 sport=1031 dport=23 [UNREPLIED] src=192.168.1.35 "
            + "dst=192.168.1.5 sport=23 dport=1031 use=1 | tcp 192.168.1.5:1031 192.168.1.35:23",
        "ipv6     10 udp      17 29 src=2001:0db8:0000:0000:0000:0000:0000:0001 dst=2001:db8::2 sport=53 dport=99 "
            + "packets=1 bytes=60 src=2001:db8::2 dst=2001:db8::1 sport=99 dport=53 packets=0 bytes=0 mark=0 zone=7 "
            + "use=2 | udp [2001:db8::1]:53 [2001:db8::2]:99 zone=7",
        "icmp     1 29 src=10.0.0.1 dst=10.0.0.2 type=8 code=0 id=77 src=10.0.0.2 dst=10.0.0.1 type=0 code=0 id=77 "
            + "mark=0 use=1 id=4000000000 | icmp 10.0.0.1 10.0.0.2 8/0/77",
        "gre      47 29 timeout=30, stream_timeout=180 src=10.0.0.1 dst=10.0.0.2 srckey=0x0 dstkey=0x1234 "
            + "| gre 10.0.0.1:0 10.0.0.2:4660",
        "unknown  89 599 src=10.0.0.1 dst=10.0.0.2 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 mark=0 use=1 "
            + "| 89 10.0.0.1 10.0.0.2",
        "[1700000000.000000]\t    [NEW] tcp      6 120 SYN_SENT src=10.0.0.1 dst=10.2.0.1 sport=1 dport=2 [UNREPLIED] "
            + "src=10.2.0.1 dst=10.0.0.1 sport=2 dport=1 | tcp 10.0.0.1:1 10.2.0.1:2",
        "TCP 10.0.0.1:1 10.2.0.1:2 zone=0 | tcp 10.0.0.1:1 10.2.0.1:2",
        "6 10.0.0.1:1 10.2.0.1:2 | tcp 10.0.0.1:1 10.2.0.1:2",
        "gre 10.0.0.1 10.0.0.2:0x1234 | gre 10.0.0.1:0 10.0.0.2:4660",
        "dccp [2001:db8::1] [2001:db8::2] | dccp 2001:db8::1 2001:db8::2"})
    void shouldTakeTheFirstTupleWhenALineIsPasted(final String line, final String tuple) {
        assertEquals(tuple, TupleText.parse(line).toString());
    }

    @Test
    void shouldNameTheConnectionWhenTheTupleIsTheReplys() {
        assertEquals(TupleText.parse("icmp 10.0.0.1 10.0.0.2 8/0/77"),
            TupleText.parse("icmp 10.0.0.2 10.0.0.1 0/0/77"));
        assertEquals(TupleText.parse("icmpv6 ::1 ::2 139/1/7"), TupleText.parse("icmpv6 ::2 ::1 140/1/7"));
        assertTrue(TupleText.parse("tcp 10.0.0.1:1 10.0.0.2:2")
            .isSameConnection(TupleText.parse("tcp 10.0.0.2:2 10.0.0.1:1")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`` | a tuple is missing, such as tcp 10.0.0.1:1000 10.2.0.1:80",
        "tcq 10.0.0.1:1 10.0.0.2:2 | unknown protocol 'tcq', a protocol is 0 to 255 or one of icmp igmp ipencap tcp "
            + "udp dccp ipv6 gre esp ah icmpv6 ipv6-icmp ospf ipip pim vrrp l2tp sctp udplite",
        "256 10.0.0.1 10.0.0.2 | unknown protocol '256', a protocol is 0 to 255 or one of icmp igmp "
            + "ipencap tcp udp dccp ipv6 gre esp ah icmpv6 ipv6-icmp ospf ipip pim vrrp l2tp sctp udplite",
        "tcp 10.0.0.1:1 | tcp: two addresses must follow, such as tcp 10.0.0.1:1000 10.2.0.1:80",
        "tcp 10.0.0.1 10.0.0.2:2 | 10.0.0.1: a port is missing, such as 10.0.0.1:80",
        "tcp 2001:db8::1 [::2]:2 | 2001:db8::1: a port is missing, such as [2001:db8::1]:80",
        "tcp 10.0.0.256:1 10.0.0.2:2 | 10.0.0.256:1: '10.0.0.256' is no IP address",
        "tcp host:1 10.0.0.2:2 | host:1: 'host' is no IP address",
        "tcp 10.0.0.1:65536 10.0.0.2:2 | 10.0.0.1:65536: 65536 is not a number from 0 to 65535",
        "tcp 10.0.0.1: 10.0.0.2:2 | 10.0.0.1:: nothing is not a number from 0 to 65535",
        "tcp [::1]:1 10.0.0.2:2 | 10.0.0.2:2: is IPv4, but [::1]:1 is IPv6",
        "tcp [10.0.0.1]:1 [10.0.0.2]:2 | [10.0.0.1]:1: '10.0.0.1' is no IPv6 address",
        "tcp 10.0.0.1:1 10.0.0.2:2 3 | 3: too much for a tuple of tcp",
        "89 10.0.0.1:1 10.0.0.2:2 | 10.0.0.1:1: 89 has no ports",
        "icmp 10.0.0.1 10.0.0.2 | icmp: type/code/id must follow the addresses, such as 8/0/77",
        "icmp 10.0.0.1 10.0.0.2 8/0 | 8/0: should be type/code/id, such as 8/0/77",
        "icmp 10.0.0.1 10.0.0.2 3/0/1 | 3/0/1: type 3 is neither a query nor an answer to one",
        "icmp ::1 ::2 8/0/1 | icmp: goes with IPv4 addresses",
        "tcp 10.0.0.1:1 10.0.0.2:2 zone=65536 | zone=65536: 65536 is not a number from 0 to 65535",
        "tcp src=10.0.0.1 dst=10.0.0.2 sport=1 | dport= is missing behind src=10.0.0.1",
        "tcp src=10.0.0.1 dst=10.0.0.2 sporty=1 | sporty=1: not a word of a tuple",
        "src=10.0.0.1 dst=10.0.0.2 | src=10.0.0.1: a protocol must stand before it, such as tcp",
        "tcp src=10.0.0 dst=10.0.0.2 | src=10.0.0: '10.0.0' is no IP address"})
    void shouldNameTheWordWhenItIsWrong(final String text, final String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> TupleText.parse(text)).getMessage());
    }

    @Test
    void shouldReadWhatItPrintedWhenTuplesAreRandom() {
        final long seed = Long.getLong("conntrack.seed", System.nanoTime());
        System.out.println("TupleTextTest: -Dconntrack.seed=" + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            final Tuple tuple = random(random);
            assertEquals(tuple, TupleText.parse(tuple.toString()), () -> "seed=" + seed);
        }
    }

    private static Tuple random(final Random random) {
        final int l3 = random.nextBoolean() ? 4 : 6;
        int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
        protocol = protocol == 1 || protocol == 58 ? l3 == 4 ? 1 : 58 : protocol;
        final int[] queries = l3 == 4 ? QUERIES_V4 : QUERIES_V6;
        final boolean icmp = protocol == 1 || protocol == 58;
        final boolean ports = icmp || Protocols.hasPorts(protocol) || protocol == 47;
        return new Tuple(l3, protocol, random.nextInt(3) == 0 ? random.nextInt(65_536) : 0, high(random, l3),
            low(random, l3), ports ? random.nextInt(65_536) : 0, high(random, l3), low(random, l3),
            icmp ? queries[random.nextInt(queries.length)] << 8 | random.nextInt(256)
                : ports ? random.nextInt(65_536) : 0);
    }

    private static long high(final Random random, final int l3) {
        return l3 == 4 ? 0 : random.nextLong() & sparse(random);
    }

    private static long low(final Random random, final int l3) {
        return l3 == 4 ? random.nextInt() & 0xFFFF_FFFFL : random.nextLong() & sparse(random);
    }

    /** Masks that leave whole groups zero, as real addresses have them. */
    private static long sparse(final Random random) {
        long mask = 0;
        for (int group = 0; group < 4; group++) {
            mask |= random.nextBoolean() ? 0xFFFFL << group * 16 : 0;
        }
        return mask;
    }
}
