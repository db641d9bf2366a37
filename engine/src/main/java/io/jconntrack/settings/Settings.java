/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The values in force: a profile's defaults and what was changed.
 *
 * <p>Not safe for use by several threads while one of them changes it. The tracker reads it when it starts.
 */
public final class Settings {
    private final Profile profile;
    private final long[] values;
    private final Set<Setting> changed;

    /**
     * Starts with the defaults.
     *
     * @param profile whose
     */
    public Settings(final Profile profile) {
        this.profile = Objects.requireNonNull(profile, "profile");
        this.values = Arrays.stream(Setting.values()).mapToLong(setting -> setting.defaultValue(profile)).toArray();
        this.changed = EnumSet.noneOf(Setting.class);
    }

    private Settings(final Settings other) {
        this.profile = other.profile;
        this.values = other.values.clone();
        this.changed = EnumSet.copyOf(other.changed);
    }

    /**
     * The profile that the defaults come from.
     *
     * @return the profile
     */
    public Profile profile() {
        return profile;
    }

    /**
     * The value in force.
     *
     * @param setting of what
     * @return a value in the setting's unit
     */
    public long get(final Setting setting) {
        return values[setting.ordinal()];
    }

    /**
     * Changes a value.
     *
     * @param setting of what
     * @param value   in the setting's unit
     * @return this
     * @throws SettingException if the value is out of range; nothing is changed
     */
    public Settings set(final Setting setting, final long value) {
        if (value < setting.min() || value > setting.max()) {
            throw outOfRange(setting, Long.toString(value));
        }
        values[setting.ordinal()] = value;
        changed.add(setting);
        return this;
    }

    /**
     * Changes a value given as text.
     *
     * @param name  any name of the setting
     * @param value a decimal number in the setting's unit
     * @return this
     * @throws SettingException if the name is unknown, or the value not a number or out of range; nothing is changed
     */
    public Settings set(final String name, final String value) {
        final Setting setting = Setting.of(name);
        return set(setting, parse(setting, value.strip()));
    }

    /**
     * Whether somebody gave the value, be it the default itself.
     *
     * @param setting of what
     * @return true if {@code set} was called for it
     */
    public boolean isSet(final Setting setting) {
        return changed.contains(setting);
    }

    /**
     * A time-out in the unit of the tracker's clock.
     *
     * @param setting whose unit is {@link Unit#SECONDS}
     * @return the value in nanoseconds
     * @throws SettingException if the setting is not a time
     */
    public long timeoutNanos(final Setting setting) {
        if (setting.unit() != Unit.SECONDS) {
            throw new SettingException(setting.shortName() + " is not a time: unit=" + setting.unit().label());
        }
        return TimeUnit.SECONDS.toNanos(get(setting));
    }

    /**
     * The same values in a holder of their own.
     *
     * @return a copy
     */
    public Settings copy() {
        return new Settings(this);
    }

    /**
     * Checks the values against each other.
     *
     * @throws SettingException if two of them contradict each other
     */
    public void check() {
        final long start = get(Setting.ADAPTIVE_START);
        final long end = get(Setting.ADAPTIVE_END);
        if (end != 0 && start >= end) {
            throw new SettingException("adaptive_end must be 0 or above adaptive_start: adaptive_start=" + start
                + " adaptive_end=" + end);
        }
        if (get(Setting.HALF_OPEN_TIMEOUT) != 0 && start == 0) {
            throw new SettingException("half_open_timeout needs adaptive_start: half_open_timeout="
                + get(Setting.HALF_OPEN_TIMEOUT) + " adaptive_start=0");
        }
    }

    /** Takes over what was changed in another. */
    void setAll(final Settings other) {
        for (final Setting setting : other.changed) {
            set(setting, other.get(setting));
        }
    }

    private static long parse(final Setting setting, final String value) {
        if (!value.matches("[+-]?[0-9]+")) {
            throw new SettingException(setting.shortName() + '=' + value + " is not a whole number");
        }
        try {
            return new BigInteger(value).longValueExact();
        } catch (final ArithmeticException beyondLong) {
            throw outOfRange(setting, value);
        }
    }

    private static SettingException outOfRange(final Setting setting, final String value) {
        return new SettingException(
            setting.shortName() + '=' + value + " is out of range " + setting.min() + ".." + setting.max());
    }
}
