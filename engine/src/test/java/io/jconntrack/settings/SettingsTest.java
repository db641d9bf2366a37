/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private final Settings settings = new Settings(Profile.CLASSIC);

    @ParameterizedTest
    @EnumSource
    void shouldHoldDefaultsWhenNew(final Profile profile) {
        final Settings fresh = new Settings(profile);
        assertSame(profile, fresh.profile());
        for (final Setting setting : Setting.values()) {
            assertEquals(setting.defaultValue(profile), fresh.get(setting));
            assertFalse(fresh.isSet(setting));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAcceptBoundsAndRefuseNeighboursWhenSet(final Setting setting) {
        assertEquals(setting.min(), settings.set(setting, setting.min()).get(setting));
        assertEquals(setting.max(), settings.set(setting, setting.max()).get(setting));
        assertThrows(SettingException.class, () -> settings.set(setting, setting.min() - 1));
        assertThrows(SettingException.class, () -> settings.set(setting, setting.max() + 1));
        assertEquals(setting.max(), settings.get(setting));
    }

    @Test
    void shouldNameRangeWhenValueIsOutOfRange() {
        final Exception e =
            assertThrows(SettingException.class, () -> settings.set(Setting.TCP_MAX_RETRANS, 300));
        assertEquals("tcp_max_retrans=300 is out of range 0..255", e.getMessage());
        assertFalse(settings.isSet(Setting.TCP_MAX_RETRANS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"256", "-1", "99999999999999999999", "-99999999999999999999"})
    void shouldNameRangeWhenTextIsOutOfRange(final String value) {
        final Exception e = assertThrows(SettingException.class, () -> settings.set("tcp_max_retrans", value));
        assertEquals("tcp_max_retrans=" + value + " is out of range 0..255", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "", "1.5", "0x1", "1 2", "-"})
    void shouldNameSettingAndValueWhenTextIsNotANumber(final String value) {
        final Exception e = assertThrows(SettingException.class, () -> settings.set("ip_ct_tcp_loose", value));
        assertEquals("tcp_loose=" + value + " is not a whole number", e.getMessage());
        assertFalse(settings.isSet(Setting.TCP_LOOSE));
    }

    @ParameterizedTest
    @CsvSource({"'0'", "' 0 '", "'00'", "'+0'"})
    void shouldSetValueWhenTextIsANumber(final String value) {
        assertSame(settings, settings.set("net.netfilter.nf_conntrack_tcp_loose", value));
        assertEquals(0, settings.get(Setting.TCP_LOOSE));
        assertTrue(settings.isSet(Setting.TCP_LOOSE));
    }

    @Test
    void shouldBeSetWhenGivenItsDefault() {
        settings.set(Setting.TCP_LOOSE, 1);
        assertTrue(settings.isSet(Setting.TCP_LOOSE));
        assertFalse(settings.isSet(Setting.TCP_BE_LIBERAL));
    }

    @Test
    void shouldProposeNameWhenNameIsUnknown() {
        final Exception e = assertThrows(SettingException.class, () -> settings.set("tcp_lose", "0"));
        assertEquals("unknown setting 'tcp_lose'; did you mean 'tcp_loose'?", e.getMessage());
    }

    @Test
    void shouldConvertToNanosWhenUnitIsSeconds() {
        assertEquals(120_000_000_000L, settings.timeoutNanos(Setting.TCP_TIMEOUT_SYN_SENT));
        settings.set(Setting.TCP_TIMEOUT_SYN_SENT, Setting.TCP_TIMEOUT_SYN_SENT.max());
        assertEquals(21_474_836_000_000_000L, settings.timeoutNanos(Setting.TCP_TIMEOUT_SYN_SENT));
    }

    @Test
    void shouldRefuseNanosWhenUnitIsNotSeconds() {
        final Exception e = assertThrows(SettingException.class, () -> settings.timeoutNanos(Setting.MAX));
        assertEquals("max is not a time: unit=count", e.getMessage());
    }

    @Test
    void shouldBeIndependentWhenCopied() {
        settings.set(Setting.ACCT, 1);
        final Settings copy = settings.copy().set(Setting.MAX, 5);
        settings.set(Setting.TIMESTAMP, 1);
        assertSame(Profile.CLASSIC, copy.profile());
        assertEquals(1, copy.get(Setting.ACCT));
        assertTrue(copy.isSet(Setting.ACCT));
        assertEquals(0, copy.get(Setting.TIMESTAMP));
        assertFalse(copy.isSet(Setting.TIMESTAMP));
        assertFalse(settings.isSet(Setting.MAX));
        assertEquals(262144, settings.get(Setting.MAX));
    }
}
