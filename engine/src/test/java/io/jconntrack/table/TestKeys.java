/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

/** Keys for tests of the index, under the seed 0, 0. */
final class TestKeys {
    private TestKeys() {
    }

    static TupleKey empty() {
        return new TupleKey(0, 0);
    }

    /** The n-th of all TCP connections between two hosts. */
    static void set(final TupleKey key, final int n) {
        key.set(4, 6, 0, 0, 0x0A00_0001, n >>> 16 & 0xFFFF, 0, 0x0A00_0002, n & 0xFFFF, 0);
    }

    /** Keys whose home is one bucket of an index. */
    static TupleKey[] at(final ConnectionIndex index, final long bucket, final int count) {
        final TupleKey[] keys = new TupleKey[count];
        int found = 0;
        for (int n = 1; found < count; n++) {
            final TupleKey key = empty();
            set(key, n);
            if (index.home(key.hash) == bucket) {
                keys[found++] = key;
            }
        }
        return keys;
    }

    static TupleKey copy(final TupleKey key) {
        final TupleKey copy = key.another();
        copy.k0 = key.k0;
        copy.k1 = key.k1;
        copy.k2 = key.k2;
        copy.k3 = key.k3;
        copy.k4 = key.k4;
        copy.hash = key.hash;
        return copy;
    }
}
