/**
 * Connection tracking as a library: decoding, the off-heap table, protocols, timer wheel, settings and text formats.
 */
module io.jconntrack.engine {
    requires transitive org.agrona;

    exports io.jconntrack.settings;
}
