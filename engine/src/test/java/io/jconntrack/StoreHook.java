/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.lang.constant.ConstantDescs.MTD_void;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;

/**
 * Calls the test before each store that the tracker makes to off-heap memory, so that it can look at what a tracker
 * that is killed there leaves. The tracker's classes are loaded once more, with the call put in. What is copied or
 * filled at a time counts as one store.
 */
public final class StoreHook {
    private static Runnable hook;

    private StoreHook() {
    }

    /** What is called before each store; null for nothing. */
    static void set(final Runnable beforeStore) {
        hook = beforeStore;
    }

    /** Called by the changed classes. */
    public static void before() {
        if (hook != null) {
            hook.run();
        }
    }

    /** Loads the tracker's classes, and those of its tests, with the call in them. */
    static final class Loader extends ClassLoader {
        private static final CodeTransform CALL = (builder, element) -> {
            if (element instanceof final InvokeInstruction call && isStore(call)) {
                builder.invokestatic(ClassDesc.of(StoreHook.class.getName()), "before", MTD_void);
            }
            builder.with(element);
        };

        Loader() {
            super(StoreHook.class.getClassLoader());
        }

        private static boolean isStore(final InvokeInstruction call) {
            return call.owner().asInternalName().equals("org/agrona/UnsafeApi")
                && call.name().stringValue().matches("put.*|getAnd.*|compareAnd.*|setMemory|copyMemory");
        }

        @Override
        protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.jconntrack.") || name.equals(StoreHook.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                final Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : changed(name);
            }
        }

        private Class<?> changed(final String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                final ClassFile classes = ClassFile.of();
                final byte[] bytes = classes.transformClass(classes.parse(in.readAllBytes()),
                    ClassTransform.transformingMethodBodies(CALL));
                return defineClass(name, bytes, 0, bytes.length);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
