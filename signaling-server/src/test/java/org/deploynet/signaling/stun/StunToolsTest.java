package org.deploynet.signaling.stun;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** coturn's tools, where they are installed, find what is on loopback: no NAT. */
class StunToolsTest {
    private static final Path TOOLS = Path.of("/usr/bin");
    private static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.1");
    private static final Optional<InetAddress> OTHER = Optional.of(InetAddress.ofLiteral("127.0.0.2"));

    // With one address: where there are two it goes on to RESPONSE-PORT, which is not answered, and asks without end.
    @Test
    void stunclientReadsTheAnswer() throws Exception {
        String said = said(Optional.empty(), "turnutils_stunclient");
        assertTrue(said.contains("UDP reflexive addr: 127.0.0.1:"), said);
    }

    @Test
    void natdiscoveryFindsMappingAndFilteringEndpointIndependent() throws Exception {
        String said = said(OTHER, "turnutils_natdiscovery", "-m", "-f");
        assertTrue(said.contains("NAT with Endpoint Independent Mapping!"), said);
        assertTrue(said.contains("NAT with Endpoint Independent Filtering!"), said);
    }

    private static String said(Optional<InetAddress> other, String tool, String... options)
            throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(TOOLS.resolve(tool)), "coturn is not installed");
        try (var server = StunServer.open(List.of(new StunListen(ONE, other, 0, 0)))) {
            server.start();
            String url = server.urls().getFirst();
            var command =
                    new ArrayList<>(List.of("timeout", "30", TOOLS.resolve(tool).toString()));
            command.addAll(List.of(options));
            command.addAll(List.of("-p", url.substring(url.lastIndexOf(':') + 1), "127.0.0.1"));
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return said;
        }
    }
}
