/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A headless Chromium with one tab, spoken to by the DevTools protocol. It notes whatever the page asks of a network
 * and whatever it writes to its console.
 */
final class Chromium implements AutoCloseable {
    static final Path PROGRAM = Path.of("/usr/bin/chromium");

    private static final long PATIENCE_SECONDS = 120;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger commands = new AtomicInteger();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final WebSocket socket;
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

    /** Start it with a profile of its own in an empty directory. */
    Chromium(final Path directory) throws IOException, InterruptedException {
        process = new ProcessBuilder(PROGRAM.toString(), "--headless", "--no-sandbox", "--disable-gpu",
            "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND",
            "--remote-debugging-port=0", "--user-data-dir=" + directory, "about:blank")
            .redirectErrorStream(true).redirectOutput(directory.resolve("chromium.log").toFile()).start();
        boolean connected = false;
        try {
            socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(newTab(port(directory))), new Receiver()).join();
            for (final String domain : List.of("Page", "Runtime", "Network", "Log")) {
                call(domain + ".enable", Map.of());
            }
            connected = true;
        } finally {
            if (!connected) {
                end();
            }
        }
    }

    private int port(final Path directory) throws IOException, InterruptedException {
        final Path file = directory.resolve("DevToolsActivePort");
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(file) || Files.size(file) == 0) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IOException("chromium does not start: "
                    + Files.readString(directory.resolve("chromium.log")));
            }
            Thread.sleep(20);
        }
        return Integer.parseInt(Files.readAllLines(file).getFirst());
    }

    private String newTab(final int port) throws IOException, InterruptedException {
        final HttpRequest request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
            .PUT(HttpRequest.BodyPublishers.noBody()).build();
        final String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return JSON.readTree(answer).get("webSocketDebuggerUrl").asText();
    }

    /** Carry out a command of the protocol. */
    JsonNode call(final String method, final Map<String, ?> parameters) throws IOException {
        final int id = commands.incrementAndGet();
        final CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true);
        return await(answer);
    }

    private static <T> T await(final CompletableFuture<T> future) throws IOException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (final InterruptedException | ExecutionException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    /** Open a file and wait until the page has shown its connections. */
    void open(final Path file) throws IOException {
        requests.clear();
        messages.clear();
        loaded = new CompletableFuture<>();
        call("Page.navigate", Map.of("url", file.toUri().toString()));
        await(loaded);
        evaluate("snapshotPage.then(page => { window.page = page; })");
    }

    /** Value of an expression, promises awaited. */
    JsonNode evaluate(final String expression) throws IOException {
        final JsonNode answer = call("Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true, "userGesture", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.get("result").path("value");
    }

    /** Text of the element that a selector finds first. */
    String text(final String selector) throws IOException {
        return evaluate("document.querySelector(" + JSON.writeValueAsString(selector) + ").innerText").asText();
    }

    /** Click on the element that a selector finds first. */
    void click(final String selector) throws IOException {
        evaluate("document.querySelector(" + JSON.writeValueAsString(selector) + ").click()");
    }

    /** Press a key. */
    void press(final String key) throws IOException {
        final int code = Map.ofEntries(Map.entry("ArrowDown", 40), Map.entry("ArrowUp", 38), Map.entry("End", 35),
            Map.entry("Home", 36), Map.entry("PageDown", 34), Map.entry("Enter", 13), Map.entry("Tab", 9))
            .getOrDefault(key, (int)Character.toUpperCase(key.charAt(0)));
        final String text = key.length() == 1 ? key : "";
        call("Input.dispatchKeyEvent",
            Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", code, "text", text));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    /** Type into what has the focus. */
    void type(final String text) throws IOException {
        call("Input.insertText", Map.of("text", text));
    }

    /** Size of the window and colour scheme: light or dark. */
    void look(final int width, final int height, final String scheme) throws IOException {
        call("Emulation.setDeviceMetricsOverride",
            Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        call("Emulation.setEmulatedMedia",
            Map.of("media", "", "features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** A picture of the window. */
    void screenshot(final Path file) throws IOException {
        Files.write(file, Base64.getDecoder().decode(
            call("Page.captureScreenshot", Map.of("format", "png")).get("data").asText()));
    }

    /** The page as it is printed. */
    byte[] print() throws IOException {
        return Base64.getDecoder().decode(call("Page.printToPDF",
            Map.of("printBackground", true, "preferCSSPageSize", true)).get("data").asText());
    }

    /** Addresses that were asked for since a page was opened. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Errors and all else that was written to the console since a page was opened. */
    List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() throws IOException {
        call("Browser.close", Map.of());
        try {
            await(process.onExit());
        } finally {
            end();
            http.shutdownNow();
        }
    }

    private void end() {
        final List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(final WebSocket from, final CharSequence part, final boolean last) {
            text.append(part);
            if (last) {
                final String whole = text.toString();
                text.setLength(0);
                try {
                    received(JSON.readTree(whole));
                } catch (final IOException e) {
                    messages.add("what chromium says is no JSON: " + e.getMessage());
                }
            }
            from.request(1);
            return null;
        }

        private void received(final JsonNode message) {
            if (message.has("id")) {
                final CompletableFuture<JsonNode> answer = answers.remove(message.get("id").asInt());
                if (message.has("error")) {
                    answer.completeExceptionally(new IOException(message.get("error").toString()));
                } else {
                    answer.complete(message.get("result"));
                }
                return;
            }
            final JsonNode parameters = message.path("params");
            switch (message.path("method").asText()) {
                case "Page.loadEventFired" -> loaded.complete(null);
                case "Network.requestWillBeSent" -> requests.add(parameters.path("request").path("url").asText());
                case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded" ->
                    messages.add(parameters.toString());
                default -> { }
            }
        }
    }
}
