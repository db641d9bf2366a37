// what the program said, on both paths
['class-path.txt', 'module-path.txt'].each { name ->
    def said = new File(basedir, "target/$name").text.readLines()
    assert said == ['NEW=2 ESTABLISHED=1 entries=1'], "$name: $said"
}
// what a module can't reach
def said = new File(basedir, 'target/hidden-packages.txt').text.readLines()
assert said == ['hidden: ' + ['expect', 'memory', 'packet', 'protocol', 'table', 'timer']
    .collect { "io.jconntrack.$it" }.join(' '), 'refused: io.jconntrack.table.ConnectionTable'] : "hidden: $said"
return true
