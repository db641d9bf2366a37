/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What we write, another's parser reads.
 */
final class JsonTest {
    @Test
    void shouldBeReadAsWrittenWhenTextsAreStrange() throws Exception {
        final Map<String, Object> map = new LinkedHashMap<>();
        map.put("text", "a \"quote\", a \\ and\n\ta line, µ");
        map.put("numbers", new double[] {0, 0.0004, 1234567.8915, 1e9});
        map.put("nothing", Double.NaN);
        map.put("list", List.of(1, true, Map.of()));
        final JsonNode read = new ObjectMapper().readTree(Json.of(map));
        assertEquals(map.get("text"), read.get("text").asText());
        assertEquals("[0,0,1234567.892,1000000000]", read.get("numbers").toString());
        assertEquals("null", read.get("nothing").toString());
        assertEquals("[1,true,{}]", read.get("list").toString());
    }
}
