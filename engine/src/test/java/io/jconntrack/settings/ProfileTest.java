/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ProfileTest {
    @Test
    void shouldFindProfileWhenNameIsInAnyCase() {
        assertSame(Profile.CLASSIC, Profile.of("classic"));
        assertSame(Profile.CLASSIC, Profile.of("Classic"));
        assertSame(Profile.LINUX, Profile.of("LINUX"));
    }

    @Test
    void shouldFindProfileWhenGivenItsLabel() {
        for (final Profile profile : Profile.values()) {
            assertSame(profile, Profile.of(profile.label()));
        }
        assertEquals("classic", Profile.CLASSIC.label());
    }

    @Test
    void shouldNameChoicesWhenProfileIsUnknown() {
        final Exception e = assertThrows(IllegalArgumentException.class, () -> Profile.of("bsd"));
        assertEquals("unknown profile 'bsd'; choose one of: classic, linux", e.getMessage());
    }
}
