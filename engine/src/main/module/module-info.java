/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Connection tracking in user space: what an embedder needs. {@link io.jconntrack} is where to begin.
 * <p>
 * Flags of a program on the module path: {@code --enable-native-access=io.jconntrack.engine} and
 * {@code --add-opens=java.base/jdk.internal.misc=org.agrona}; on the class path {@code ALL-UNNAMED} for both names.
 * What the protocols do with a packet, and the timer wheel, are not exported.
 */
module io.jconntrack.engine {
    requires transitive org.agrona;
    requires jdk.jfr;

    exports io.jconntrack;
    exports io.jconntrack.entry;
    exports io.jconntrack.event;
    exports io.jconntrack.expect;
    exports io.jconntrack.filter;
    exports io.jconntrack.helper;
    exports io.jconntrack.jfr;
    exports io.jconntrack.memory;
    exports io.jconntrack.net;
    exports io.jconntrack.packet;
    exports io.jconntrack.settings;
    exports io.jconntrack.snapshot;
    exports io.jconntrack.table;
    exports io.jconntrack.text;
}
