/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Connection tracking in user space: what an embedder needs. {@link io.jconntrack} is where to begin.
 * <p>
 * Flags of a program on the module path: {@code --enable-native-access=io.jconntrack.engine} and
 * {@code --add-opens=java.base/jdk.internal.misc=org.agrona}; on the class path {@code ALL-UNNAMED} for both names.
 * Packages that are not exported are the tracker's own, whatever is public in them.
 */
module io.jconntrack.engine {
    requires transitive org.agrona;
    requires transitive jdk.jfr;
    requires static jdk.incubator.vector;

    exports io.jconntrack;
    exports io.jconntrack.entry;
    exports io.jconntrack.event;
    exports io.jconntrack.filter;
    exports io.jconntrack.helper;
    exports io.jconntrack.jfr;
    exports io.jconntrack.net;
    exports io.jconntrack.settings;
    exports io.jconntrack.snapshot;
    exports io.jconntrack.text;
}
