/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples;

import static io.jconntrack.examples.Frames.ACK;
import static io.jconntrack.examples.Frames.INSIDE;
import static io.jconntrack.examples.Frames.OUTSIDE;
import static io.jconntrack.examples.Frames.RST;
import static io.jconntrack.examples.Frames.SYN;
import static io.jconntrack.examples.Frames.tcp;
import static io.jconntrack.examples.Frames.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples that read a capture, on one of which all is known. */
class ExamplesTest {
    @TempDir
    private Path directory;
    private Path capture;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @BeforeEach
    void capture() throws IOException {
        capture = new Frames()
            // asked and answered, and after 30 s forgotten
            .at(0, udp(INSIDE, 5000, 53, 10)).at(0, udp(OUTSIDE, 53, 5000, 100))
            // refused at once
            .at(1, tcp(INSIDE, 4001, 81, SYN, 100, 0)).at(2, tcp(OUTSIDE, 81, 4001, RST | ACK, 0, 101))
            // goes on
            .at(3, tcp(INSIDE, 4000, 80, SYN, 100, 0)).at(3, tcp(OUTSIDE, 80, 4000, SYN | ACK, 500, 101))
            .at(3, tcp(INSIDE, 4000, 80, ACK, 101, 501))
            // beyond the window, flags of nothing
            .at(4, tcp(OUTSIDE, 80, 4000, ACK, 501, 999_999)).at(40, tcp(INSIDE, 4002, 80, SYN | RST, 1, 0))
            .write(directory.resolve("capture.pcap"));
    }

    private List<String> printed() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void shouldCountVerdictsConnectionsAndReasons() throws IOException {
        Analyser.analyse(List.of(capture), out);
        assertEquals(List.of(
            "packets by verdict",
            "           3  NEW",
            "           4  ESTABLISHED",
            "           2  INVALID",
            "connections: 3 opened, 1 at the end, by state",
            "           1  tcp ESTABLISHED",
            "packets refused, by reason",
            "           1  TCP_FLAGS: invalid tcp flag combination",
            "           1  TCP_ACK_ABOVE_BOUND: ACK is over upper bound",
            "packets let through but ignored, by reason"), printed());
    }

    @Test
    void shouldLogALineForEachFlow() throws IOException {
        new FlowLogger(out, false).read(capture);
        assertEquals(List.of(
            "start,end,protocol,source,source_port,destination,destination_port,packets,bytes,reply_packets,"
                + "reply_bytes,state,reason",
            "1970-01-01T00:00:01Z,1970-01-01T00:00:02Z,tcp,10.0.0.1,4001,10.0.0.2,81,1,40,1,40,CLOSE,CLOSED",
            "1970-01-01T00:00:00Z,1970-01-01T00:00:40Z,udp,10.0.0.1,5000,10.0.0.2,53,1,38,1,128,,IDLE",
            "1970-01-01T00:00:03Z,1970-01-01T00:00:40Z,tcp,10.0.0.1,4000,10.0.0.2,80,2,80,1,40,ESTABLISHED,FORCED"),
            printed());
    }

    @Test
    void shouldLogFlowsInTheNamesOfIpfix() throws IOException {
        new FlowLogger(out, true).read(capture);
        final ObjectMapper mapper = new ObjectMapper();
        assertEquals(3, printed().size());
        final JsonNode flow = mapper.readTree(printed().get(1));
        assertEquals("1970-01-01T00:00:00Z", flow.get("flowStartNanoseconds").asText());
        assertEquals(17, flow.get("protocolIdentifier").asInt());
        assertEquals("10.0.0.1", flow.get("sourceIPv4Address").asText());
        assertEquals("10.0.0.2", flow.get("destinationIPv4Address").asText());
        assertEquals(5000, flow.get("sourceTransportPort").asInt());
        assertEquals(53, flow.get("destinationTransportPort").asInt());
        assertEquals(38, flow.get("octetTotalCount").asInt());
        assertEquals(128, flow.get("reverseOctetTotalCount").asInt());
        assertEquals(1, flow.get("flowEndReason").asInt());
        assertEquals(3, mapper.readTree(printed().get(0)).get("flowEndReason").asInt());
        assertEquals(4, mapper.readTree(printed().get(2)).get("flowEndReason").asInt());
    }

    @Test
    void shouldServeCounters() throws Exception {
        final Process exporter = new ProcessBuilder(System.getProperty("java.home") + "/bin/java",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), Exporter.class.getName(), capture.toString(), "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader reader = exporter.inputReader(); HttpClient client = HttpClient.newHttpClient()) {
            final URI address = URI.create(reader.readLine());
            final HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            final Set<String> lines = answer.body().lines().collect(Collectors.toSet());
            for (final String line : List.of("# TYPE appliance_packets_total counter",
                "appliance_packets_total{verdict=\"new\"} 3", "appliance_packets_total{verdict=\"established\"} 4",
                "appliance_packets_total{verdict=\"invalid\"} 2",
                "appliance_refused_packets_total{reason=\"tcp_flags\"} 1", "appliance_connections_opened_total 3",
                "appliance_connections_expired_total 1", "appliance_connections 1")) {
                assertTrue(lines.contains(line), () -> line + " is not in\n" + answer.body());
            }
        } finally {
            exporter.destroy();
            exporter.waitFor();
        }
    }
}
