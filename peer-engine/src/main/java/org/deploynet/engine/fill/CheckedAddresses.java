package org.deploynet.engine.fill;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.deploynet.protocol.net.OriginAddresses;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/** Gives the HTTP client only addresses that were checked, and it connects to those and no others. Safe from any thread. */
record CheckedAddresses(OriginAddresses rules) implements SocketAddressResolver {
    @Override
    public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        Thread.ofVirtual().name("origin-lookup").start(() -> look(host, port, promise));
    }

    private void look(String host, int port, Promise<List<InetSocketAddress>> promise) {
        try {
            promise.succeeded(rules.resolve(host, port));
        } catch (OriginAddresses.Refused refused) {
            OriginException.Kind kind =
                    refused.isPrivate() ? OriginException.Kind.PRIVATE_ADDRESS : OriginException.Kind.UNREACHABLE;
            promise.failed(new OriginException(kind, String.valueOf(refused.getMessage()), refused));
        }
    }
}
