/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.entry.ConnectionKey;
import io.jconntrack.net.Address;
import io.jconntrack.net.Protocols;
import java.net.InetSocketAddress;

/** Keys from Java's own addresses. */
final class Lookup {
    private Lookup() {
    }

    static ConnectionKey key(final ConnectionKey key, final int zone, final int protocol,
        final InetSocketAddress source, final InetSocketAddress destination) {
        final Address from = address(source);
        final Address to = address(destination);
        if (from.l3() != to.l3()) {
            throw new IllegalArgumentException("addresses must be of one IP version: source=" + source
                + " destination=" + destination);
        }
        if (!Protocols.hasPorts(protocol)) {
            throw new IllegalArgumentException("protocol has no ports: protocol=" + protocol);
        }
        key.set(from.l3(), protocol, zone, from.high(), from.low(), source.getPort(), to.high(), to.low(),
            destination.getPort(), 0);
        return key;
    }

    private static Address address(final InetSocketAddress endpoint) {
        if (endpoint.isUnresolved()) {
            throw new IllegalArgumentException("address is not resolved: " + endpoint);
        }
        return Address.of(endpoint.getAddress());
    }
}
