/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/**
 * A batch of packets that took long: more than 100 µs, unless the recording's threshold is another.
 */
@Name("jconntrack.LongBatch")
@Label("Long Batch")
@Category("jconntrack")
@Description("Tracking a batch of packets took longer than the threshold")
@Enabled(false)
@StackTrace(false)
@Threshold("100 us")
public final class LongBatch extends Event {
    /** Packets of the batch. */
    @Label("Packets")
    public int packets;

    /** Of the table. */
    @Label("Worker")
    public int worker;

    /** An event that has not begun. */
    public LongBatch() {
        // its fields are set when it is known to be long
    }
}
