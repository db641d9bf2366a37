/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lists of cores, read and written again.
 */
class CoreListTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "0", "7", "0-1", "0-3,8", "1,3,5", "0-63,128-191,4095"})
    void shouldWriteWhatItRead(final String list) {
        assertEquals(list, CoreList.format(CoreList.parse(list + "\n")));
    }
}
