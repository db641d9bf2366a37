/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ingest.capture.CaptureException;
import io.jconntrack.ingest.capture.PacketTransmitter;
import io.jconntrack.memory.Region;
import java.nio.ByteBuffer;
import org.agrona.UnsafeApi;

/**
 * Sends one short UDP frame again and again, at a rate or as often as it can.
 */
final class FrameSender implements AutoCloseable {
    private static final int LENGTH = 60;
    private static final int BATCH = 64;

    private final PacketTransmitter transmitter;
    private final Region memory = Region.anonymous(4096);

    FrameSender(final String interfaceName) throws CaptureException {
        transmitter = new PacketTransmitter(interfaceName, 4096);
        final ByteBuffer frame = ByteBuffer.allocate(LENGTH);
        frame.putShort((short)0x0200).putInt(2).putShort((short)0x0200).putInt(1).putShort((short)0x0800);
        // IPv4 with the checksum that these numbers have, UDP without one
        frame.putInt(0x4500_002E).putInt(0).putInt(0x4011_F6BB).putInt(0xC000_0201).putInt(0xC000_0202);
        frame.putInt(0x0035_0035).putInt(0x001A_0000);
        for (int i = 0; i < LENGTH; i++) {
            UnsafeApi.putByte(memory.address() + i, frame.get(i));
        }
    }

    long sent() {
        return transmitter.sent();
    }

    /** Send for some seconds; rate 0: as many frames as go. */
    void send(final int rate, final double seconds) throws CaptureException {
        final long start = System.nanoTime();
        final long nanos = (long)(seconds * 1e9);
        long count = 0;
        for (long elapsed = 0; elapsed < nanos; elapsed = System.nanoTime() - start) {
            final long due = rate == 0 ? Long.MAX_VALUE : (long)(elapsed * (rate / 1e9));
            int batch = 0;
            while (count < due && batch < BATCH && transmitter.send(memory.address(), LENGTH)) {
                count++;
                batch++;
            }
            if (batch > 0 || rate == 0) {
                transmitter.kick();
            }
        }
        transmitter.kick();
    }

    @Override
    public void close() {
        transmitter.close();
        memory.close();
    }
}
