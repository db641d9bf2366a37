/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

/** Sets of tuples that are not random: what hosts and scanners do, and what an attacker would try. */
enum Structure {
    /** One client's ports, one after the other. */
    SOURCE_PORTS {
        @Override
        void set(final TupleKey key, final int n) {
            ipv4(key, 0x0A00_0001, n, 0x0A00_0002, 80);
        }
    },
    /** A scan of one host's ports. */
    DESTINATION_PORTS {
        @Override
        void set(final TupleKey key, final int n) {
            ipv4(key, 0x0A00_0001, 40_000, 0x0A00_0002, n);
        }
    },
    /** Both ports count together. */
    BOTH_PORTS {
        @Override
        void set(final TupleKey key, final int n) {
            ipv4(key, 0x0A00_0001, n, 0x0A00_0002, n);
        }
    },
    /** Sources of a network, one after the other, from one port. */
    SOURCE_ADDRESSES {
        @Override
        void set(final TupleKey key, final int n) {
            ipv4(key, 0x0A00_0000 + n, 1024, 0xC0A8_0001L, 80);
        }
    },
    /** A scan of a network. */
    DESTINATION_ADDRESSES {
        @Override
        void set(final TupleKey key, final int n) {
            ipv4(key, 0x0A00_0001, 1024, 0xC0A8_0000L + n, 80);
        }
    },
    /** The first byte of an address and one in the middle count. */
    ADDRESSES_APART {
        @Override
        void set(final TupleKey key, final int n) {
            ipv4(key, (n & 0xFFL) << 24 | n >>> 8, 1024, 0xFFFF_FF01L, 80);
        }
    },
    /** A network of clients, 128 ports each. */
    CLIENTS {
        @Override
        void set(final TupleKey key, final int n) {
            ipv4(key, 0x0A00_0000 + n / 128, 1024 + n % 128, 0xC0A8_0001L, 80);
        }
    },
    /** Everybody with everybody. */
    MESH {
        @Override
        void set(final TupleKey key, final int n) {
            ipv4(key, 0x0A00_0000 + n % 141, 123, 0x0B00_0000 + n / 141, 123);
        }
    },
    /** IPv6 source ports. */
    IPV6_PORTS {
        @Override
        void set(final TupleKey key, final int n) {
            ipv6(key, 0x2001_0DB8L << 32, 1, n, 0x2001_0DB8L << 32, 2, 80);
        }
    },
    /** IPv6 interfaces of one network. */
    IPV6_INTERFACES {
        @Override
        void set(final TupleKey key, final int n) {
            ipv6(key, 0x2001_0DB8L << 32, n, 99, 0x2001_0DB8L << 32, n + 100_000, 80);
        }
    },
    /** IPv6 networks. */
    IPV6_NETWORKS {
        @Override
        void set(final TupleKey key, final int n) {
            ipv6(key, (0x2001_0DB8L << 32) + n, 1, 99, 0x2001_0DB9L << 32, 2, 80);
        }
    },
    /** IPv6 addresses that count in their upper bits, and are zero otherwise. */
    IPV6_UPPER_BITS {
        @Override
        void set(final TupleKey key, final int n) {
            ipv6(key, 0, (long)n << 48, 99, 1, 0, 80);
        }
    },
    /** Pairs of IPv6 tuples with their halves swapped: one endpoint's address is like the other tuple's first word. */
    IPV6_SWAPPED_HALVES {
        @Override
        void set(final TupleKey key, final int n) {
            final int a = n / 2;
            final int b = a + 30_000;
            final int word = n % 2 == 0 ? a : b;
            // the first key word of the pair's other tuple
            final long address = 6L << 40 | 6L << 32 | 80L << 16 | a + b - word;
            ipv6(key, 0x2001_0DB8L << 32, 0, word, 0x2001_0DB8L << 32, address, 80);
        }
    },
    /** The unspecified address with any other: all have the hash 0 when nothing is keyed. */
    IPV6_UNSPECIFIED_SOURCE {
        @Override
        void set(final TupleKey key, final int n) {
            ipv6(key, 0, 0, 99, 0x2001_0DB8L << 32, 0x1234_5678L * (n + 1), 80);
        }
    };

    /** Set a key to the n-th tuple, n from 0 to 29 999. */
    abstract void set(TupleKey key, int n);

    static void ipv4(final TupleKey key, final long source, final int sourcePort, final long destination,
        final int destinationPort) {
        key.set(4, 6, 0, 0, source, sourcePort, 0, destination, destinationPort, 0);
    }

    private static void ipv6(final TupleKey key, final long sourceHigh, final long sourceLow, final int sourcePort,
        final long destinationHigh, final long destinationLow, final int destinationPort) {
        key.set(6, 6, 0, sourceHigh, sourceLow, sourcePort, destinationHigh, destinationLow, destinationPort, 0);
    }
}
