/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jconntrack.net.Address;
import io.jconntrack.net.Prefix;
import io.jconntrack.net.Protocols;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.SettingException;
import io.jconntrack.settings.Settings;
import io.jconntrack.settings.SettingsFile;
import io.jconntrack.text.AddressText;
import io.jconntrack.text.Tuple;
import io.jconntrack.text.TupleText;
import java.nio.charset.StandardCharsets;

/**
 * Any text as what an operator may type or a file may hold: it is refused with one line, or means the same when it was
 * written out and is read again.
 */
class TextFuzzTest {
    private static void refused(final Exception e) {
        if (e.getMessage() == null || e.getClass() == NumberFormatException.class) {
            throw new AssertionError(e);
        }
    }

    private static void check(final boolean condition, final String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    /** A tuple. */
    @FuzzTest(maxDuration = "1m")
    void tuple(final byte[] input) {
        final String text = new String(input, StandardCharsets.UTF_8);
        try {
            final Tuple tuple = TupleText.parse(text);
            check(tuple.equals(TupleText.parse(tuple.toString())), tuple.toString());
        } catch (final IllegalArgumentException e) {
            refused(e);
        }
    }

    /** An address, a prefix, the name of a protocol. */
    @FuzzTest(maxDuration = "1m")
    void word(final byte[] input) {
        final String text = new String(input, StandardCharsets.UTF_8);
        try {
            final Address address = Address.parse(text);
            check(address.equals(Address.parse(AddressText.of(address.l3(), address.high(), address.low()))), text);
        } catch (final IllegalArgumentException e) {
            refused(e);
        }
        try {
            final Prefix prefix = Prefix.parse(text);
            check(prefix.contains(prefix.l3(), prefix.high(), prefix.low()), text);
        } catch (final IllegalArgumentException e) {
            refused(e);
        }
        try {
            final int number = Protocols.number(text);
            check(number == Protocols.number(Protocols.nameOrNumber(number)), text);
        } catch (final IllegalArgumentException e) {
            refused(e);
        }
    }

    /** Lines of settings. */
    @FuzzTest(maxDuration = "1m")
    void settings(final byte[] input) {
        final Settings settings = new Settings(Profile.LINUX);
        try {
            SettingsFile.parseKnown(new String(input, StandardCharsets.UTF_8), settings);
            final Settings again = new Settings(Profile.LINUX);
            SettingsFile.parseKnown(SettingsFile.text(settings), again);
            check(SettingsFile.text(settings).equals(SettingsFile.text(again)), "settings");
        } catch (final SettingException e) {
            refused(e);
        }
    }
}
