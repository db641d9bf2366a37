/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

/**
 * Where keys belong in a table, as one would know who has its seed.
 */
public final class Homes {
    private Homes() {
    }

    /** Bucket in which the search for a key begins. */
    public static long of(final ConnectionTable table, final TupleKey key) {
        return table.index().home(key.hash);
    }

    /** Buckets that there are. */
    public static long count(final ConnectionTable table) {
        return table.index().bucketCount();
    }
}
