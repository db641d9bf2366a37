/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
    @ParameterizedTest
    @CsvSource({
        "0, abc, abc", "1, abc, abd", "1, abc, ab", "1, abc, xabc", "3, kitten, sitting", "3, '', abc", "0, '', ''"})
    void shouldCountEditsWhenWordsDiffer(final int distance, final String one, final String other) {
        assertEquals(distance, EditDistance.between(one, other));
        assertEquals(distance, EditDistance.between(other, one));
    }
}
