module example {
    requires io.jconntrack.engine;
}
