package org.deploynet.engine.nat.mapping;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@link Gateways} by {@code /proc/net/route} and {@code /proc/net/ipv6_route} (proc_pid_net(5), and Documentation/networking of Linux):
 * IPv4 first, then by metric. Safe from any thread.
 *
 * @param proc the folder of these files
 */
record LinuxRoutes(Path proc) implements Gateways {
    private static final int UP = 0x1;
    private static final int GATEWAY = 0x2;
    private static final int MOST = 8;
    private static final int MOST_LINES = 4096;

    private record Route(InetAddress gateway, long metric) {}

    @Override
    public Optional<List<InetAddress>> defaults() {
        try {
            var routes =
                    new ArrayList<InetAddress>(sorted(lines("route").skip(1).flatMap(line -> route4(line).stream())));
            // Absent where the kernel has no IPv6.
            if (Files.exists(proc.resolve("ipv6_route"))) {
                routes.addAll(sorted(lines("ipv6_route").flatMap(line -> route6(line).stream())));
            }
            return Optional.of(List.copyOf(routes));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private Stream<String> lines(String file) throws IOException {
        return Files.readAllLines(proc.resolve(file)).stream().limit(MOST_LINES);
    }

    private static List<InetAddress> sorted(Stream<Route> routes) {
        return routes.sorted(Comparator.comparingLong(Route::metric))
                .map(Route::gateway)
                .distinct()
                .limit(MOST)
                .toList();
    }

    // Iface Destination Gateway Flags RefCnt Use Metric Mask …; addresses are numbers in the machine's own byte order.
    private static Optional<Route> route4(String line) {
        String[] fields = line.strip().split("\\s+", -1);
        try {
            boolean isDefault = fields.length >= 8
                    && fields[1].equals("00000000")
                    && fields[7].equals("00000000")
                    && isGateway(fields[3]);
            if (!isDefault) {
                return Optional.empty();
            }
            byte[] address = ByteBuffer.allocate(4)
                    .order(ByteOrder.nativeOrder())
                    .putInt(Integer.parseUnsignedInt(fields[2], 16))
                    .array();
            return Optional.of(new Route(InetAddress.getByAddress(address), Long.parseLong(fields[6])));
        } catch (NumberFormatException | UnknownHostException e) {
            return Optional.empty();
        }
    }

    // Destination length Source length Next-hop Metric RefCnt Use Flags Iface; addresses in network order.
    private static Optional<Route> route6(String line) {
        String[] fields = line.strip().split("\\s+", -1);
        try {
            boolean isDefault = fields.length >= 10
                    && fields[0].equals("0".repeat(32))
                    && fields[1].equals("00")
                    && isGateway(fields[8]);
            if (!isDefault) {
                return Optional.empty();
            }
            byte[] address = HexFormat.of().parseHex(fields[4]);
            return scoped(address, fields[9]).map(gateway -> new Route(gateway, Long.parseLong(fields[5], 16)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    // A link-local address means something only together with its interface.
    private static Optional<InetAddress> scoped(byte[] address, String name) {
        try {
            NetworkInterface at = NetworkInterface.getByName(name);
            return at == null ? Optional.empty() : Optional.of(Inet6Address.getByAddress(null, address, at.getIndex()));
        } catch (SocketException | UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static boolean isGateway(String flags) {
        int set = Integer.parseUnsignedInt(flags, 16);
        return (set & UP) != 0 && (set & GATEWAY) != 0;
    }
}
