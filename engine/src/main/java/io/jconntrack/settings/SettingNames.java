/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * How the kernels of the years spelled one setting.
 *
 * <table>
 * <caption>Spellings of {@code tcp_loose}</caption>
 * <tr><td>here</td><td>{@code tcp_loose}</td></tr>
 * <tr><td>Linux since 2.6.15</td><td>{@code net.netfilter.nf_conntrack_tcp_loose}</td></tr>
 * <tr><td>Linux 2.6</td><td>{@code net.ipv4.netfilter.ip_conntrack_tcp_loose}</td></tr>
 * <tr><td>Linux 2.4</td><td>{@code net.ipv4.netfilter.ip_ct_tcp_loose}</td></tr>
 * </table>
 *
 * <p>Each long name is also accepted with slashes, as a path below {@code /proc/sys}, and without its directory.
 */
final class SettingNames {
    private static final String NF_PREFIX = "net.netfilter.nf_conntrack_";
    private static final String OLD_DIRECTORY = "net.ipv4.netfilter.";
    private static final List<String> IP_CT_FAMILIES = List.of("tcp_", "udp_", "icmp_", "generic_");
    private static final List<String> IPV6_FAMILIES = List.of("icmpv6_", "frag6_");

    private SettingNames() {
    }

    /** The name that today's kernel gives to a setting of its connection tracker. */
    static String linuxName(final String shortName) {
        return NF_PREFIX + shortName;
    }

    /** All names: the short one first, then the kernel's, the old ones and the aliases, none twice. */
    static List<String> all(final String shortName, final String linuxName, final String... aliases) {
        final List<String> names = new ArrayList<>();
        add(names, shortName);
        addLong(names, linuxName);
        if (linuxName.startsWith(NF_PREFIX) && !startsWithAny(shortName, IPV6_FAMILIES)) {
            addLong(names, OLD_DIRECTORY + "ip_conntrack_" + shortName);
        }
        if (startsWithAny(shortName, IP_CT_FAMILIES)) {
            addLong(names, OLD_DIRECTORY + "ip_ct_" + shortName);
        }
        for (final String alias : aliases) {
            addLong(names, alias);
        }
        return List.copyOf(names);
    }

    private static void addLong(final List<String> names, final String dotted) {
        add(names, dotted.substring(dotted.lastIndexOf('.') + 1));
        add(names, dotted);
        add(names, dotted.replace('.', '/'));
    }

    private static void add(final List<String> names, final String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
    }

    private static boolean startsWithAny(final String name, final List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
