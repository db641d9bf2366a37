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
 * FTP (RFC 959, RFC 2428): the data connections that PORT, EPRT and the answers to PASV and EPSV announce.
 * <p>
 * As in Linux, a segment is looked at when it starts a line: when its sequence number is one at which a line of the
 * same side ended. The two newest such numbers of each side are kept; the first line of a side is not looked at.
 * <pre>
 *  state   0        4        8        12       16       20       24
 *         +--------+--------+--------+--------+--------+--------+
 *         | ends   | end 0  | end 1  | ends   | end 0  | end 1  |    of the original direction, of the reply
 *         +--------+--------+--------+--------+--------+--------+
 * </pre>
 */
public final class FtpHelper implements ConnectionHelper {
    /** Well-known port. */
    public static final int PORT = 21;

    private static final int ENDS = 2;
    private static final int SIDE_LENGTH = 4 + 4 * ENDS;

    private final boolean loose;
    private final FtpCommand command = new FtpCommand();

    /**
     * A helper.
     *
     * @param loose whether a side may announce another address than its own, as Linux's module parameter says.
     */
    public FtpHelper(final boolean loose) {
        this.loose = loose;
    }

    @Override
    public String name() {
        return "ftp";
    }

    @Override
    public int maxExpected() {
        return 1;
    }

    @Override
    public Reason help(final HelpedPacket packet) {
        if (!packet.isReplied() || packet.length() == 0) {
            return Reason.NONE;
        }
        Reason reason = Reason.NONE;
        if (startsLine(packet)) {
            final int found = packet.direction() == 0 ? command.readCommand(packet) : command.readAnswer(packet);
            if (found == FtpCommand.PARTIAL) {
                return Reason.HELPER_PARTIAL;
            }
            if (found == FtpCommand.FOUND && !expect(packet)) {
                reason = Reason.HELPER_REFUSED;
            }
        }
        if (packet.byteAt(packet.length() - 1) == '\n') {
            endLine(packet);
        }
        return reason;
    }

    private boolean expect(final HelpedPacket packet) {
        final boolean isOwn = command.addressHigh() == packet.addressHigh(true)
            && command.addressLow() == packet.addressLow(true);
        if (!isOwn && !loose) {
            return true;
        }
        final Expectation expectation = packet.expectation(Packet.TCP)
            .from(packet.addressHigh(false), packet.addressLow(false), Expectation.ANY_PORT)
            .to(command.addressHigh(), command.addressLow(), command.port());
        return packet.expect(expectation);
    }

    private static boolean startsLine(final HelpedPacket packet) {
        return indexOf(packet, packet.sequence()) >= 0;
    }

    private static int indexOf(final HelpedPacket packet, final int end) {
        final int side = packet.direction() * SIDE_LENGTH;
        int i = packet.state(side) - 1;
        while (i >= 0 && packet.state(side + 4 + 4 * i) != end) {
            i--;
        }
        return i;
    }

    /** Note where a line ends; an older one than those that are known is not noted. */
    private static void endLine(final HelpedPacket packet) {
        final int end = packet.sequence() + packet.length();
        if (indexOf(packet, end) >= 0) {
            return;
        }
        final int side = packet.direction() * SIDE_LENGTH;
        final int count = packet.state(side);
        if (count < ENDS) {
            packet.state(side + 4 + 4 * count, end);
            packet.state(side, count + 1);
            return;
        }
        final int oldest = packet.state(side + 4) - packet.state(side + 8) < 0 ? side + 4 : side + 8;
        if (end - packet.state(oldest) > 0) {
            packet.state(oldest, end);
        }
    }
}
