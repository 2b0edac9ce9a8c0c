package org.deploynet.signaling.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionsTest {
    private static final List<String> LINES = List.of(
            "2|ripencc|1780000000|100|19830705|20261126|+0100",
            "# a comment | with | bars",
            "ripencc|*|ipv4|*|3|summary",
            "ripencc|EU|asn|1|1|19930901|allocated|x",
            "ripencc|FR|ipv4|2.0.0.0|1048576|20100712|allocated|x",
            "arin|US|ipv4|4.0.0.0|300|19921201|allocated",
            "apnic||ipv4|5.0.0.0|256||available",
            "apnic|ZZ|ipv4|6.0.0.0|256||reserved",
            "arin|US|ipv4|255.255.255.0|256|19921201|allocated",
            "ripencc|DE|ipv6|2001:600::|32|19990826|allocated|x",
            "apnic|JP|ipv6|2001:200::|35|19990813|allocated",
            "lacnic|BR|ipv6|2801:80::|64|20030101|assigned",
            "lacnic|AR|ipv6|2801:81::|127|20030101|assigned",
            "afrinic|ZA|ipv6|c000::|2|20030101|allocated");

    @TempDir
    private Path folder;

    private Regions read(List<String> lines) throws IOException {
        return Regions.read(Files.write(folder.resolve("delegated"), lines));
    }

    private static String country(Regions regions, String address) {
        return regions.country(InetAddress.ofLiteral(address)).orElse("");
    }

    @Test
    void eachAddressHasTheCountryOfItsRangeFromTheFirstToTheLast() throws IOException {
        Regions regions = read(LINES);
        var expected = Map.ofEntries(
                Map.entry("1.255.255.255", ""),
                Map.entry("2.0.0.0", "FR"),
                Map.entry("2.15.255.255", "FR"),
                Map.entry("2.16.0.0", ""),
                Map.entry("4.0.0.0", "US"),
                Map.entry("4.0.1.43", "US"),
                Map.entry("4.0.1.44", ""),
                Map.entry("5.0.0.1", ""),
                Map.entry("6.0.0.1", ""),
                Map.entry("255.255.255.255", "US"),
                Map.entry("0.0.0.0", ""),
                Map.entry("2001:600::1", "DE"),
                Map.entry("2001:600:ffff:ffff:ffff:ffff:ffff:ffff", "DE"),
                Map.entry("2001:601::", ""),
                Map.entry("2001:5ff:ffff:ffff::", ""),
                Map.entry("2001:200:1fff::1", "JP"),
                Map.entry("2001:200:2000::1", ""),
                Map.entry("2801:80::5", "BR"),
                Map.entry("2801:80:0:1::5", ""),
                Map.entry("2801:81::1", ""),
                Map.entry("ffff::1", "ZA"),
                Map.entry("::1", ""));
        var found = new TreeMap<String, String>();
        expected.keySet().forEach(address -> found.put(address, country(regions, address)));
        assertEquals(new TreeMap<>(expected), found);
        assertTrue(regions.areKnown());
    }

    @Test
    void withoutAFileNothingIsKnown() {
        assertFalse(Regions.NONE.areKnown());
        assertEquals("", country(Regions.NONE, "2.0.0.1"));
        assertEquals("", country(Regions.NONE, "2001:600::1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ripencc|FR|ipv4|2.0.0|16|20100712|allocated",
                "ripencc|FR|ipv4|example.org|16|20100712|allocated",
                "ripencc|FR|ipv4|2.0.0.256|16|20100712|allocated",
                "ripencc|FR|ipv4|2.0.0.0|0|20100712|allocated",
                "ripencc|FR|ipv4|2.0.0.0|-1|20100712|allocated",
                "ripencc|FR|ipv4|255.255.255.255|2|20100712|allocated",
                "ripencc|FR|ipv4|2.0.0.0|99999999999999999999|20100712|allocated",
                "ripencc|FR|ipv6|2001:600::|129|20100712|allocated",
                "ripencc|FR|ipv6|2.0.0.0|32|20100712|allocated",
                "ripencc|FR|ipv6|2001::600::|32|20100712|allocated"
            })
    void aLineThatIsNoneOfTheFormatIsNamed(String line) {
        IOException refused = assertThrows(IOException.class, () -> read(List.of(LINES.getFirst(), line)));
        assertTrue(String.valueOf(refused.getMessage()).contains("line 2"), refused.getMessage());
    }

    @Test
    void findsWhatALookAtEachRangeFinds() throws IOException {
        var random = new Random(5);
        var lines = new ArrayList<String>();
        var byBlock = new String[256];
        for (int block = 0; block < 256; block++) {
            if (random.nextBoolean()) {
                byBlock[block] = "" + (char) ('A' + random.nextInt(26)) + (char) ('A' + random.nextInt(25));
                lines.add("x|" + byBlock[block] + "|ipv4|10.0." + block + ".0|256|20260101|allocated");
            }
        }
        Collections.shuffle(lines, random);
        Regions regions = read(lines);
        for (int block = 0; block < 256; block++) {
            String address = "10.0." + block + "." + random.nextInt(256);
            assertEquals(Optional.ofNullable(byBlock[block]), regions.country(InetAddress.ofLiteral(address)), address);
        }
    }
}
