package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.deploynet.protocol.credit.Price;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeAndSelfServedTest {
    @TempDir
    private Path folder;

    @Test
    void siteAtPriceZeroIsServedWithoutAnyBudget() throws Exception {
        try (var network = new TestNetwork(folder, options -> options.withPrice(0))) {
            network.publish(1);
            var link = network.link();
            var settled = link.peer().settle(link.visitor().receipt(link.ticket(), 1_000_000));
            assertEquals(1, settled.accepted().size());
            assertEquals(0, settled.balance().pending());
            assertEquals(0, network.server.verifyLedger(), "nothing to book");
        }
    }

    @Test
    void pairInOnePrefixEarnsNothingUnlessTheOperatorSaysSo() throws Exception {
        try (var network = TestNetwork.withSite(folder, options -> options.withPaySamePrefix(false))) {
            var link = network.link();
            assertEquals(0, link.ticket().price());
            assertEquals(0, network.status().reserved());
            var settled = link.peer().settle(link.visitor().receipt(link.ticket(), 1_000_000));
            assertEquals(1, settled.accepted().size());
            assertEquals(0, settled.balance().pending());
        }
    }

    @Test
    void pairInOnePrefixEarnsWhereTheOperatorSaysSo() throws Exception {
        try (var network = TestNetwork.withSite(folder, options -> options.withPaySamePrefix(true))) {
            var link = network.link();
            assertEquals(Price.DEFAULT, link.ticket().price());
            var settled = link.peer().settle(link.visitor().receipt(link.ticket(), 1_000_000));
            assertEquals(1_000, settled.balance().pending());
        }
    }
}
