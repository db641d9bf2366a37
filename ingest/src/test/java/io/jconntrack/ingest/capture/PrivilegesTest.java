/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrivilegesTest {
    private static final List<String> PASSWD = List.of("root:x:0:0:root:/root:/bin/bash", "# a remark", "broken:x",
        "anna:x:1000:1001:Anna:/home/anna:/bin/sh", "nobody:x:65534:65533::/:/bin/false");

    @Test
    void shouldFindUsersByNameAndByNumber() throws CaptureException {
        assertEquals(new User("anna", 1000, 1001), User.find("anna", PASSWD));
        assertEquals(new User("anna", 1000, 1001), User.find("1000", PASSWD));
        assertEquals(new User("4711", 4711, 4711), User.find("4711", PASSWD));
        assertEquals("nobody (65534)", User.find("nobody", PASSWD).toString());
        final String message = assertThrows(CaptureException.class, () -> User.find("broken", PASSWD)).getMessage();
        assertEquals("no user broken in /etc/passwd", message);
    }

    @Test
    void shouldPutOptionsBehindTheVerbOfTheProgram() throws CaptureException {
        assertEquals(List.of("java", "-Dcapture", "capture", "Main", "capture", "--inherited=3", "-i", "x", "--",
            "capture"),
            Privileges.withOptions(List.of("java", "-Dcapture", "capture", "Main", "capture", "-i", "x", "--",
                "capture"), "Main", "capture", List.of("--inherited=3")));
        assertThrows(CaptureException.class, () -> Privileges.withOptions(List.of("java", "-jar", "x.jar", "demo"),
            "x.jar", "capture", List.of()));
    }

    @Test
    void shouldSayWhatIsHeld() {
        final User anna = new User("anna", 1000, 1001);
        assertEquals("user anna (1000), no capability, no_new_privs",
            new Privileges.Held(anna, 0, 0, true).toString());
        assertEquals("user anna (1000), capabilities 0x2000", new Privileges.Held(anna, 0x2000, -1, false).toString());
        assertTrue(new Privileges.Held(anna, 0, 0, true).nothing());
        assertFalse(new Privileges.Held(anna, 0, -1, false).nothing());
        assertFalse(new Privileges.Held(anna, 1, 0, true).nothing());
    }
}
