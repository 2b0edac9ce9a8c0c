package org.deploynet.benchmarks;

import java.io.IOException;
import java.util.regex.Pattern;
import org.deploynet.testkit.Nftables;

/**
 * Bytes of IP that left each UDP port of this network namespace, counted by the kernel (nftables, a dynamic set with counters).
 * Needs root in the namespace; the rules go with it.
 */
final class UdpFlows {
    private static final String RULES = """
            table inet deploynet_bench {
              set sent { type inet_service; size 4096; flags dynamic; counter; }
              chain leaving { type filter hook output priority 0; meta l4proto udp update @sent { udp sport }; }
            }
            """;

    private static final Pattern COUNTER = Pattern.compile("counter packets [0-9]+ bytes ([0-9]+)");

    UdpFlows() throws IOException, InterruptedException {
        Nftables.add(RULES);
    }

    /** Of the port that sent most. */
    long most() throws IOException, InterruptedException {
        return COUNTER.matcher(Nftables.list("set", "inet", "deploynet_bench", "sent"))
                .results()
                .mapToLong(counter -> Long.parseLong(counter.group(1)))
                .max()
                .orElse(0);
    }
}
