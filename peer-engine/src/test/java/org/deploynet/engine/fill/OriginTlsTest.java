package org.deploynet.engine.fill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.deploynet.engine.SelfSigned;
import org.deploynet.engine.fill.OriginException.Kind;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.net.OriginAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No TLS error is ever ignored. */
class OriginTlsTest {
    @TempDir
    private Path folder;

    @Test
    void asksNothingOfAnOriginWhoseCertificateNobodyVouchesFor() throws Exception {
        try (var origin = new LocalOrigin("https", SelfSigned.listener(folder));
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
}
