package org.deploynet.engine.link.rtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LowerEffortTest {
    @Test
    void marksWhatIsSentByUdpAndNothingElse() throws IOException {
        try (DatagramChannel four = DatagramChannel.open(StandardProtocolFamily.INET);
                DatagramChannel six = DatagramChannel.open(StandardProtocolFamily.INET6);
                SocketChannel tcp = SocketChannel.open(StandardProtocolFamily.INET)) {
            assertTrue(LowerEffort.mark());
            assertEquals(LowerEffort.TRAFFIC_CLASS, four.getOption(StandardSocketOptions.IP_TOS));
            assertEquals(LowerEffort.TRAFFIC_CLASS, six.getOption(StandardSocketOptions.IP_TOS));
            assertEquals(0, tcp.getOption(StandardSocketOptions.IP_TOS));
        }
    }
}
