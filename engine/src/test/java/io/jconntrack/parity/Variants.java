/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings under which traffic is compared, by name.
 */
final class Variants {
    private Variants() {
    }

    /** Those that change how TCP is tracked; the first is the kernel's defaults. */
    static Map<String, Map<String, String>> tcp() {
        final Map<String, Map<String, String>> variants = new LinkedHashMap<>();
        variants.put("default", Map.of());
        variants.put("loose0", Map.of("tcp_loose", "0"));
        variants.put("liberal", Map.of("tcp_be_liberal", "1"));
        variants.put("ignore-invalid-rst", Map.of("tcp_ignore_invalid_rst", "1"));
        variants.put("max-retrans1", Map.of("tcp_max_retrans", "1"));
        variants.put("max-retrans0", Map.of("tcp_max_retrans", "0"));
        final Map<String, String> brief = new LinkedHashMap<>();
        brief.put("tcp_timeout_syn_sent", "8");
        brief.put("tcp_timeout_syn_recv", "6");
        brief.put("tcp_timeout_established", "600");
        brief.put("tcp_timeout_fin_wait", "9");
        brief.put("tcp_timeout_close_wait", "7");
        brief.put("tcp_timeout_last_ack", "4");
        brief.put("tcp_timeout_time_wait", "11");
        brief.put("tcp_timeout_close", "3");
        brief.put("tcp_timeout_unacknowledged", "150");
        brief.put("tcp_timeout_max_retrans", "200");
        variants.put("short", brief);
        return variants;
    }
}
