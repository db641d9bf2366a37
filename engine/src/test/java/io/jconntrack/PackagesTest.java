/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/**
 * Packages stand on the floors that docs/architecture.md tells; what docs/embedding.md lists is exported, and no more;
 * nothing that is exported shows a type that is not, and who has the module can't reach the rest.
 */
class PackagesTest {
    private static final String ROOT = "io.jconntrack";
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern FLOOR = Pattern.compile("^\\| (\\d) \\| ([^|]+) \\|", Pattern.MULTILINE);
    private static final Pattern LISTED = Pattern.compile("^\\| `(io\\.jconntrack[.a-z]*)` \\| ([^|]+) \\|",
        Pattern.MULTILINE);
    private static final Pattern QUOTED = Pattern.compile("`([\\w.]+)`");
    private static final Pattern IMPORT =
        Pattern.compile("^import (?:static )?(io\\.jconntrack[.a-z]*)\\.[A-Z]", Pattern.MULTILINE);
    private static final Pattern EXPORT = Pattern.compile("^ {4}exports ([\\w.]+);", Pattern.MULTILINE);

    private static Set<String> exported() throws IOException {
        return new TreeSet<>(EXPORT.matcher(Files.readString(Path.of("src", "main", "module", "module-info.java")))
            .results().map(found -> found.group(1)).toList());
    }

    private static String fullName(final String name) {
        return name.equals(ROOT) ? name : ROOT + '.' + name;
    }

    private static List<Path> files(final Path under, final String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(under)) {
            return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    @Test
    void shouldImportOnlyFromFloorsBelow() throws IOException {
        final Map<String, Integer> floors = new TreeMap<>();
        final Matcher row = FLOOR.matcher(Files.readString(DOCS.resolve("architecture.md")));
        while (row.find()) {
            final Matcher name = QUOTED.matcher(row.group(2));
            while (name.find()) {
                floors.put(fullName(name.group(1)), Integer.parseInt(row.group(1)));
            }
        }
        final List<String> wrong = new ArrayList<>();
        for (final Path file : files(SOURCES, ".java")) {
            final String own = SOURCES.relativize(file.getParent()).toString().replace(File.separatorChar, '.');
            assertTrue(floors.containsKey(own), own + " has no floor in docs/architecture.md");
            final Matcher imported = IMPORT.matcher(Files.readString(file));
            while (imported.find()) {
                if (!imported.group(1).equals(own)
                    && floors.getOrDefault(imported.group(1), Integer.MAX_VALUE) >= floors.get(own)) {
                    wrong.add(file + " imports from " + imported.group(1));
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldExportTheTypesThatTheDocumentLists() throws Exception {
        final Map<String, Set<String>> listed = new TreeMap<>();
        final Matcher row = LISTED.matcher(Files.readString(DOCS.resolve("embedding.md")));
        while (row.find()) {
            listed.put(row.group(1), new TreeSet<>(
                QUOTED.matcher(row.group(2)).results().map(found -> found.group(1)).toList()));
        }
        final Map<String, Set<String>> found = new TreeMap<>();
        for (final String name : exported()) {
            found.put(name, new TreeSet<>());
        }
        for (final Class<?> type : exportedTypes()) {
            if (type.getEnclosingClass() == null) {
                found.get(type.getPackageName()).add(type.getSimpleName());
            }
        }
        assertEquals(found, listed);
    }

    @Test
    void shouldShowNoTypeThatIsNotExported() throws Exception {
        final Set<String> exported = exported();
        final Set<String> hidden = new TreeSet<>();
        for (final Class<?> type : exportedTypes()) {
            final List<Type> shown = new ArrayList<>(List.of(type.getGenericInterfaces()));
            if (type.getSuperclass() != null && Modifier.isPublic(type.getSuperclass().getModifiers())) {
                shown.add(type.getGenericSuperclass());
            }
            for (final Method method : type.getDeclaredMethods()) {
                if (isShown(method)) {
                    shown.add(method.getGenericReturnType());
                    shown.addAll(List.of(method.getGenericParameterTypes()));
                    shown.addAll(List.of(method.getGenericExceptionTypes()));
                }
            }
            for (final Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (isShown(constructor)) {
                    shown.addAll(List.of(constructor.getGenericParameterTypes()));
                    shown.addAll(List.of(constructor.getGenericExceptionTypes()));
                }
            }
            for (final Field field : type.getDeclaredFields()) {
                if (isShown(field)) {
                    shown.add(field.getGenericType());
                }
            }
            for (final Type each : shown) {
                addHidden(each, exported, type.getName(), hidden);
            }
        }
        assertEquals(Set.of(), hidden);
    }

    @Test
    void shouldBeRefusedWhatIsNotExportedOnTheModulePath() throws Exception {
        final ModuleFinder found = ModuleFinder.of(home(Conntrack.class), home(DirectBuffer.class));
        final Module engine = ModuleLayer.boot().defineModulesWithOneLoader(ModuleLayer.boot().configuration()
            .resolve(found, ModuleFinder.of(), Set.of("io.jconntrack.engine")), ClassLoader.getPlatformClassLoader())
            .findModule("io.jconntrack.engine").orElseThrow();
        assertEquals(exported(), new TreeSet<>(
            engine.getPackages().stream().filter(name -> engine.isExported(name)).toList()));
        final Class<?> table = engine.getClassLoader().loadClass("io.jconntrack.table.ConnectionTable");
        assertSame(engine, table.getModule());
        assertThrows(IllegalAccessException.class,
            () -> table.getMethod("expired", long.class, long.class).invoke(null, 0L, 0L));
        final Class<?> verdict = engine.getClassLoader().loadClass("io.jconntrack.Verdict");
        assertEquals(-1, verdict.getMethod("entry", long.class).invoke(null, 0L));
        // vectors, which a program may do without
        assertTrue(engine.canRead(ModuleLayer.boot().findModule("jdk.incubator.vector").orElseThrow()));
    }

    private static Path home(final Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static boolean isShown(final Member member) {
        return (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0 && !member.isSynthetic();
    }

    private static void addHidden(final Type type, final Set<String> exported, final String by,
        final Set<String> hidden) {
        switch (type) {
            case final Class<?> plain when plain.isArray() -> addHidden(plain.componentType(), exported, by, hidden);
            case final Class<?> plain -> {
                if (plain.getPackageName().startsWith(ROOT)
                    && (!exported.contains(plain.getPackageName()) || !Modifier.isPublic(plain.getModifiers()))) {
                    hidden.add(plain.getName() + " in " + by);
                }
            }
            case final ParameterizedType made -> {
                addHidden(made.getRawType(), exported, by, hidden);
                for (final Type argument : made.getActualTypeArguments()) {
                    addHidden(argument, exported, by, hidden);
                }
            }
            case final GenericArrayType array ->
                addHidden(array.getGenericComponentType(), exported, by, hidden);
            case final WildcardType wildcard -> {
                for (final Type bound : wildcard.getUpperBounds()) {
                    addHidden(bound, exported, by, hidden);
                }
            }
            default -> { }
        }
    }

    /** Public types of the exported packages, nested ones as well. */
    private static List<Class<?>> exportedTypes() throws IOException, URISyntaxException, ClassNotFoundException {
        final Path classes = home(Conntrack.class);
        final Set<String> exported = exported();
        final List<Class<?>> types = new ArrayList<>();
        for (final Path file : files(classes, ".class")) {
            final String name = classes.relativize(file).toString().replace(File.separatorChar, '.')
                .replaceFirst("\\.class$", "");
            if (name.contains(".") && exported.contains(name.substring(0, name.lastIndexOf('.')))) {
                final Class<?> type = Class.forName(name, false, PackagesTest.class.getClassLoader());
                if (Modifier.isPublic(type.getModifiers())) {
                    types.add(type);
                }
            }
        }
        return types;
    }
}
