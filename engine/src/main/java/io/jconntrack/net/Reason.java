/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.net;

/**
 * Why a packet is INVALID, or was let through and ignored. Statistics and JSON show the name in lower case.
 */
public enum Reason {
    /** Not invalid. */
    NONE("accepted", false),
    /** The IP header is cut or its version or header length is wrong (RFC 791, RFC 8200). */
    IP_HEADER("malformed IP header"),
    /** The IP header announces more bytes than the frame has. */
    IP_TRUNCATED("the datagram is shorter than its header says"),
    /** The IPv4 header checksum is wrong. */
    IP_CHECKSUM("bad IPv4 header checksum"),
    /** The IPv6 extension headers do not lead to a transport header. */
    IP_EXTENSIONS("no transport header behind the IPv6 extension headers"),
    /** IPv6 hop-by-hop options that a router refuses (RFC 8200, section 4.2). */
    IP_OPTIONS("hop-by-hop options refused by the IP layer"),
    /** A source or destination that the IP layer refuses. */
    IP_ADDRESS("address refused by the IP layer"),
    /** A fragment that overlaps another: its datagram is given up (RFC 5722). */
    FRAGMENT_OVERLAP("overlapping fragment"),
    /** A fragment that is empty, beyond the end of its datagram, or makes that longer than 65535 bytes. */
    FRAGMENT_LENGTH("fragment of a wrong length"),
    /** More headers in front of the fragment than are kept. */
    FRAGMENT_HEADER("too many headers in front of a fragment"),
    /** Fragments disagree on explicit congestion notification (RFC 3168, section 5.3). */
    FRAGMENT_ECN("fragments with and without ECN"),
    /** Too many datagrams wait for fragments (sysctl net.ipv4.ipfrag_high_thresh), or too many with one hash. */
    FRAGMENT_MEMORY("no memory for fragments"),
    /** A fragment that is there already; passed over. */
    FRAGMENT_REPEATED("repeated fragment", false),
    /** The transport header is cut. */
    TRANSPORT_TRUNCATED("short packet"),
    /** The transport checksum is wrong. */
    TRANSPORT_CHECKSUM("bad checksum"),
    /** TCP data offset below 20 bytes or beyond the segment. */
    TCP_HEADER("truncated TCP header"),
    /** A combination of TCP flags that means nothing. */
    TCP_FLAGS("invalid tcp flag combination"),
    /** The first packet of no entry is not a valid opening. */
    TCP_NOT_AN_OPENING("not a valid opening"),
    /** Pickup in mid-stream is switched off (tcp_loose=0). */
    TCP_NO_PICKUP("mid-stream pickup is off"),
    /** The state machine does not allow the packet. */
    TCP_STATE("packet does not fit the state"),
    /** RST below the highest acknowledgement seen (RFC 5961). */
    TCP_RST("invalid rst"),
    /** Sequence number above the receiver's window. */
    TCP_SEQ_ABOVE_WINDOW("SEQ is over upper bound"),
    /** Acknowledges data that was not seen. */
    TCP_ACK_ABOVE_BOUND("ACK is over upper bound"),
    /** Ignored: a SYN, SYN/ACK or ACK that does not fit the state, though it may fit the endpoints'. */
    TCP_OUT_OF_STEP("packet ignored", false),
    /** Ignored: the answer to a SYN in LAST_ACK (RFC 5961, section 4) and no acknowledgement of the FIN. */
    TCP_CHALLENGE_ACK("challenge-ack ignored", false),
    /** Ignored: above the receiver's window by less than that window. */
    TCP_SEQ_OVERSHOT("bytes more than expected", false),
    /** Ignored: all of it was acknowledged before. */
    TCP_SEQ_BELOW_WINDOW("SEQ is under lower bound", false),
    /** Ignored: a very old acknowledgement. */
    TCP_ACK_BELOW_BOUND("ignored ACK under lower bound", false),
    /** UDP length below 8 or above the datagram. */
    UDP_LENGTH("truncated/malformed packet"),
    /** UDP-Lite checksum coverage below 8 or above the datagram. */
    UDPLITE_COVERAGE("invalid checksum coverage"),
    /** UDP-Lite without a checksum, which RFC 3828 forbids. */
    UDPLITE_NO_CHECKSUM("checksum missing"),
    /** An SCTP packet without a chunk. */
    SCTP_NO_CHUNK("no chunk"),
    /** An SCTP chunk of length 0. */
    SCTP_CHUNK_LENGTH("chunk of length 0"),
    /** An SCTP chunk that has to come first or alone does not (RFC 9260, section 6.10). */
    SCTP_BUNDLE("chunk that may not be bundled"),
    /** The first packet of no entry has an SCTP chunk that opens none. */
    SCTP_NOT_AN_OPENING("not a valid opening"),
    /** An SCTP verification tag that is not the association's (RFC 9260, section 8.5). */
    SCTP_TAG("verification tag check failed"),
    /** An SCTP INIT whose verification tag is not 0. */
    SCTP_INIT_TAG("INIT with a verification tag"),
    /** An SCTP INIT or INIT ACK without its fixed fields. */
    SCTP_INIT_TRUNCATED("truncated INIT"),
    /** An SCTP INIT ACK announces another tag than the INIT of the same side. */
    SCTP_COLLISION("INIT ACK contradicts INIT"),
    /** An SCTP HEARTBEAT or HEARTBEAT ACK with a strange tag in a place where none is expected. */
    SCTP_HEARTBEAT("heartbeat with a strange verification tag"),
    /** The SCTP state machine does not allow the chunk. */
    SCTP_STATE("chunk does not fit the state"),
    /** An ICMP type that does not exist. */
    ICMP_TYPE("invalid icmp type"),
    /** An answer to no query, or a query that opens no entry. */
    ICMP_NOT_A_QUERY("cannot create an entry with this ICMP type"),
    /** An ICMPv6 redirect from no router of the link, or without what it is about (RFC 4861, section 8.1). */
    ICMP_REDIRECT("invalid redirect"),
    /** ICMP over IPv6, or ICMPv6 over IPv4. */
    ICMP_FAMILY("ICMP of the other address family"),
    /** The packet that an ICMP error quotes cannot be read. */
    ICMP_QUOTE("unreadable quoted packet"),
    /** The connection that an ICMP error quotes is not known. */
    ICMP_UNKNOWN("quoted connection unknown"),
    /** An ICMP error is not addressed to the sender of the packet that it quotes. */
    ICMP_DESTINATION("outer destination is not the quoted source"),
    /** GRE version 1 that does not carry PPP. */
    GRE_PROTOCOL("unsupported GRE protocol"),
    /** The table is full and no entry could be dropped early. */
    TABLE_FULL("table full"),
    /** The connection belongs to another worker thread: the packet was steered to the wrong one. */
    OTHER_WORKER("connection of another worker"),
    /** The source of a new connection has as many as it may (max_per_source). */
    SOURCE_LIMIT("too many connections of the source"),
    /** The zone of a new connection has as many as it may (max_per_zone). */
    ZONE_LIMIT("too many connections in the zone"),
    /** A line that announces a connection to a helper is cut off in the middle: Linux drops the packet. */
    HELPER_PARTIAL("partial matching", false),
    /** What a helper was told to expect clashes with another expectation, or is too much: Linux drops the packet. */
    HELPER_REFUSED("cannot add expectation", false);

    private static final Reason[] VALUES = values();

    private final String text;
    private final boolean refuses;

    Reason(final String text) {
        this(text, true);
    }

    Reason(final String text, final boolean refuses) {
        this.text = text;
        this.refuses = refuses;
    }

    /**
     * The rule in a few words, in the kernel's own where it has some.
     *
     * @return the text.
     */
    public String text() {
        return text;
    }

    /**
     * What becomes of the packet.
     *
     * @return true for INVALID, false for let through and ignored.
     */
    public boolean refuses() {
        return refuses;
    }

    /**
     * Reason of a code.
     *
     * @param code its ordinal.
     * @return the reason.
     */
    public static Reason of(final int code) {
        return VALUES[code];
    }
}
