/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.expect;

import io.jconntrack.entry.Expectation;
import io.jconntrack.helper.ConnectionHelper;
import io.jconntrack.helper.HelpedPacket;
import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;

/**
 * TFTP (RFC 1350): a server answers a request from a port of its choice.
 */
public final class TftpHelper implements ConnectionHelper {
    /** Well-known port. */
    public static final int PORT = 69;

    private static final int OPCODE_LENGTH = 2;
    private static final int READ_REQUEST = 1;
    private static final int WRITE_REQUEST = 2;

    /** The only one that is needed: it has no state. */
    public TftpHelper() {
    }

    @Override
    public String name() {
        return "tftp";
    }

    @Override
    public int maxExpected() {
        return 1;
    }

    @Override
    public Reason help(final HelpedPacket packet) {
        if (packet.length() < OPCODE_LENGTH) {
            return Reason.NONE;
        }
        final int opcode = packet.byteAt(0) << 8 | packet.byteAt(1);
        if (opcode != READ_REQUEST && opcode != WRITE_REQUEST) {
            return Reason.NONE;
        }
        // whoever says it: the client is the one that opened the connection
        final boolean byClient = packet.direction() == 0;
        return packet.expect(packet.expectation(Packet.UDP)
            .from(packet.addressHigh(!byClient), packet.addressLow(!byClient),
                Expectation.ANY_PORT)
            .to(packet.addressHigh(byClient), packet.addressLow(byClient), packet.port(byClient)))
            ? Reason.NONE : Reason.HELPER_REFUSED;
    }
}
