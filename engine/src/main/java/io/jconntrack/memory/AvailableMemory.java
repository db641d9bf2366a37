/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory that the process can still take without being killed for it: the least of what the machine has to spare and
 * what is left of the limits of its control groups, version 1 and 2. Pages of files count as spare.
 *
 * @param bytes that can be taken; {@link Long#MAX_VALUE} when nothing is known.
 * @param source of the figure, for messages.
 */
record AvailableMemory(long bytes, String source) {
    private static final String UNKNOWN = "unknown";

    /**
     * Read it.
     *
     * @param root of the file system, "/" but for tests.
     */
    static AvailableMemory read(final Path root) {
        AvailableMemory least = new AvailableMemory(Long.MAX_VALUE, UNKNOWN);
        final long machine = SystemFiles.number(root.resolve("proc/meminfo"), "MemAvailable:");
        if (machine >= 0) {
            least = new AvailableMemory(machine, "MemAvailable in /proc/meminfo");
        }
        for (final String line : SystemFiles.lines(root.resolve("proc/self/mountinfo"))) {
            final String[] sides = line.split(" - ", 2);
            final String[] mount = sides[0].split(" ");
            final String[] type = sides.length < 2 ? new String[0] : sides[1].split(" ");
            if (mount.length > 4 && type.length > 2) {
                final boolean second = type[0].equals("cgroup2");
                if (second || type[0].equals("cgroup") && ("," + type[2] + ",").contains(",memory,")) {
                    least = least.orLess(root, Path.of(mount[3]), Path.of(mount[4]), second);
                }
            }
        }
        return least;
    }

    /** Go up from the process's group to the mount; every group's limit counts. */
    private AvailableMemory orLess(final Path root, final Path mountRoot, final Path mountPoint,
        final boolean second) {
        final Path group = Path.of(group(root, second));
        final Path relative = group.startsWith(mountRoot) ? mountRoot.relativize(group) : Path.of("");
        final Path top = root.resolve(Path.of("/").relativize(mountPoint));
        AvailableMemory least = this;
        for (Path at = top.resolve(relative); at != null && at.startsWith(top); at = at.getParent()) {
            final long left = Files.isDirectory(at) ? left(at, second) : -1;
            if (left >= 0 && left < least.bytes) {
                least = new AvailableMemory(left, "limit of the control group /" + root.relativize(at));
            }
        }
        return least;
    }

    /** Path of the process's group: "0::/path", or "4:memory:/path" in version 1. */
    private static String group(final Path root, final boolean second) {
        for (final String line : SystemFiles.lines(root.resolve("proc/self/cgroup"))) {
            final String[] parts = line.split(":", 3);
            if (parts.length == 3 && (second ? parts[1].isEmpty() : ("," + parts[1] + ",").contains(",memory,"))) {
                return parts[2];
            }
        }
        return "/";
    }

    /** What is left of a group's limit, or -1 when it has none. */
    private static long left(final Path group, final boolean second) {
        final long limit =
            SystemFiles.number(SystemFiles.line(group.resolve(second ? "memory.max" : "memory.limit_in_bytes")));
        final long used =
            SystemFiles.number(SystemFiles.line(group.resolve(second ? "memory.current" : "memory.usage_in_bytes")));
        if (limit < 0 || used < 0) {
            return -1;
        }
        final Path statistics = group.resolve("memory.stat");
        final String prefix = second ? "" : "total_";
        final long files = Math.max(0, SystemFiles.number(statistics, prefix + "inactive_file "))
            + Math.max(0, SystemFiles.number(statistics, prefix + "active_file "));
        return Math.max(0, limit - used + files);
    }
}
