/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import net.openhft.chronicle.bytes.Byteable;
import net.openhft.chronicle.bytes.BytesStore;
import org.agrona.UnsafeApi;

/**
 * Views that Chronicle Map lays over its own memory, so that neither key nor value is copied or serialised.
 */
final class ChronicleFlyweights {
    private ChronicleFlyweights() {
    }

    private abstract static class View implements Byteable {
        private BytesStore<?, ?> store;
        private long offset;

        @Override
        @SuppressWarnings("rawtypes")
        public void bytesStore(final BytesStore bytesStore, final long at, final long size) {
            store = bytesStore;
            offset = at;
        }

        @Override
        public BytesStore<?, ?> bytesStore() {
            return store;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public long address() {
            return store.addressForRead(offset);
        }
    }

    /** A key. Chronicle Map makes views without their constructor, so the size is no field. */
    static final class Key extends View {
        @Override
        public long maxSize() {
            return PeerKey.LENGTH;
        }

        @Override
        public boolean equals(final Object o) {
            if (!(o instanceof final Key other)) {
                return false;
            }
            for (int i = 0; i < PeerKey.LENGTH; i += Long.BYTES) {
                if (UnsafeApi.getLong(address() + i) != UnsafeApi.getLong(other.address() + i)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(UnsafeApi.getLong(address()) * 31 + UnsafeApi.getLong(address() + Long.BYTES));
        }
    }

    /** An entry and its number. */
    static final class Value extends View {
        @Override
        public long maxSize() {
            return ChroniclePeer.VALUE_LENGTH;
        }
    }
}
