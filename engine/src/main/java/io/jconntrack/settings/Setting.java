/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import static io.jconntrack.settings.Range.MAX_BYTE;
import static io.jconntrack.settings.Range.MAX_CONNECTIONS;
import static io.jconntrack.settings.Range.MAX_EXPECTATIONS;
import static io.jconntrack.settings.Range.MAX_PORT;
import static io.jconntrack.settings.Range.MAX_SECONDS;
import static io.jconntrack.settings.Unit.BOOLEAN;
import static io.jconntrack.settings.Unit.COUNT;
import static io.jconntrack.settings.Unit.SECONDS;

import java.util.List;

/**
 * Every tunable: name, default of the classic and of the linux profile, least and greatest value, unit, meaning.
 *
 * <p>The defaults of {@code classic} are those of Table 7-2 of the iptables tutorial, those of {@code linux} are what
 * {@code /proc/sys/net/netfilter} of Linux 6.18 holds. Where the tutorial is silent, both are the kernel's. Times are
 * whole seconds from 0 to 21474836.
 */
public enum Setting {
    /** TCP in NONE (classic machine only). Seconds, by default 1800. */
    TCP_TIMEOUT_NONE("tcp_timeout_none", 1800, 1800, 0, MAX_SECONDS, SECONDS,
        "TCP in NONE (classic machine only)"),
    /** TCP in SYN_SENT: opened, no answer yet. Seconds, by default 120. */
    TCP_TIMEOUT_SYN_SENT("tcp_timeout_syn_sent", 120, 120, 0, MAX_SECONDS, SECONDS,
        "TCP in SYN_SENT: opened, no answer yet"),
    /** TCP in SYN_RECV: answered, not yet acknowledged. Seconds, by default 60. */
    TCP_TIMEOUT_SYN_RECV("tcp_timeout_syn_recv", 60, 60, 0, MAX_SECONDS, SECONDS,
        "TCP in SYN_RECV: answered, not yet acknowledged"),
    /** TCP in ESTABLISHED. Seconds, by default 432000. */
    TCP_TIMEOUT_ESTABLISHED("tcp_timeout_established", 432000, 432000, 0, MAX_SECONDS, SECONDS,
        "TCP in ESTABLISHED"),
    /** TCP in FIN_WAIT: one side has closed. Seconds, by default 120. */
    TCP_TIMEOUT_FIN_WAIT("tcp_timeout_fin_wait", 120, 120, 0, MAX_SECONDS, SECONDS,
        "TCP in FIN_WAIT: one side has closed"),
    /** TCP in CLOSE_WAIT: the close of one side is acknowledged. Seconds, by default 43200, of Linux 60. */
    TCP_TIMEOUT_CLOSE_WAIT("tcp_timeout_close_wait", 43200, 60, 0, MAX_SECONDS, SECONDS,
        "TCP in CLOSE_WAIT: the close of one side is acknowledged"),
    /** TCP in LAST_ACK: both sides have closed, one acknowledgement is missing. Seconds, by default 30. */
    TCP_TIMEOUT_LAST_ACK("tcp_timeout_last_ack", 30, 30, 0, MAX_SECONDS, SECONDS,
        "TCP in LAST_ACK: both sides have closed, one acknowledgement is missing"),
    /** TCP in TIME_WAIT: closed by both sides. Seconds, by default 120. */
    TCP_TIMEOUT_TIME_WAIT("tcp_timeout_time_wait", 120, 120, 0, MAX_SECONDS, SECONDS,
        "TCP in TIME_WAIT: closed by both sides"),
    /** TCP in CLOSE: reset. Seconds, by default 10. */
    TCP_TIMEOUT_CLOSE("tcp_timeout_close", 10, 10, 0, MAX_SECONDS, SECONDS,
        "TCP in CLOSE: reset"),
    /** TCP in LISTEN (classic machine only). Seconds, by default 120. */
    TCP_TIMEOUT_LISTEN("tcp_timeout_listen", 120, 120, 0, MAX_SECONDS, SECONDS,
        "TCP in LISTEN (classic machine only)"),
    /** Upper bound for TCP after tcp_max_retrans retransmissions (linux machine only). Seconds, by default 300. */
    TCP_TIMEOUT_MAX_RETRANS("tcp_timeout_max_retrans", 300, 300, 0, MAX_SECONDS, SECONDS,
        "upper bound for TCP after tcp_max_retrans retransmissions (linux machine only)"),
    /** Upper bound for TCP while data is unacknowledged (linux machine only). Seconds, by default 300. */
    TCP_TIMEOUT_UNACKNOWLEDGED("tcp_timeout_unacknowledged", 300, 300, 0, MAX_SECONDS, SECONDS,
        "upper bound for TCP while data is unacknowledged (linux machine only)"),
    /** Pick up TCP connections that are already under way. 0 or 1, by default 1. */
    TCP_LOOSE("tcp_loose", 1, 1, 0, 1, BOOLEAN,
        "pick up TCP connections that are already under way"),
    /** Of TCP packets out of window refuse RSTs alone. 0 or 1, by default 0. */
    TCP_BE_LIBERAL("tcp_be_liberal", 0, 0, 0, 1, BOOLEAN,
        "of TCP packets out of window refuse RSTs alone"),
    /** Do not refuse TCP RSTs out of window, but let them change nothing. 0 or 1, by default 0. */
    TCP_IGNORE_INVALID_RST("tcp_ignore_invalid_rst", 0, 0, 0, 1, BOOLEAN,
        "do not refuse TCP RSTs out of window, but let them change nothing"),
    /** Retransmissions after which tcp_timeout_max_retrans applies. 0 to 255, by default 3. */
    TCP_MAX_RETRANS("tcp_max_retrans", 3, 3, 0, MAX_BYTE, COUNT,
        "retransmissions after which tcp_timeout_max_retrans applies"),
    /** Check TCP sequence numbers against the windows. 0 or 1, by default 0, of Linux 1. */
    TCP_WINDOW_TRACKING("tcp_window_tracking", 0, 1, 0, 1, BOOLEAN,
        "check TCP sequence numbers against the windows"),
    /** UDP seen one way, or too briefly to be a stream. Seconds, by default 30. */
    UDP_TIMEOUT("udp_timeout", 30, 30, 0, MAX_SECONDS, SECONDS,
        "UDP seen one way, or too briefly to be a stream"),
    /** UDP stream. Seconds, by default 180, of Linux 120. */
    UDP_TIMEOUT_STREAM("udp_timeout_stream", 180, 120, 0, MAX_SECONDS, SECONDS,
        "UDP stream"),
    /** UDP-Lite seen one way. Seconds, by default 30. */
    UDPLITE_TIMEOUT("udplite_timeout", 30, 30, 0, MAX_SECONDS, SECONDS,
        "UDP-Lite seen one way"),
    /** UDP-Lite stream. Seconds, by default 180, of Linux 120. */
    UDPLITE_TIMEOUT_STREAM("udplite_timeout_stream", 180, 120, 0, MAX_SECONDS, SECONDS,
        "UDP-Lite stream"),
    /** ICMP query. Seconds, by default 30. */
    ICMP_TIMEOUT("icmp_timeout", 30, 30, 0, MAX_SECONDS, SECONDS,
        "ICMP query"),
    /** ICMPv6 query. Seconds, by default 30. */
    ICMPV6_TIMEOUT("icmpv6_timeout", 30, 30, 0, MAX_SECONDS, SECONDS,
        "ICMPv6 query"),
    /** Protocols without a tracker of their own. Seconds, by default 600. */
    GENERIC_TIMEOUT("generic_timeout", 600, 600, 0, MAX_SECONDS, SECONDS,
        "protocols without a tracker of their own"),
    /** GRE seen one way. Seconds, by default 30. */
    GRE_TIMEOUT("gre_timeout", 30, 30, 0, MAX_SECONDS, SECONDS,
        "GRE seen one way"),
    /** GRE seen both ways. Seconds, by default 180. */
    GRE_TIMEOUT_STREAM("gre_timeout_stream", 180, 180, 0, MAX_SECONDS, SECONDS,
        "GRE seen both ways"),
    /** SCTP in CLOSED. Seconds, by default 10. */
    SCTP_TIMEOUT_CLOSED("sctp_timeout_closed", 10, 10, 0, MAX_SECONDS, SECONDS,
        "SCTP in CLOSED"),
    /** SCTP in COOKIE_WAIT: INIT seen. Seconds, by default 3. */
    SCTP_TIMEOUT_COOKIE_WAIT("sctp_timeout_cookie_wait", 3, 3, 0, MAX_SECONDS, SECONDS,
        "SCTP in COOKIE_WAIT: INIT seen"),
    /** SCTP in COOKIE_ECHOED. Seconds, by default 3. */
    SCTP_TIMEOUT_COOKIE_ECHOED("sctp_timeout_cookie_echoed", 3, 3, 0, MAX_SECONDS, SECONDS,
        "SCTP in COOKIE_ECHOED"),
    /** SCTP in ESTABLISHED. Seconds, by default 210. */
    SCTP_TIMEOUT_ESTABLISHED("sctp_timeout_established", 210, 210, 0, MAX_SECONDS, SECONDS,
        "SCTP in ESTABLISHED"),
    /** SCTP in SHUTDOWN_SENT. Seconds, by default 3. */
    SCTP_TIMEOUT_SHUTDOWN_SENT("sctp_timeout_shutdown_sent", 3, 3, 0, MAX_SECONDS, SECONDS,
        "SCTP in SHUTDOWN_SENT"),
    /** SCTP in SHUTDOWN_RECD. Seconds, by default 3. */
    SCTP_TIMEOUT_SHUTDOWN_RECD("sctp_timeout_shutdown_recd", 3, 3, 0, MAX_SECONDS, SECONDS,
        "SCTP in SHUTDOWN_RECD"),
    /** SCTP in SHUTDOWN_ACK_SENT. Seconds, by default 3. */
    SCTP_TIMEOUT_SHUTDOWN_ACK_SENT("sctp_timeout_shutdown_ack_sent", 3, 3, 0, MAX_SECONDS, SECONDS,
        "SCTP in SHUTDOWN_ACK_SENT"),
    /** SCTP in HEARTBEAT_SENT: picked up on a second path. Seconds, by default 30. */
    SCTP_TIMEOUT_HEARTBEAT_SENT("sctp_timeout_heartbeat_sent", 30, 30, 0, MAX_SECONDS, SECONDS,
        "SCTP in HEARTBEAT_SENT: picked up on a second path"),
    /** Refuse packets with a wrong checksum. 0 or 1, by default 1. */
    CHECKSUM("checksum", 1, 1, 0, 1, BOOLEAN,
        "refuse packets with a wrong checksum"),
    /** Count packets and bytes of each connection. 0 or 1, by default 0. */
    ACCT("acct", 0, 0, 0, 1, BOOLEAN,
        "count packets and bytes of each connection"),
    /** Keep when each connection started and ended. 0 or 1, by default 0. */
    TIMESTAMP("timestamp", 0, 0, 0, 1, BOOLEAN,
        "keep when each connection started and ended"),
    /** Connections that the table holds at most. 1 to 100000000, by default 262144. */
    MAX("max", 262144, 262144, 1, MAX_CONNECTIONS, COUNT,
        "connections that the table holds at most",
        "net.netfilter.nf_conntrack_max", "net.nf_conntrack_max", "net.ipv4.ip_conntrack_max"),
    /** Wait for the missing fragments of an IPv4 datagram. Seconds, by default 30. */
    FRAG_TIMEOUT("frag_timeout", 30, 30, 0, MAX_SECONDS, SECONDS,
        "wait for the missing fragments of an IPv4 datagram",
        "net.ipv4.ipfrag_time"),
    /** Wait for the missing fragments of an IPv6 datagram. Seconds, by default 60. */
    FRAG6_TIMEOUT("frag6_timeout", 60, 60, 0, MAX_SECONDS, SECONDS,
        "wait for the missing fragments of an IPv6 datagram"),
    /** Bytes that waiting fragments of IPv4 datagrams may occupy. 0 to 2147483647, by default 4194304. */
    FRAG_HIGH_THRESH("frag_high_thresh", 4194304, 4194304, 0, Integer.MAX_VALUE, COUNT,
        "bytes that waiting fragments of IPv4 datagrams may occupy",
        "net.ipv4.ipfrag_high_thresh"),
    /** Bytes that waiting fragments of IPv6 datagrams may occupy. 0 to 2147483647, by default 4194304. */
    FRAG6_HIGH_THRESH("frag6_high_thresh", 4194304, 4194304, 0, Integer.MAX_VALUE, COUNT,
        "bytes that waiting fragments of IPv6 datagrams may occupy"),
    /** Connections that one source may have; 0: no limit. 0 to 100000000, by default 0. */
    MAX_PER_SOURCE("max_per_source", 0, 0, 0, MAX_CONNECTIONS, COUNT,
        "connections that one source may have; 0: no limit"),
    /** Bits of an IPv4 address that make up a source for max_per_source. 0 to 32, by default 32. */
    SOURCE_PREFIX_IPV4("source_prefix_ipv4", 32, 32, 0, 32, COUNT,
        "bits of an IPv4 address that make up a source for max_per_source"),
    /** Bits of an IPv6 address that make up a source for max_per_source. 0 to 128, by default 64. */
    SOURCE_PREFIX_IPV6("source_prefix_ipv6", 64, 64, 0, 128, COUNT,
        "bits of an IPv6 address that make up a source for max_per_source"),
    /** Connections that one zone may have; 0: no limit. 0 to 100000000, by default 0. */
    MAX_PER_ZONE("max_per_zone", 0, 0, 0, MAX_CONNECTIONS, COUNT,
        "connections that one zone may have; 0: no limit"),
    /** Connections above which time-outs shrink; 0 with adaptive_end 0: they don't. 0 to 100000000, by default 0. */
    ADAPTIVE_START("adaptive_start", 0, 0, 0, MAX_CONNECTIONS, COUNT,
        "connections above which time-outs shrink; 0 with adaptive_end 0: they don't"),
    /**
     * Connections at which time-outs would be 0, above adaptive_start; 0: they don't shrink. 0 to 2147483647, by
     * default 0.
     */
    ADAPTIVE_END("adaptive_end", 0, 0, 0, Integer.MAX_VALUE, COUNT,
        "connections at which time-outs would be 0, above adaptive_start; 0: they don't shrink"),
    /** Upper bound for connections without a reply above adaptive_start connections; 0: none. Seconds, by default 0. */
    HALF_OPEN_TIMEOUT("half_open_timeout", 0, 0, 0, MAX_SECONDS, SECONDS,
        "upper bound for connections without a reply above adaptive_start connections; 0: none"),
    /** Give the helpers of FTP and TFTP to connections to their well-known ports. 0 or 1, by default 0. */
    HELPER("helper", 0, 0, 0, 1, BOOLEAN,
        "give the helpers of FTP and TFTP to connections to their well-known ports"),
    /** TCP port whose connections have the FTP helper; 0: 21 with helper=1, else none. 0 to 65535, by default 0. */
    HELPER_FTP("helper_ftp", 0, 0, 0, MAX_PORT, COUNT,
        "TCP port whose connections have the FTP helper; 0: 21 with helper=1, else none"),
    /** UDP port whose connections have the TFTP helper; 0: 69 with helper=1, else none. 0 to 65535, by default 0. */
    HELPER_TFTP("helper_tftp", 0, 0, 0, MAX_PORT, COUNT,
        "UDP port whose connections have the TFTP helper; 0: 69 with helper=1, else none"),
    /** Let FTP announce data connections to other addresses than the speaker's own. 0 or 1, by default 0. */
    FTP_LOOSE("ftp_loose", 0, 0, 0, 1, BOOLEAN,
        "let FTP announce data connections to other addresses than the speaker's own"),
    /** Connections that may be expected at a time; 0: 4096 with a helper, else none. 0 to 131072, by default 0. */
    EXPECT_MAX("expect_max", 0, 0, 0, MAX_EXPECTATIONS, COUNT,
        "connections that may be expected at a time; 0: 4096 with a helper, else none");

    private final String shortName;
    private final String linuxName;
    private final List<String> names;
    private final long classicDefault;
    private final long linuxDefault;
    private final long min;
    private final long max;
    private final Unit unit;
    private final String meaning;

    Setting(
        final String shortName,
        final long classicDefault,
        final long linuxDefault,
        final long min,
        final long max,
        final Unit unit,
        final String meaning) {
        this(shortName, classicDefault, linuxDefault, min, max, unit, meaning, SettingNames.linuxName(shortName));
    }

    Setting(
        final String shortName,
        final long classicDefault,
        final long linuxDefault,
        final long min,
        final long max,
        final Unit unit,
        final String meaning,
        final String linuxName,
        final String... aliases) {
        this.shortName = shortName;
        this.linuxName = linuxName;
        this.names = SettingNames.all(shortName, linuxName, aliases);
        this.classicDefault = classicDefault;
        this.linuxDefault = linuxDefault;
        this.min = min;
        this.max = max;
        this.unit = unit;
        this.meaning = meaning;
    }

    /**
     * The setting of a name.
     *
     * @param name any of its {@link #names()}
     * @return the setting
     * @throws SettingException if no setting has that name; its message proposes the nearest one
     */
    public static Setting of(final String name) {
        final Setting setting = SettingIndex.find(name);
        if (setting == null) {
            throw new SettingException(
                "unknown setting '" + name + "'; did you mean '" + SettingIndex.nearest(name) + "'?");
        }
        return setting;
    }

    /**
     * The name in this project's texts.
     *
     * @return a name such as {@code tcp_loose}
     */
    public String shortName() {
        return shortName;
    }

    /**
     * The name that sysctl(8) gives it, or would if the kernel had it.
     *
     * @return a name such as {@code net.netfilter.nf_conntrack_tcp_loose}
     */
    public String linuxName() {
        return linuxName;
    }

    /**
     * All names that {@link #of(String)} accepts, the short one first.
     *
     * @return an unmodifiable list
     */
    public List<String> names() {
        return names;
    }

    /**
     * The value unless somebody changes it.
     *
     * @param profile whose default
     * @return a value in the setting's unit
     */
    public long defaultValue(final Profile profile) {
        return profile == Profile.LINUX ? linuxDefault : classicDefault;
    }

    /**
     * The least value.
     *
     * @return a value in the setting's unit
     */
    public long min() {
        return min;
    }

    /**
     * The greatest value.
     *
     * @return a value in the setting's unit
     */
    public long max() {
        return max;
    }

    /**
     * What the value counts.
     *
     * @return the unit
     */
    public Unit unit() {
        return unit;
    }

    /**
     * What the setting does, in one line.
     *
     * @return a phrase without a full stop
     */
    public String meaning() {
        return meaning;
    }
}
