/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.parity;

import io.jconntrack.ingest.pcap.CaptureReader;
import io.jconntrack.ingest.pcap.PcapWriter;
import io.jconntrack.net.LinkLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes the IP packets of any capture as a raw IP capture that the kernel can be asked about: without link layers,
 * time never running backwards, and what the snap length cut off filled with zeros.
 */
final class RawCapture {
    private static final int LINKTYPE_RAW = 101;
    private static final int SNAP_LENGTH = 1 << 18;

    private RawCapture() {
    }

    /**
     * Convert a capture.
     *
     * @param args capture file, file to write.
     * @throws IOException when one can't be read or written.
     */
    public static void main(final String... args) throws IOException {
        long nowNanos = Long.MIN_VALUE;
        try (CaptureReader reader = CaptureReader.open(Path.of(args[0]));
            PcapWriter writer = new PcapWriter(Path.of(args[1]), LINKTYPE_RAW, SNAP_LENGTH)) {
            while (reader.next()) {
                final int ip = LinkLayer.ipOffset(reader.buffer(), reader.offset(), reader.capturedLength(),
                    reader.linkType());
                if (ip >= 0) {
                    final int captured = reader.capturedLength() - ip;
                    final byte[] packet = new byte[captured];
                    reader.buffer().getBytes(reader.offset() + ip, packet);
                    final int length = Math.max(captured, reader.originalLength() - ip);
                    nowNanos = Math.max(nowNanos, reader.timestampNanos());
                    writer.write(nowNanos, Arrays.copyOf(packet, length), 0, length, length);
                }
            }
        }
    }
}
