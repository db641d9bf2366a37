/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Does what a document says: makes its files and runs its commands, in their order, in one shell.
 */
final class FollowedDocument {
    private static final int MINUTES = 4;
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final String MARK = "--- step ";

    private FollowedDocument() {
    }

    /**
     * Follow a document.
     *
     * @param steps what is done.
     * @param folder where; the shell's script and what it said are left beside it.
     * @param environment variables for the shell, beside those of this process that are not Maven's own.
     * @return what went otherwise than it says, each with its line; empty when nothing did.
     */
    static List<String> follow(final List<DocumentStep> steps, final Path folder,
        final Map<String, String> environment) throws IOException, InterruptedException {
        final Path script = beside(folder, ".sh");
        final Path said = beside(folder, ".out");
        final Path complained = beside(folder, ".err");
        Files.writeString(script, script(steps));
        final ProcessBuilder builder = new ProcessBuilder("bash", script.toAbsolutePath().toString())
            .directory(folder.toFile()).redirectOutput(said.toFile()).redirectError(complained.toFile())
            .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        builder.environment().putAll(environment);
        final Process shell = builder.start();
        if (!shell.waitFor(MINUTES, TimeUnit.MINUTES)) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly().waitFor();
        }
        final List<String> wrong = compare(steps, COLOUR.matcher(Files.readString(said)).replaceAll(""));
        if (shell.exitValue() != 0) {
            wrong.add("exit status " + shell.exitValue() + ": " + Files.readString(complained));
        }
        return wrong;
    }

    private static Path beside(final Path folder, final String ending) {
        return folder.resolveSibling(folder.getFileName() + ending);
    }

    /** A mark before each step tells what it prints from the next one's; the first that fails is the last. */
    private static String script(final List<DocumentStep> steps) {
        final StringBuilder script = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            final DocumentStep step = steps.get(i);
            script.append("echo '").append(MARK).append(i).append("'\n");
            switch (step.kind()) {
                case RUN -> script.append(step.text()).append('\n');
                case FILE -> script.append("cat > '").append(step.text()).append("' <<'END OF FILE'\n")
                    .append(step.body()).append("END OF FILE\n");
                default -> script.append(":\n");
            }
            script.append("status=$?; [ $status = 0 ] || { echo 'line ").append(step.line())
                .append("' >&2; exit $status; }\n");
        }
        return script.toString();
    }

    private static List<String> compare(final List<DocumentStep> steps, final String said) {
        final List<String> wrong = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            final DocumentStep step = steps.get(i);
            final String mark = MARK + i + '\n';
            final int begin = said.indexOf(mark) + mark.length();
            final int end = said.indexOf(MARK + (i + 1) + '\n');
            final String output = begin < mark.length() ? "" : said.substring(begin, end < 0 ? said.length() : end);
            if (begin < mark.length()) {
                wrong.add("line " + step.line() + ": not reached: " + step.text());
            } else if (step.kind() == DocumentStep.Kind.RUN && !step.isPrinted(output)) {
                wrong.add("line " + step.line() + ": " + step.text() + "\nis to print\n" + step.body() + "but printed\n"
                    + output);
            }
        }
        return wrong;
    }
}
