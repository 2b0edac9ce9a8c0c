package org.deploynet.command.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.Test;

final class AddressesTest {
    @Test
    void writesAnOriginAsBrowsersDo() throws Exception {
        assertEquals(
                "https://example.org", Addresses.origin("https://Example.ORG/").toString());
        assertEquals(
                "https://example.org",
                Addresses.origin(" https://example.org:443 ").toString());
        assertEquals(
                "https://example.org:8443",
                Addresses.origin("HTTPS://example.org:8443").toString());
        assertEquals(
                "http://localhost", Addresses.origin("http://localhost:80/").toString());
        assertEquals("http://[::1]:81", Addresses.origin("http://[::1]:81").toString());
    }

    @Test
    void refusesOriginsThatNoVisitorCouldUse() {
        for (String bad : List.of(
                "",
                "example.org",
                "https://",
                "https://example.org/shop",
                "https://example.org?x",
                "https://user@example.org",
                "http://example.org",
                "ftp://example.org",
                "https://exa mple.org")) {
            var failure = assertThrows(PublishFailure.class, () -> Addresses.origin(bad), bad);
            assertEquals("publish.badOrigin", failure.key());
        }
    }

    @Test
    void takesEverySpellingOfASignalingServer() throws Exception {
        for (String spelling : List.of(
                "wss://Signal.example.net", "https://signal.example.net/", "wss://signal.example.net:443/v1/visitor")) {
            assertEquals(
                    "https://signal.example.net", Addresses.signaling(spelling).toString());
        }
        assertEquals(
                "http://127.0.0.1:8790",
                Addresses.signaling("ws://127.0.0.1:8790").toString());
        assertEquals(
                "https://example.net/net",
                Addresses.signaling("https://example.net/net/").toString());
    }

    @Test
    void refusesASignalingServerWithoutTlsElsewhere() {
        for (String bad : List.of(
                "ws://example.net", "http://example.net", "wss://example.net/?x=1", "signal", "tcp://localhost")) {
            assertEquals(
                    "publish.badSignaling",
                    assertThrows(PublishFailure.class, () -> Addresses.signaling(bad), bad)
                            .key());
        }
    }

    @Test
    void writesTheTagThatPagesEmbed() throws Exception {
        var site = SigningKey.generate().id();
        String tag = Addresses.of("https://example.org", "https://signal.example.net")
                .tag(site);

        assertEquals(
                "<script src=\"/deploynet.js\" data-site=\"" + site
                        + "\" data-signaling=\"wss://signal.example.net/v1/visitor\" async></script>",
                tag);
    }

    @Test
    void namesTheScriptsHashInTheTagWhereThatIsWanted() throws Exception {
        var site = SigningKey.generate().id();
        var scripts =
                new BrowserScripts("abc".getBytes(StandardCharsets.US_ASCII), new byte[0], new byte[0], new byte[0]);
        String tag = Addresses.of("https://example.org", "https://signal.example.net")
                .tag(site, scripts.pageIntegrity());

        // FIPS 180-2, appendix D.1, in base64.
        assertEquals(
                "<script src=\"/deploynet.js\""
                        + " integrity=\"sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn\""
                        + " data-site=\"" + site
                        + "\" data-signaling=\"wss://signal.example.net/v1/visitor\" async></script>",
                tag);
    }
}
