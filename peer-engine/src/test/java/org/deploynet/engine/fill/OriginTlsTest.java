package org.deploynet.engine.fill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.deploynet.engine.fill.OriginException.Kind;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.net.OriginAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No TLS error is ever ignored. */
class OriginTlsTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void asksNothingOfAnOriginWhoseCertificateNobodyVouchesFor() throws Exception {
        try (var origin = new LocalOrigin("https", listener());
                var fetcher = new OriginFetcher(
                        new OriginAddresses(Set.of(origin.uri())),
                        OriginPace.USUAL,
                        Clock.systemUTC(),
                        OriginFetcher.Line.free())) {
            var site = new LocalSite(origin).with("/a", 10).publish();
            var refused = assertThrows(OriginException.class, () -> fetcher.manifest(site.id(), origin.address()));
            assertEquals(Kind.UNREACHABLE, refused.kind());
            String words = String.valueOf(refused.getMessage());
            assertTrue(words.contains(Manifest.PATH) && words.contains("certification path"), words);
            assertEquals(List.of(), origin.asked);
        }
    }

    private ServerSocket listener() throws Exception {
        Path keys = folder.resolve("keys.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "origin",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        keys.toString())
                .inheritIO()
                .start();
        assertTrue(keytool.waitFor(30, TimeUnit.SECONDS) && keytool.exitValue() == 0);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        var tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    }
}
