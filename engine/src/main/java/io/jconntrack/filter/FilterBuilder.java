/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.filter;

import io.jconntrack.entry.Status;
import io.jconntrack.net.Prefix;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Builds a {@link ConnectionFilter}. Directions are 0 for the original and 1 for the reply. Values are checked; what is
 * out of range throws {@link IllegalArgumentException}. A condition that is set again replaces the first, but states,
 * status and labels, which are collected.
 */
public final class FilterBuilder {
    private static final int ANY = ConnectionFilter.ANY;
    private static final int MAX_16_BITS = 0xFFFF;
    private static final int MAX_8_BITS = 0xFF;
    private static final int MAX_LABEL = 127;

    int l3 = ANY;
    int protocol = ANY;
    int zone = ANY;
    int status;
    int statusMask;
    int mark;
    int markMask;
    final Prefix[] sources = new Prefix[2];
    final Prefix[] destinations = new Prefix[2];
    final int[] sourcePorts = {ANY, ANY};
    final int[] destinationPorts = {ANY, ANY};
    int sourceKey = ANY;
    int destinationKey = ANY;
    int icmpType = ANY;
    int icmpCode = ANY;
    int icmpId = ANY;
    final Set<String> states = new LinkedHashSet<>();
    final Set<Integer> labels = new TreeSet<>();
    private boolean isEmpty = true;

    FilterBuilder() {
    }

    /**
     * The filter.
     *
     * @return an immutable one; the builder may go on.
     */
    public ConnectionFilter build() {
        return new ConnectionFilter(this);
    }

    boolean isEmpty() {
        return isEmpty;
    }

    private int checked(final String what, final int value, final int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(what + " is 0 to " + most + ", not " + value);
        }
        isEmpty = false;
        return value;
    }

    private static int direction(final int direction) {
        return Objects.checkIndex(direction, 2);
    }

    /**
     * IP version.
     *
     * @param version 4 or 6.
     * @return this.
     */
    public FilterBuilder family(final int version) {
        if (version != 4 && version != 6) {
            throw new IllegalArgumentException("an IP version is 4 or 6, not " + version);
        }
        l3 = checked("an IP version", version, MAX_8_BITS);
        return this;
    }

    /**
     * IP protocol.
     *
     * @param number 0 to 255.
     * @return this.
     */
    public FilterBuilder protocol(final int number) {
        protocol = checked("a protocol", number, MAX_8_BITS);
        return this;
    }

    /**
     * Zone.
     *
     * @param number 0 to 65535.
     * @return this.
     */
    public FilterBuilder zone(final int number) {
        zone = checked("a zone", number, MAX_16_BITS);
        return this;
    }

    /**
     * Source address.
     *
     * @param direction whose.
     * @param prefix that it is in.
     * @return this.
     */
    public FilterBuilder source(final int direction, final Prefix prefix) {
        sources[direction(direction)] = Objects.requireNonNull(prefix);
        isEmpty = false;
        return this;
    }

    /**
     * Destination address.
     *
     * @param direction whose.
     * @param prefix that it is in.
     * @return this.
     */
    public FilterBuilder destination(final int direction, final Prefix prefix) {
        destinations[direction(direction)] = Objects.requireNonNull(prefix);
        isEmpty = false;
        return this;
    }

    /**
     * Source port; connections without ports don't meet it.
     *
     * @param direction whose.
     * @param port 0 to 65535.
     * @return this.
     */
    public FilterBuilder sourcePort(final int direction, final int port) {
        sourcePorts[direction(direction)] = checked("a port", port, MAX_16_BITS);
        return this;
    }

    /**
     * Destination port; connections without ports don't meet it.
     *
     * @param direction whose.
     * @param port 0 to 65535.
     * @return this.
     */
    public FilterBuilder destinationPort(final int direction, final int port) {
        destinationPorts[direction(direction)] = checked("a port", port, MAX_16_BITS);
        return this;
    }

    /**
     * GRE key of the original direction's source; connections that are not GRE don't meet it.
     *
     * @param key 0 to 65535.
     * @return this.
     */
    public FilterBuilder sourceKey(final int key) {
        sourceKey = checked("a GRE key", key, MAX_16_BITS);
        return this;
    }

    /**
     * GRE key of the original direction's destination; connections that are not GRE don't meet it.
     *
     * @param key 0 to 65535.
     * @return this.
     */
    public FilterBuilder destinationKey(final int key) {
        destinationKey = checked("a GRE key", key, MAX_16_BITS);
        return this;
    }

    /**
     * ICMP or ICMPv6 type of the query.
     *
     * @param type 0 to 255.
     * @return this.
     */
    public FilterBuilder icmpType(final int type) {
        icmpType = checked("an ICMP type", type, MAX_8_BITS);
        return this;
    }

    /**
     * ICMP or ICMPv6 code.
     *
     * @param code 0 to 255.
     * @return this.
     */
    public FilterBuilder icmpCode(final int code) {
        icmpCode = checked("an ICMP code", code, MAX_8_BITS);
        return this;
    }

    /**
     * ICMP or ICMPv6 id.
     *
     * @param id 0 to 65535.
     * @return this.
     */
    public FilterBuilder icmpId(final int id) {
        icmpId = checked("an ICMP id", id, MAX_16_BITS);
        return this;
    }

    /**
     * One state more that is wanted.
     *
     * @param name of a TCP or SCTP state of either profile, in any case.
     * @return this.
     */
    public FilterBuilder state(final String name) {
        final String upper = name.toUpperCase(Locale.ROOT);
        if (!StateNames.all().contains(upper)) {
            throw new IllegalArgumentException("unknown state '" + name + "', the states are "
                + String.join(" ", StateNames.all()));
        }
        states.add(upper);
        isEmpty = false;
        return this;
    }

    /**
     * Status bits that are wanted.
     *
     * @param bits of {@link Status}, all of which must be set.
     * @return this.
     */
    public FilterBuilder status(final int bits) {
        status |= bits;
        statusMask |= bits;
        isEmpty &= bits == 0;
        return this;
    }

    /**
     * No reply must have been seen.
     *
     * @return this.
     */
    public FilterBuilder unreplied() {
        statusMask |= Status.SEEN_REPLY;
        isEmpty = false;
        return this;
    }

    /**
     * Mark.
     *
     * @param value wanted, 32 bits.
     * @param mask bits that count.
     * @return this.
     */
    public FilterBuilder mark(final int value, final int mask) {
        mark = value;
        markMask = mask;
        isEmpty &= mask == 0;
        return this;
    }

    /**
     * One label more that is wanted.
     *
     * @param label 0 to 127.
     * @return this.
     */
    public FilterBuilder label(final int label) {
        labels.add(checked("a label", label, MAX_LABEL));
        return this;
    }
}
