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

/**
 * A table's file was taken over from a tracker that has gone. Its duration is that of looking through the file.
 *
 * @see io.jconntrack.entry.Recovery
 */
@Name("jconntrack.TableRepair")
@Label("Table Repair")
@Category("jconntrack")
@Description("A table's file was taken over from a tracker that has gone")
@Enabled(false)
@StackTrace(false)
public final class TableRepair extends Event {
    /** The table's file. */
    @Label("File")
    public String file;

    /** Connections that go on. */
    @Label("Kept")
    public int kept;

    /** Of those, the ones that the owner was changing when it ended. */
    @Label("Interrupted")
    public int interrupted;

    /** Connections whose time was over. */
    @Label("Expired")
    public int expired;

    /** Entries that were no whole connections. */
    @Label("Dropped")
    public int dropped;

    /** An event that has not begun. */
    public TableRepair() {
        // its fields are set at the end
    }
}
