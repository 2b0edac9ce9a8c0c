package org.deploynet.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.signaling.Proof;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;

class SignedVectorsTest {
    private static final String FILE = "signed.json";
    private final PublicKeyJwk network = WriteSignedVectors.read("network").publicKey();
    private final PublicKeyJwk session = WriteSignedVectors.read("session").publicKey();

    @TestFactory
    Stream<DynamicTest> manifestsCountOnlyWhenSignedForTheSite() {
        return GoldenVectors.tests(
                FILE,
                "manifests",
                entry -> () -> expect(entry, () -> {
                    Instant now = Instant.parse(entry.required("now").stringValue());
                    byte[] bytes = entry.required("bytes").stringValue().getBytes(StandardCharsets.UTF_8);
                    var site = new KeyId(entry.required("site").stringValue());
                    String signature = entry.required("signature").stringValue();
                    var signed = SignedManifest.verify(bytes, signature, site, Clock.fixed(now, ZoneOffset.UTC));
                    assertEquals(site, signed.manifest().site());
                }));
    }

    @TestFactory
    Stream<DynamicTest> ticketsCountOnlyWhenTheNetworkSignedThem() {
        return GoldenVectors.tests(
                FILE,
                "tickets",
                entry -> () -> expect(
                        entry,
                        () -> assertEquals(
                                "t1", Ticket.verify(jws(entry), network).id())));
    }

    @TestFactory
    Stream<DynamicTest> receiptsCountOnlyWhenTheSessionSignedThem() {
        return GoldenVectors.tests(
                FILE,
                "receipts",
                entry -> () -> expect(
                        entry,
                        () -> assertEquals(
                                "t1", Receipt.verify(jws(entry), session).ticket())));
    }

    @TestFactory
    Stream<DynamicTest> proofsCountOnlyFromTheKeyOfTheirPeer() {
        return GoldenVectors.tests(
                FILE,
                "proofs",
                entry -> () -> expect(
                        entry, () -> assertEquals("n1", Proof.verify(jws(entry)).nonce())));
    }

    @TestFactory
    Stream<DynamicTest> purgeOrdersCountOnlyFromTheNetworkOrTheSite() {
        return GoldenVectors.tests(
                FILE,
                "purges",
                entry -> () -> expect(
                        entry,
                        () -> assertEquals(
                                "p1",
                                PurgeOrder.verify(jws(entry), network.id()).id())));
    }

    @Test
    void aTicketEndsWithItsLastMillisecond() throws Exception {
        Ticket ticket = Ticket.verify(
                GoldenVectors.read(FILE)
                        .required("tickets")
                        .get(0)
                        .required("jws")
                        .stringValue(),
                network);
        assertEquals(false, ticket.isExpired(Instant.ofEpochMilli(1_790_000_600_000L)));
        assertEquals(true, ticket.isExpired(Instant.ofEpochMilli(1_790_000_600_001L)));
    }

    private static String jws(JsonNode entry) {
        return GoldenVectors.text(entry, "jws");
    }

    private static void expect(JsonNode entry, Executable reading) {
        if (entry.required("valid").booleanValue()) {
            assertDoesNotThrow(reading);
        } else {
            assertThrows(ProtocolException.class, reading);
        }
    }
}
