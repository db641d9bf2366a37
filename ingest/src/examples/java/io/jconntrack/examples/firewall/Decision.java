/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples.firewall;

/**
 * What becomes of a frame, and the rule that says so.
 */
public enum Decision {
    /** It goes on. */
    PASSED,
    /** Somebody outside opens a connection. */
    NEW_FROM_OUTSIDE,
    /** A TCP connection that does not begin with a SYN. */
    NEW_WITHOUT_SYN,
    /** The tracker refuses it. */
    INVALID,
    /** A fragment: whose it is, is known when its datagram is whole, and this firewall holds nothing back. */
    FRAGMENT,
    /** Neither IP nor ARP. */
    NOT_IP,
    /** Longer than a frame of Ethernet may be, or behind a VLAN tag: the port cannot send it. */
    UNSUITABLE
}
