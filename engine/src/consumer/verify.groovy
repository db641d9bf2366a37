// what the program said, on both paths
['class-path.txt', 'module-path.txt'].each { name ->
    def said = new File(basedir, "target/$name").text.readLines()
    assert said == ['NEW=2 ESTABLISHED=1 entries=1'], "$name: $said"
}
return true
