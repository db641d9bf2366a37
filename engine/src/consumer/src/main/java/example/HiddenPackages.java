package example;

import io.jconntrack.Conntrack;

/** Tells which packages of the tracker a module can't use, and tries to use a public method of one. */
public final class HiddenPackages {
    public static void main(final String[] args) throws ReflectiveOperationException {
        final Module engine = Conntrack.class.getModule();
        final Module own = HiddenPackages.class.getModule();
        System.out.println("hidden: " + String.join(" ", engine.getPackages().stream()
            .filter(name -> !engine.isExported(name, own)).sorted().toList()));
        final Class<?> table = Class.forName("io.jconntrack.table.ConnectionTable");
        try {
            System.out.println("reached: " + table.getMethod("expired", long.class, long.class).invoke(null, 0L, 0L));
        } catch (final IllegalAccessException e) {
            System.out.println("refused: " + table.getName());
        }
    }
}
