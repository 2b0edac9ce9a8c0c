package org.deploynet.engine.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxRoutesTest {
    private static final String HEAD =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";

    @TempDir
    Path proc;

    @BeforeEach
    void writtenOnALittleEndianMachine() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the files below are of such a machine");
    }

    @Test
    void findsDefaultGatewaysByMetric() throws Exception {
        routes(
                "wlan0\t00000000\t0107A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0",
                "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0",
                "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0");
        assertEquals(addresses("192.168.1.1", "192.168.7.1"), new LinuxRoutes(proc).defaults());
    }

    @Test
    void leavesOutWhatHasNoGatewayIsDownOrLeadsElsewhere() throws Exception {
        routes(
                "ppp0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0",
                "eth0\t00000000\t0101A8C0\t0002\t0\t0\t0\t00000000\t0\t0\t0",
                "tun0\t00000000\t0100000A\t0003\t0\t0\t0\t00000080\t0\t0\t0",
                "eth0\tbroken",
                "eth0\t00000000\tXYZ\t0003\t0\t0\t0\t00000000\t0\t0\t0",
                "");
        assertEquals(addresses(), new LinuxRoutes(proc).defaults());
    }

    @Test
    void findsIpv6GatewaysWithTheirInterface() throws Exception {
        routes("eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0");
        Files.writeString(
                proc.resolve("ipv6_route"),
                "0".repeat(32) + " 00 " + "0".repeat(32) + " 00 fe800000000000000000000000000001 00000400 00000001"
                        + " 00000000 00000003       lo\n"
                        + "0".repeat(32) + " 00 " + "0".repeat(32) + " 00 " + "0".repeat(32)
                        + " ffffffff 00000001 00000000 00200200       lo\n");
        int lo = NetworkInterface.getByName("lo").getIndex();
        assertEquals(addresses("192.168.1.1", "fe80::1%" + lo), new LinuxRoutes(proc).defaults());
    }

    @Test
    void whatCannotBeReadIsUnknown() {
        assertEquals(Optional.empty(), new LinuxRoutes(proc.resolve("missing")).defaults());
    }

    private void routes(String... lines) throws Exception {
        Files.writeString(proc.resolve("route"), HEAD + String.join("\n", lines) + "\n");
    }

    private static Optional<List<InetAddress>> addresses(String... literals) {
        return Optional.of(Stream.of(literals).map(InetAddress::ofLiteral).toList());
    }
}
