/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text of ASCII characters as bytes, to be appended to and written out. A StringBuilder makes two copies on the way to
 * a file, and takes three times as long for numbers. Used by one thread.
 */
public final class Ascii {
    /** Room for most lines. */
    static final int LINE = 512;

    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes;
    private int length;

    /**
     * An empty text.
     *
     * @param capacity to begin with; it grows as needed.
     */
    public Ascii(final int capacity) {
        bytes = new byte[capacity];
    }

    private void ensure(final int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /**
     * Append a text.
     *
     * @param text of ASCII characters.
     * @return this.
     */
    public Ascii append(final String text) {
        final int count = text.length();
        ensure(count);
        final byte[] to = bytes;
        final int at = length;
        for (int i = 0; i < count; i++) {
            to[at + i] = (byte)text.charAt(i);
        }
        length = at + count;
        return this;
    }

    /**
     * Append a character.
     *
     * @param c an ASCII character.
     * @return this.
     */
    public Ascii append(final char c) {
        ensure(1);
        bytes[length++] = (byte)c;
        return this;
    }

    /**
     * Append a number.
     *
     * @param number in decimal.
     * @return this.
     */
    public Ascii append(final int number) {
        if (number < 0) {
            return append(Integer.toString(number));
        }
        ensure(LONGEST_NUMBER);
        digits(number);
        return this;
    }

    /**
     * Append a number.
     *
     * @param number in decimal.
     * @return this.
     */
    public Ascii append(final long number) {
        return (int)number == number ? append((int)number) : append(Long.toString(number));
    }

    private void digits(final int number) {
        int count = 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            count++;
        }
        int rest = number;
        for (int at = length + count - 1; at >= length; at--) {
            final int tenth = rest / 10;
            bytes[at] = (byte)('0' + rest - 10 * tenth);
            rest = tenth;
        }
        length += count;
    }

    /**
     * Append the same character several times.
     *
     * @param c an ASCII character.
     * @param count how often, not below 0.
     * @return this.
     */
    Ascii repeat(final char c, final int count) {
        for (int i = 0; i < count; i++) {
            append(c);
        }
        return this;
    }

    /**
     * How much there is.
     *
     * @return characters.
     */
    public int length() {
        return length;
    }

    /**
     * Whether there is nothing.
     *
     * @return true for no characters.
     */
    public boolean isEmpty() {
        return length == 0;
    }

    /**
     * Cut the end off.
     *
     * @param newLength at the most the present one.
     */
    public void setLength(final int newLength) {
        length = newLength;
    }

    /**
     * Write it to a stream; it stays as it is.
     *
     * @param out to write to, in one call.
     * @throws IOException from the stream.
     */
    public void writeTo(final OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
