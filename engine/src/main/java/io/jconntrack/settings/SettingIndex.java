/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Finds a setting by any of its names.
 */
final class SettingIndex {
    private static final Map<String, Setting> BY_NAME = index();

    private SettingIndex() {
    }

    /** The setting of a name, or null. */
    static Setting find(final String name) {
        return BY_NAME.get(name);
    }

    /** The accepted name that is most like a wrong one; of equally good ones the first in the table's order. */
    static String nearest(final String wrong) {
        final String lower = wrong.toLowerCase(Locale.ROOT);
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (final String name : BY_NAME.keySet()) {
            final int distance = EditDistance.between(lower, name);
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return best;
    }

    private static Map<String, Setting> index() {
        final Map<String, Setting> byName = new LinkedHashMap<>();
        for (final Setting setting : Setting.values()) {
            for (final String name : setting.names()) {
                final Setting other = byName.put(name, setting);
                if (other != null) {
                    throw new AssertionError("name=" + name + " setting=" + setting + " other=" + other);
                }
            }
        }
        return byName;
    }
}
