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
 * A new connection found no free place. Ten a second at the most, unless the recording says otherwise: the counts tell
 * of those between.
 */
@Name("jconntrack.TablePressure")
@Label("Table Pressure")
@Category("jconntrack")
@Description("A new connection found no free place in the table")
@Enabled(false)
@StackTrace(false)
@Throttle("10/s")
public final class TablePressure extends Event {
    /** In the table, of all workers. */
    @Label("Connections")
    public int connections;

    /** Of the table. */
    @Label("Capacity")
    public int capacity;

    /** Unassured connections that this worker dropped for others, since the start. */
    @Label("Early Drops")
    public long earlyDrops;

    /** Whether the new connection was refused; otherwise an unassured one made room. */
    @Label("Refused")
    public boolean refused;

    /** Of the table. */
    @Label("Worker")
    public int worker;

    /** An event without its fields. */
    public TablePressure() {
        // they are set when it is enabled
    }
}
