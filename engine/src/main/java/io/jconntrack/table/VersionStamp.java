/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.EntryDescriptor.VERSION;

import java.lang.invoke.VarHandle;
import org.agrona.UnsafeApi;

/**
 * The version stamp of an entry: odd while the thread that owns it writes, another even number after each change.
 * <p>
 * Writing is wait-free: two stores to a line that the writer has anyway. Whoever reads an entry of another thread
 * copies it between two equal, even stamps ({@link TableReader}). The wheel's links are outside of this: only their
 * owner reads them.
 */
public final class VersionStamp {
    private VersionStamp() {
    }

    /**
     * Start to change an entry. Only its owner calls it.
     *
     * @param entry its address.
     */
    public static void begin(final long entry) {
        UnsafeApi.putInt(entry + VERSION, UnsafeApi.getInt(entry + VERSION) + 1);
        // no later store of the owner may be seen before the odd stamp
        VarHandle.storeStoreFence();
    }

    /**
     * The change is complete.
     *
     * @param entry its address.
     */
    public static void end(final long entry) {
        UnsafeApi.putIntRelease(null, entry + VERSION, UnsafeApi.getInt(entry + VERSION) + 1);
    }
}
