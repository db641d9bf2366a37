/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;
import io.jconntrack.protocol.TcpSegment;
import io.jconntrack.table.TupleKey;

/**
 * What is known of a packet before its connection is looked up. Used again for one packet after the other.
 */
final class PreparedPacket {
    final Packet packet = new Packet();
    final TcpSegment segment = new TcpSegment(packet);
    final TupleKey key;
    int zone;
    /** Why it is refused whatever its connection, before that is looked up. */
    Reason refused;

    PreparedPacket(final TupleKey key) {
        this.key = key;
    }
}
