/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.entry;

/**
 * The tuple of a connection, in either direction, for lookups in the table that made it: {@code newKey()} of a tracker,
 * a dump or a {@link TableView}. Used again for one lookup after the other, by one thread; only those that a table made
 * are understood.
 */
public interface ConnectionKey {
    /**
     * Set from a packet's tuple.
     *
     * @param l3 4 or 6.
     * @param protocol IP protocol number.
     * @param zone 0 to 65535.
     * @param srcHigh first eight bytes of the source address, big-endian; 0 for IPv4.
     * @param srcLow last eight bytes, or the IPv4 address.
     * @param srcPort port, ICMP id or what stands in its place.
     * @param dstHigh first eight bytes of the destination address.
     * @param dstLow last eight bytes, or the IPv4 address.
     * @param dstPort port, ICMP type and code, or what stands in its place.
     * @param query 1 for an ICMP query, 2 for the answer to one (its id is then dstPort), 0 otherwise.
     * @see io.jconntrack.text.TupleText
     */
    void set(int l3, int protocol, int zone, long srcHigh, long srcLow, int srcPort, long dstHigh, long dstLow,
        int dstPort, int query);
}
