/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import io.jconntrack.ingest.ring.FrameFlags;
import io.jconntrack.ingest.ring.FrameSink;
import java.nio.ByteOrder;
import org.agrona.UnsafeApi;

/**
 * Turns what the kernel says about a frame, in either version of the ring, into a sink's terms. Its caller has checked
 * that all offsets lie within the ring.
 */
final class FrameReader {
    private static final boolean SWAP = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;
    private static final int ETHERTYPE_VLAN = 0x8100;

    private final LinkKind kind;
    private final boolean outgoingWanted;
    private final CaptureStatistics statistics;
    private boolean losing;

    FrameReader(final LinkKind kind, final boolean outgoingWanted, final CaptureStatistics statistics) {
        this.kind = kind;
        this.outgoingWanted = outgoingWanted;
        this.statistics = statistics;
    }

    /** Whether the kernel said, since this was last asked, that it dropped frames. */
    boolean losing() {
        final boolean was = losing;
        losing = false;
        return was;
    }

    CaptureStatistics statistics() {
        return statistics;
    }

    void frame(final FrameSink sink, final long nanos, final long data, final int captured, final int length,
        final int status, final int vlanTpid, final int vlanTci, final long linkAddress) {
        losing |= (status & FrameStatus.LOSING) != 0;
        final boolean outgoing =
            UnsafeApi.getByte(linkAddress + LinkAddressDescriptor.PACKET_TYPE) == LinkAddressDescriptor.OUTGOING;
        final boolean loopback = isLoopback(linkAddress);
        if (outgoing && (!outgoingWanted || loopback)) {
            statistics.countRepeated();
            return;
        }
        if (kind == LinkKind.COOKED && !isIp(linkAddress)) {
            statistics.countNotIp();
            return;
        }
        int flags = (outgoing ? FrameFlags.OUTGOING : 0) | (loopback ? FrameFlags.LOOPBACK : 0);
        if ((status & FrameStatus.CHECKSUM_NOT_READY) != 0) {
            flags |= FrameFlags.CHECKSUM_NOT_READY;
        }
        if ((status & FrameStatus.CHECKSUM_VALID) != 0) {
            flags |= FrameFlags.CHECKSUM_VALID;
        }
        int vlan = 0;
        if ((status & FrameStatus.VLAN_VALID) != 0) {
            flags |= FrameFlags.VLAN;
            vlan = ((status & FrameStatus.VLAN_TPID_VALID) != 0 ? vlanTpid : ETHERTYPE_VLAN) << 16 | vlanTci;
        }
        final boolean cut = captured < length;
        if (cut) {
            flags |= FrameFlags.TRUNCATED;
        }
        statistics.countFrame(cut);
        sink.frame(nanos, data, captured, length, kind.linkType, flags, vlan);
    }

    private static boolean isLoopback(final long linkAddress) {
        return UnsafeApi.getShort(linkAddress + LinkAddressDescriptor.HARDWARE_TYPE) == Link.HARDWARE_LOOPBACK;
    }

    private static boolean isIp(final long linkAddress) {
        final short protocol = UnsafeApi.getShort(linkAddress + LinkAddressDescriptor.PROTOCOL);
        final int type = (SWAP ? Short.reverseBytes(protocol) : protocol) & 0xFFFF;
        return type == ETHERTYPE_IPV4 || type == ETHERTYPE_IPV6;
    }
}
