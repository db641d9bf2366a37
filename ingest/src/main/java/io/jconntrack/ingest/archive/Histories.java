/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import static io.jconntrack.ingest.archive.ArchiveDescriptor.COUNT;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.OBSERVATIONS;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.OBSERVATION_LENGTH;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.PER_PART;
import static io.jconntrack.ingest.archive.ArchiveDescriptor.VALUE_LENGTH;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;

/**
 * Histories in the map: rings of parts, of which each is an entry.
 * <p>
 * No observation that is shown is ever written over. First its number is taken, by counting in part 0; then it is
 * written to its slot, which has the oldest one that is shown no longer. One lock is held at a time, so that no two
 * processes wait for each other. Who is killed in between leaves a number without an observation.
 */
final class Histories {
    private final ChronicleMap<byte[], byte[]> map;
    private final int keep;
    private final int parts;

    Histories(final ChronicleMap<byte[], byte[]> map, final ArchiveSize size) {
        this.map = map;
        keep = size.keep();
        parts = size.parts();
    }

    /** Changes a part under its lock: returns the number that was taken. */
    private interface Change {
        int apply(byte[] value) throws IOException;
    }

    /** Add an observation to the history of a key. */
    void add(final byte[] history, final Observation seen) throws IOException {
        final int number = change(history, value -> {
            final ByteBuffer part = ByteBuffer.wrap(value);
            final int taken = part.getInt(COUNT);
            if (part(taken) == 0) {
                seen.write(history, value, slot(taken), taken);
            }
            part.putInt(COUNT, taken + 1);
            return taken;
        });
        if (part(number) != 0) {
            final byte[] key = Keys.part(history, part(number));
            change(key, value -> {
                seen.write(key, value, slot(number), number);
                return number;
            });
        }
    }

    private int part(final int number) {
        return number / PER_PART % parts;
    }

    private static int slot(final int number) {
        return OBSERVATIONS + number % PER_PART * OBSERVATION_LENGTH;
    }

    private int change(final byte[] key, final Change change) throws IOException {
        try (ExternalMapQueryContext<byte[], byte[], ?> context = map.queryContext(key)) {
            context.updateLock().lock();
            final MapEntry<byte[], byte[]> entry = context.entry();
            final byte[] value = entry == null ? new byte[VALUE_LENGTH] : entry.value().get().clone();
            final int number = change.apply(value);
            if (entry == null) {
                context.insert(context.absentEntry(), context.wrapValueAsData(value));
            } else {
                context.replaceValue(entry, context.wrapValueAsData(value));
            }
            return number;
        }
    }

    /** What there is of a key. */
    History read(final byte[] history) {
        final List<Observation> found = new ArrayList<>();
        byte[] value = map.get(history);
        if (value == null) {
            return new History(found, 0, 0);
        }
        final int count = ByteBuffer.wrap(value).getInt(COUNT);
        int damaged = 0;
        // one more than was counted: others add while we read
        for (int part = 0; part < parts && (long)part * PER_PART <= count; part++) {
            final byte[] key = part == 0 ? history : Keys.part(history, part);
            value = part == 0 ? value : map.get(key);
            for (int i = 0; value != null && i < PER_PART; i++) {
                final Observation one = Observation.read(key, value, slot(i));
                if (one != null && part(one.number()) == part && one.number() % PER_PART == i) {
                    found.add(one);
                } else if (!Observation.isEmpty(value, slot(i))) {
                    damaged++;
                }
            }
        }
        found.sort(Comparator.comparingInt(Observation::number));
        final List<Observation> newest = found.subList(Math.max(0, found.size() - keep), found.size());
        return new History(List.copyOf(newest), newest.isEmpty() ? 0 : newest.getFirst().number(), damaged);
    }
}
