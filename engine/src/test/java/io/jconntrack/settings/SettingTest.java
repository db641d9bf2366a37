/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {
    private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/\\s+([A-Z0-9_]+)\\(\"", Pattern.DOTALL);

    /** A constant's comment says what its arguments say. */
    private static String comment(final Setting setting) {
        final long classic = setting.defaultValue(Profile.CLASSIC);
        final long linux = setting.defaultValue(Profile.LINUX);
        final String meaning = setting.meaning();
        return meaning.substring(0, 1).toUpperCase(Locale.ROOT) + meaning.substring(1) + ". "
            + switch (setting.unit()) {
                case SECONDS -> "Seconds";
                case BOOLEAN -> "0 or 1";
                default -> setting.min() + " to " + setting.max();
            } + ", by default " + classic + (linux == classic ? "" : ", of Linux " + linux) + '.';
    }

    @Test
    void shouldSayInItsCommentWhatItIs() throws IOException {
        final Map<String, String> comments = new HashMap<>();
        COMMENT.matcher(Files.readString(Path.of("src/main/java/io/jconntrack/settings/Setting.java"))
            .replaceFirst("(?s).*?enum", "")).results().forEach(found -> comments.put(found.group(2),
                found.group(1).replaceAll("\n *\\*", " ").replaceAll("\\s+", " ").strip()));
        for (final Setting setting : Setting.values()) {
            assertEquals(comment(setting), comments.get(setting.name()), setting.name());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldMapBackWhenGivenAnyName(final Setting setting) {
        for (final String name : setting.names()) {
            assertSame(setting, Setting.of(name), name);
        }
        assertEquals(setting.shortName(), setting.names().getFirst());
        assertTrue(setting.names().contains(setting.linuxName()));
        assertTrue(setting.names().contains(setting.linuxName().replace('.', '/')));
    }

    @Test
    void shouldShareNoNameWhenSettingsDiffer() {
        final Map<String, Setting> owners = new HashMap<>();
        for (final Setting setting : Setting.values()) {
            for (final String name : setting.names()) {
                assertNull(owners.put(name, setting), name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "tcp_loose",
        "nf_conntrack_tcp_loose",
        "net.netfilter.nf_conntrack_tcp_loose",
        "net/netfilter/nf_conntrack_tcp_loose",
        "ip_conntrack_tcp_loose",
        "net.ipv4.netfilter.ip_conntrack_tcp_loose",
        "net/ipv4/netfilter/ip_conntrack_tcp_loose",
        "ip_ct_tcp_loose",
        "net.ipv4.netfilter.ip_ct_tcp_loose",
        "net/ipv4/netfilter/ip_ct_tcp_loose"})
    void shouldAcceptNameWhenAnyKernelSpelledItSo(final String name) {
        assertSame(Setting.TCP_LOOSE, Setting.of(name));
        assertTrue(Setting.TCP_LOOSE.names().contains(name));
        assertEquals(10, Setting.TCP_LOOSE.names().size());
    }

    @ParameterizedTest
    @CsvSource({
        "ip_ct_tcp_timeout_syn_sent, TCP_TIMEOUT_SYN_SENT",
        "ip_ct_udp_timeout, UDP_TIMEOUT",
        "ip_ct_udp_timeout_stream, UDP_TIMEOUT_STREAM",
        "ip_ct_icmp_timeout, ICMP_TIMEOUT",
        "ip_ct_generic_timeout, GENERIC_TIMEOUT",
        "ip_conntrack_max, MAX",
        "net.ipv4.ip_conntrack_max, MAX",
        "net.nf_conntrack_max, MAX",
        "ip_conntrack_sctp_timeout_closed, SCTP_TIMEOUT_CLOSED",
        "net.ipv4.ipfrag_time, FRAG_TIMEOUT",
        "net.netfilter.nf_conntrack_frag6_timeout, FRAG6_TIMEOUT",
        "net.ipv4.ipfrag_high_thresh, FRAG_HIGH_THRESH"})
    void shouldAcceptNameWhenKernelSpellsItItsOwnWay(final String name, final Setting setting) {
        assertSame(setting, Setting.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ip_ct_max", "ip_ct_icmpv6_timeout", "ip_conntrack_icmpv6_timeout",
        "net.netfilter.nf_conntrack_frag_timeout", "net.netfilter/nf_conntrack_max", "TCP_LOOSE", ""})
    void shouldRefuseNameWhenNoKernelSpelledItSo(final String name) {
        assertThrows(SettingException.class, () -> Setting.of(name));
    }

    @ParameterizedTest
    @CsvSource({
        "tcp_lose, tcp_loose",
        "TCP_LOOSE, tcp_loose",
        "udp_timeot, udp_timeout",
        "tcp_timeout_establish, tcp_timeout_established",
        "nf_conntrack_tcp_lose, nf_conntrack_tcp_loose",
        "net.netfilter.nf_contrack_max, net.netfilter.nf_conntrack_max",
        "ip_ct_tcp_timeout_synsent, ip_ct_tcp_timeout_syn_sent"})
    void shouldProposeNearestNameWhenNameIsUnknown(final String wrong, final String nearest) {
        final Exception e = assertThrows(SettingException.class, () -> Setting.of(wrong));
        assertEquals("unknown setting '" + wrong + "'; did you mean '" + nearest + "'?", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "TCP_TIMEOUT_NONE, 1800, 1800",
        "TCP_TIMEOUT_SYN_SENT, 120, 120",
        "TCP_TIMEOUT_SYN_RECV, 60, 60",
        "TCP_TIMEOUT_ESTABLISHED, 432000, 432000",
        "TCP_TIMEOUT_FIN_WAIT, 120, 120",
        "TCP_TIMEOUT_CLOSE_WAIT, 43200, 60",
        "TCP_TIMEOUT_LAST_ACK, 30, 30",
        "TCP_TIMEOUT_TIME_WAIT, 120, 120",
        "TCP_TIMEOUT_CLOSE, 10, 10",
        "TCP_TIMEOUT_LISTEN, 120, 120"})
    void shouldHaveDefaultsOfTable72WhenProfileIsClassic(final Setting setting, final long classic, final long linux) {
        assertEquals(classic, setting.defaultValue(Profile.CLASSIC));
        assertEquals(linux, setting.defaultValue(Profile.LINUX));
    }

    @ParameterizedTest
    @CsvSource({
        "TCP_TIMEOUT_MAX_RETRANS, 300, 300",
        "TCP_TIMEOUT_UNACKNOWLEDGED, 300, 300",
        "TCP_LOOSE, 1, 1",
        "TCP_BE_LIBERAL, 0, 0",
        "TCP_IGNORE_INVALID_RST, 0, 0",
        "TCP_MAX_RETRANS, 3, 3",
        "TCP_WINDOW_TRACKING, 0, 1",
        "UDP_TIMEOUT, 30, 30",
        "UDP_TIMEOUT_STREAM, 180, 120",
        "UDPLITE_TIMEOUT, 30, 30",
        "UDPLITE_TIMEOUT_STREAM, 180, 120",
        "ICMP_TIMEOUT, 30, 30",
        "ICMPV6_TIMEOUT, 30, 30",
        "GENERIC_TIMEOUT, 600, 600",
        "GRE_TIMEOUT, 30, 30",
        "GRE_TIMEOUT_STREAM, 180, 180",
        "SCTP_TIMEOUT_CLOSED, 10, 10",
        "SCTP_TIMEOUT_COOKIE_WAIT, 3, 3",
        "SCTP_TIMEOUT_COOKIE_ECHOED, 3, 3",
        "SCTP_TIMEOUT_ESTABLISHED, 210, 210",
        "SCTP_TIMEOUT_SHUTDOWN_SENT, 3, 3",
        "SCTP_TIMEOUT_SHUTDOWN_RECD, 3, 3",
        "SCTP_TIMEOUT_SHUTDOWN_ACK_SENT, 3, 3",
        "SCTP_TIMEOUT_HEARTBEAT_SENT, 30, 30",
        "CHECKSUM, 1, 1",
        "ACCT, 0, 0",
        "TIMESTAMP, 0, 0",
        "MAX, 262144, 262144",
        "FRAG_TIMEOUT, 30, 30",
        "FRAG6_TIMEOUT, 60, 60",
        "FRAG_HIGH_THRESH, 4194304, 4194304"})
    void shouldHaveDefaultsOfKernelWhenTableIsSilent(final Setting setting, final long classic, final long linux) {
        assertEquals(classic, setting.defaultValue(Profile.CLASSIC));
        assertEquals(linux, setting.defaultValue(Profile.LINUX));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeConsistentWhenRowIsRead(final Setting setting) {
        for (final Profile profile : Profile.values()) {
            assertTrue(setting.min() <= setting.defaultValue(profile));
            assertTrue(setting.defaultValue(profile) <= setting.max());
        }
        assertEquals(setting.name().toLowerCase(Locale.ROOT), setting.shortName());
        assertEquals(setting.shortName().contains("timeout_") || setting.shortName().endsWith("_timeout"),
            setting.unit() == Unit.SECONDS);
        assertEquals(setting.max() == 1, setting.unit() == Unit.BOOLEAN);
        assertFalse(setting.meaning().isBlank());
        assertFalse(setting.meaning().endsWith("."));
        assertFalse(setting.meaning().contains("\n"));
        assertFalse(setting.unit().label().isBlank());
    }
}
