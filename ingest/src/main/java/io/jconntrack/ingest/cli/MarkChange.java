/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import picocli.CommandLine;

/**
 * A new mark made of the old one, as {@code conntrack -U --mark} makes it.
 *
 * @param cleared bits that become 0 first.
 * @param flipped bits that are turned over then.
 */
record MarkChange(int cleared, int flipped) {
    private static final long MOST = 0xFFFF_FFFFL;

    /** The mark that follows on another. */
    int of(final int mark) {
        return mark & ~cleared ^ flipped;
    }

    /** Reads {@code MARK[/MASK]}. */
    static final class Converter implements CommandLine.ITypeConverter<MarkChange> {
        @Override
        public MarkChange convert(final String text) {
            final int slash = text.indexOf('/');
            final int mask = slash < 0 ? -1 : TupleOptions.number(text.substring(slash + 1), MOST);
            return new MarkChange(mask, TupleOptions.number(slash < 0 ? text : text.substring(0, slash), MOST));
        }
    }
}
