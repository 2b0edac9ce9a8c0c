package org.deploynet.engine.assembly;

import java.util.List;
import java.util.function.Function;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.engine.history.ReachabilityBook;
import org.deploynet.engine.nat.NatReport;

/** What was found of the network, with what was found before. Safe from any thread. */
record RememberedNetwork(NatKeeper now, ReachabilityBook book) {
    /** As many as a person reads. */
    private static final int SHOWN = 5;

    /** {@code probe}, whose word is remembered. */
    static Function<List<String>, NatReport> remembering(
            Function<List<String>, NatReport> probe, ReachabilityBook book) {
        return urls -> {
            NatReport report = probe.apply(urls);
            book.found(report.natClass());
            return report;
        };
    }

    NetworkReport network() {
        return now.network().after(book.past(SHOWN));
    }

    void testNetwork() {
        now.testNetwork();
    }
}
