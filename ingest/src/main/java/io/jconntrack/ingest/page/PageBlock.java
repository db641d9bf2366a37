/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.page;

import io.jconntrack.Connection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Some connections as columns, which become one script element that the browser does not run but the page's script
 * reads:
 * <pre>
 *  base64(gzip(| rows, 4 B | 0, 4 B | column 0: rows values | column 1 | ... |))       little-endian
 * </pre>
 */
final class PageBlock {
    /** Connections in a block. */
    static final int ROWS = 1 << 16;

    private static final int HEADER = 8;
    private static final byte[] BEGIN = "<script type=\"application/octet-stream\" class=\"block\">"
        .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "</script>\n".getBytes(StandardCharsets.US_ASCII);

    private final List<PageColumn> columns;
    private final ByteBuffer[] values;
    private int rows;

    PageBlock(final List<PageColumn> columns) {
        this.columns = columns;
        values = columns.stream()
            .map(column -> ByteBuffer.allocate(ROWS * column.type().bytes).order(ByteOrder.LITTLE_ENDIAN))
            .toArray(ByteBuffer[]::new);
    }

    /** Add a connection; the block must not be full. */
    void add(final Connection c, final long nowNanos) {
        for (int i = 0; i < values.length; i++) {
            final PageColumn column = columns.get(i);
            column.put(values[i], rows * column.type().bytes, c, nowNanos);
        }
        rows++;
    }

    boolean isFull() {
        return rows == ROWS;
    }

    /** Write what was added, if anything, and begin anew. */
    void flush(final OutputStream out) throws IOException {
        if (rows == 0) {
            return;
        }
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed, 1 << 16)) {
            gzip.write(ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN).putInt(rows).array());
            for (int i = 0; i < values.length; i++) {
                gzip.write(values[i].array(), 0, rows * columns.get(i).type().bytes);
            }
        }
        out.write(BEGIN);
        out.write(Base64.getEncoder().encode(packed.toByteArray()));
        out.write(END);
        rows = 0;
    }
}
