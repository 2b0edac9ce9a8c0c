package org.deploynet.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.benchmarks.rig.FarEnd;
import org.deploynet.benchmarks.rig.Tool;

/** UDP from here to the {@link FarEnd} in datagrams as long as WebRTC's, as fast as they go: what the wire can carry here. */
final class Iperf implements AutoCloseable {
    private static final String DATAGRAM_BYTES = "1200";
    /** The last one of a report is that of the receiver. */
    private static final Pattern RATE = Pattern.compile("([0-9.]+) Mbits/sec .*receiver");

    private final Process server;

    Iperf(FarEnd far) throws IOException {
        server = new ProcessBuilder(far.inside(List.of("iperf3", "-s", "-B", FarEnd.ADDRESS)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Mbit/s of payload that arrived. */
    double mbits(int seconds) throws IOException, InterruptedException {
        String report = Tool.run(List.of(
                "iperf3",
                "-c",
                FarEnd.ADDRESS,
                "-u",
                "-b",
                "0",
                "-l",
                DATAGRAM_BYTES,
                "-f",
                "m",
                "-t",
                String.valueOf(seconds)));
        Matcher rate = RATE.matcher(report);
        if (!rate.find()) {
            throw new IOException("iperf3 named no rate: " + report);
        }
        return Double.parseDouble(rate.group(1));
    }

    @Override
    public void close() {
        server.destroy();
    }
}
