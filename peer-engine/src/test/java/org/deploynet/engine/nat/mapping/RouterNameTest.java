package org.deploynet.engine.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterNameTest {
    private static final InetAddress GATEWAY = InetAddress.ofLiteral("192.168.7.1");
    private static final URI LOCATION = URI.create("http://192.168.7.1:5000/rootDesc.xml");

    @Test
    void readsWhatMiniupnpdSaysOfItself() throws Exception {
        String xml = Files.readString(Path.of("src", "test", "corpora", "upnp", "miniupnpd-description.xml"));
        assertEquals("Debian", RouterName.inDescription(xml, GATEWAY, LOCATION).maker());
        assertEquals(
                "Debian router",
                RouterName.inDescription(xml, GATEWAY, LOCATION).model());
    }

    // Overrides of direction, zero width, line ends, marks without end, markup, and characters that are none.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FRITZ!Box 7590 (UI)|FRITZ!Box 7590 (UI)",
                "Routeur été|Routeur été",
                "Router\u202e moc.live\u202c|Router moc.live",
                "Ro\u200but\u2066er\u2069|Ro ut er",
                "a\u2028b&#10;c&#9;d|a b c d",
                "Z\u0351\u0351\u0351\u0351o|Z o",
                "&lt;b&gt;http://evil.example/?a=%20&lt;/b&gt;|b http evil.example a 20 b",
                "{0,number} {1}|0,number 1",
                "\ue000\u0378x|x",
                "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddde|aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd",
                "aaaaaaaaaabbbbbbbbbbccccccccccddddddddd\ud83d\ude00|aaaaaaaaaabbbbbbbbbbccccccccccddddddddd",
                "aaaaaaaaaabbbbbbbbbbccccccccccddddddddd\ud835\udc00|aaaaaaaaaabbbbbbbbbbccccccccccddddddddd",
                "''|''"
            })
    void isPlainWordsWhateverItSays(String said, String name) throws Exception {
        assertEquals(name, named("<modelName>" + said + "</modelName>").model());
    }

    @Test
    void theNamesOfDevicesWithinAreNotTheRouters() throws Exception {
        RouterName name = named("<deviceList><device><manufacturer>inner</manufacturer></device></deviceList>");
        assertEquals(RouterName.NONE, name);
    }

    @ParameterizedTest
    @CsvSource({
        "http://192.168.7.1/, http://192.168.7.1/",
        "http://192.168.7.1, http://192.168.7.1/",
        "http://192.168.7.1:8080/ui/index.html, http://192.168.7.1:8080/ui/index.html",
        "/admin, http://192.168.7.1:5000/admin",
        // What follows the path is left out.
        "http://192.168.7.1/?next=http://evil.example/, http://192.168.7.1/",
        "http://192.168.7.1/ui#top, http://192.168.7.1/ui"
    })
    void itsPageIsOnItsOwnAddress(String said, String page) throws Exception {
        assertEquals(
                Optional.of(URI.create(page)),
                named("<presentationURL>" + said + "</presentationURL>").page());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://192.168.7.2/",
                "http://evil.example/",
                "http://192.168.7.1.evil.example/",
                "http://192.168.7.1@evil.example/",
                "https://192.168.7.1/",
                "javascript:alert(1)",
                "file:///etc/passwd",
                "//evil.example/",
                "http://192.168.1793/",
                "http://192.168.7.1/a%0d%0ab",
                "http://192.168.7.1/\u202efdp.exe",
                "http://192.168.7.1/a/b/c/d/e"
            })
    void anyOtherPageIsNone(String said) throws Exception {
        String url = said.replace("&", "&amp;");
        assertEquals(
                Optional.empty(),
                named("<presentationURL>" + url + "</presentationURL>").page());
    }

    @Test
    void whatIsNoDescriptionHasNoName() {
        assertThrows(RouterException.class, () -> RouterName.inDescription("router", GATEWAY, LOCATION));
    }

    private static RouterName named(String inside) throws RouterException {
        return RouterName.inDescription("<root><device>" + inside + "</device></root>", GATEWAY, LOCATION);
    }
}
