/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.settings.Settings;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.agrona.UnsafeApi;

/**
 * Over Chronicle Map, off-heap: a key of 40 bytes, and the entry itself as the value, worked on where it lies
 * ({@code getUsing} with a flyweight). Behind the entry stands its number, with which the wheel links it.
 */
final class ChroniclePeer extends PeerTracker {
    private static final int NUMBER = EngineParts.ENTRY_LENGTH;

    /** Bytes of a value. */
    static final int VALUE_LENGTH = NUMBER + Long.BYTES;

    private final BytesStore<?, ?> keyMemory = BytesStore.nativeStoreWithFixedCapacity(PeerKey.LENGTH);
    private final ChronicleFlyweights.Key key = new ChronicleFlyweights.Key();
    private final ChronicleFlyweights.Value value = new ChronicleFlyweights.Value();
    private final ChronicleMap<ChronicleFlyweights.Key, ChronicleFlyweights.Value> map;
    private final long keyAddress;
    /** Where the entries are, by number; a free number holds the next free one plus one, negative. */
    private final long[] addresses;
    private int neverUsed;
    private long free;

    /**
     * An empty tracker.
     *
     * @param settings in force.
     */
    ChroniclePeer(final Settings settings) {
        super(settings);
        addresses = new long[capacity()];
        map = ChronicleMapBuilder.of(ChronicleFlyweights.Key.class, ChronicleFlyweights.Value.class)
            .entries(capacity()).removeReturnsNull(true).create();
        key.bytesStore(keyMemory, 0, PeerKey.LENGTH);
        keyAddress = keyMemory.addressForRead(0);
    }

    @Override
    public String name() {
        return "Chronicle Map";
    }

    @Override
    long find(final PeerKey wanted) {
        wanted.write(keyAddress);
        return map.getUsing(key, value) == null ? 0 : value.address();
    }

    @Override
    long insert(final PeerKey fresh) {
        fresh.write(keyAddress);
        map.acquireUsing(key, value);
        final long entry = value.address();
        final int number;
        if (free < 0) {
            number = (int)(-free - 1);
            free = addresses[number];
        } else {
            number = neverUsed++;
        }
        addresses[number] = entry;
        UnsafeApi.putLong(entry + NUMBER, number);
        return entry;
    }

    @Override
    void remove(final PeerKey gone, final long entry) {
        final int number = number(entry);
        addresses[number] = free;
        free = -number - 1L;
        gone.write(keyAddress);
        map.remove(key);
    }

    @Override
    long address(final int number) {
        return Math.max(0, addresses[number]);
    }

    @Override
    int number(final long entry) {
        return (int)UnsafeApi.getLong(entry + NUMBER);
    }

    @Override
    public long offHeapBytes() {
        return map.offHeapMemoryUsed();
    }

    @Override
    public void close() {
        super.close();
        map.close();
        keyMemory.releaseLast();
    }
}
