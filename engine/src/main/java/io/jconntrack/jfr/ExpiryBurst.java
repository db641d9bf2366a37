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
import jdk.jfr.Throttle;

/**
 * A poll that reached its limit: more connections were due than it was allowed to look at. Ten a second at the most,
 * unless the recording says otherwise.
 */
@Name("jconntrack.ExpiryBurst")
@Label("Expiry Burst")
@Category("jconntrack")
@Description("More connections were due than a poll was allowed to visit")
@Enabled(false)
@StackTrace(false)
@Throttle("10/s")
public final class ExpiryBurst extends Event {
    /** Connections whose time was over, in this poll. */
    @Label("Expired")
    public int expired;

    /** Connections that the poll was allowed to visit. */
    @Label("Limit")
    public int limit;

    /** Of this worker, after the poll. */
    @Label("Connections")
    public int connections;

    /** Of the table. */
    @Label("Worker")
    public int worker;

    /** An event without its fields. */
    public ExpiryBurst() {
        // they are set when it is enabled
    }
}
