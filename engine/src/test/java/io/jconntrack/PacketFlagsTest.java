/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.net.PacketFlags;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * What a capture tells of a packet beside its bytes.
 */
class PacketFlagsTest {
    /** UDP 10.0.0.1:1000 to 10.0.0.2:53, left to the network card: the checksum is the pseudo header's. */
    private static final String UNFINISHED = "4500001c00000000401166cf0a0000010a000002" + "03e800350008141c";
    /** UDP ::1, port 1000, to ::1, port 53, without a payload. */
    private static final String LOOPBACK = "6000000000081140" + "00000000000000000000000000000001"
        + "00000000000000000000000000000001" + "03e800350008fbbf";

    @Test
    void shouldRefuseAChecksumThatIsNotFilledInYetUnlessItsCaptureSaysSo() {
        assertEquals(Reason.TRANSPORT_CHECKSUM, Verdict.reason(verdict(UNFINISHED, PacketFlags.NONE)));
        assertEquals(ConnState.NEW, Verdict.state(verdict(UNFINISHED, PacketFlags.CHECKSUM_UNCHECKED)));
    }

    @Test
    void shouldKnowLoopbackAddressesOnALoopbackInterfaceAlone() {
        assertEquals(Reason.IP_ADDRESS, Verdict.reason(verdict(LOOPBACK, PacketFlags.CHECKSUM_UNCHECKED)));
        assertEquals(ConnState.NEW,
            Verdict.state(verdict(LOOPBACK, PacketFlags.CHECKSUM_UNCHECKED | PacketFlags.LOOPBACK)));
    }

    private static long verdict(final String hex, final int flags) {
        final byte[] bytes = HexFormat.of().parseHex(hex);
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes.length));
        buffer.putBytes(0, bytes);
        try (Conntrack conntrack = Conntrack.builder().settings(new Settings(Profile.LINUX).set("checksum", "1"))
            .hashSeed(1, 2).build()) {
            final PacketBatch batch = new PacketBatch().reset(buffer);
            batch.add(0, bytes.length, bytes.length, 0, flags, 1_000_000_000L);
            conntrack.process(batch);
            return batch.verdict(0);
        }
    }
}
