package org.deploynet.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.stream.Stream;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.net.Fingerprints;
import org.deploynet.protocol.net.PrivateAddresses;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AddressVectorsTest {
    @TestFactory
    Stream<DynamicTest> privateAddressesAreOnTheList() {
        return GoldenVectors.tests("addresses.json", "addresses", entry -> () -> {
            InetAddress address =
                    InetAddress.ofLiteral(entry.required("address").stringValue());
            assertEquals(entry.required("private").booleanValue(), PrivateAddresses.contains(address));
        });
    }

    @TestFactory
    Stream<DynamicTest> candidatesAreAllowedByTheirAddress() {
        return GoldenVectors.tests("addresses.json", "candidates", entry -> () -> {
            String candidate = entry.required("candidate").stringValue();
            assertEquals(
                    entry.required("public").booleanValue(),
                    Candidates.publicOnly().allows(candidate),
                    entry::toString);
            assertEquals(
                    entry.required("local").booleanValue(),
                    Candidates.withLocal().allows(candidate),
                    entry::toString);
            String sdp = "v=0\r\na=" + candidate + "\r\na=end\r\n";
            boolean kept = !candidate.startsWith("candidate:")
                    || entry.required("public").booleanValue();
            assertEquals(
                    kept ? sdp : "v=0\r\na=end\r\n", Candidates.publicOnly().filter(sdp));
        });
    }

    @TestFactory
    Stream<DynamicTest> aDescriptionHasOneFingerprint() {
        return GoldenVectors.tests("addresses.json", "fingerprints", entry -> () -> {
            String sdp = entry.required("sdp").stringValue();
            if (entry.required("fingerprint").isNull()) {
                assertThrows(ProtocolException.class, () -> Fingerprints.of(sdp));
            } else {
                assertEquals(entry.get("fingerprint").stringValue(), Fingerprints.of(sdp));
            }
        });
    }
}
