/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Makes a copy of a jar of classes compiled for Java 5 whose classes are in today's format. The code is the same;
 * verification frames are added, without which the JVM keeps no class in its start-up cache.
 */
final class ClassFileUpgrade {
    /** Before Java 7 classes have no verification frames, or need none. */
    private static final int FRAMES_SINCE = 51;

    private ClassFileUpgrade() {
    }

    /**
     * Copy a jar.
     *
     * @param args path of the jar, which is on the class path too, and of the copy.
     * @throws IOException when one of them can't be read or written.
     */
    public static void main(final String[] args) throws IOException {
        copy(Path.of(args[0]), Path.of(args[1]));
    }

    static void copy(final Path from, final Path to) throws IOException {
        try (JarFile jar = new JarFile(from.toFile());
            OutputStream file = Files.newOutputStream(to);
            JarOutputStream out = new JarOutputStream(file)) {
            for (final JarEntry entry : Collections.list(jar.entries())) {
                final byte[] bytes = jar.getInputStream(entry).readAllBytes();
                final JarEntry copied = new JarEntry(entry.getName());
                copied.setTime(entry.getTime());
                out.putNextEntry(copied);
                out.write(entry.getName().endsWith(".class") ? upgraded(bytes) : bytes);
                out.closeEntry();
            }
        }
    }

    private static byte[] upgraded(final byte[] bytes) {
        // with a constant pool of its own each method is written anew, not copied
        final ClassFile format = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ConstantPoolSharingOption.NEW_POOL);
        final ClassModel model = format.parse(bytes);
        if (model.majorVersion() >= FRAMES_SINCE) {
            return bytes;
        }
        return format.transformClass(model, (builder, element) -> builder.with(element instanceof ClassFileVersion
            ? ClassFileVersion.of(ClassFile.latestMajorVersion(), 0) : element));
    }
}
