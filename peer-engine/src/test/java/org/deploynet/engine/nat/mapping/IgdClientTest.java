package org.deploynet.engine.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.deploynet.control.nat.MappingOutcome;
import org.deploynet.control.nat.MappingProtocol;
import org.junit.jupiter.api.Test;

/** A UPnP router that does what it should, or says no. */
class IgdClientTest extends AskedIgd {
    @Test
    void mapsWithADecentRouter() throws Exception {
        assertEquals(
                new Grant(40_000, Optional.of(InetAddress.ofLiteral("8.8.8.2")), Optional.of(Duration.ofHours(1))),
                map());
        String asked = String.join("\n", router.asked);
        assertTrue(asked.contains("<NewInternalClient>127.0.0.1</NewInternalClient>"), asked);
        assertTrue(asked.contains("<NewLeaseDuration>3600</NewLeaseDuration>"), asked);
    }

    @Test
    void howTheRouterCallsItselfIsKnownThoughItMapsNothing() {
        assertEquals(RouterName.NONE, client.name());
        router.reply("/root.xml", RogueRouter.ok("<root><device><manufacturer>Maker</manufacturer></device></root>"));
        refused(MappingOutcome.NOT_OFFERED, 0, ENOUGH);
        assertEquals("Maker", client.name().maker());
    }

    @Test
    void aServiceOfTheSecondVersionMayChooseAnotherPort() throws Exception {
        router.reply("/root.xml", RogueRouter.ok(RogueRouter.description(IgdService.Type.WAN_IP_2, "/ctl")));
        router.reply("AddAnyPortMapping", RogueRouter.value("AddAnyPortMapping", "NewReservedPort", "50123"));
        assertEquals(50_123, map().externalPort());
    }

    @Test
    void aServiceOfTheSecondVersionWithoutThatActionIsAskedAsOneOfTheFirst() throws Exception {
        router.reply("/root.xml", RogueRouter.ok(RogueRouter.description(IgdService.Type.WAN_IP_2, "/ctl")));
        router.reply("AddAnyPortMapping", RogueRouter.refusal(401));
        assertEquals(40_000, map().externalPort());
    }

    @Test
    void aPppLineIsALineToo() throws Exception {
        router.reply("/root.xml", RogueRouter.ok(RogueRouter.description(IgdService.Type.WAN_PPP_1, "ctl")));
        assertEquals(40_000, map().externalPort());
    }

    @Test
    void whereOnlyPermanentLeasesAreSupportedTheGrantHasNoEnd() throws Exception {
        router.reply("AddPortMapping", out -> {
            boolean forEver = router.asked.stream().anyMatch(body -> body.contains("<NewLeaseDuration>0<"));
            (forEver ? RogueRouter.ok(RogueRouter.response("AddPortMapping", "")) : RogueRouter.refusal(725))
                    .write(out);
        });
        assertEquals(Optional.empty(), map().lease());
    }

    @Test
    void aTakenPortIsAnsweredWithThreeOthers() {
        router.reply("AddPortMapping", RogueRouter.refusal(718));
        refused(MappingOutcome.REFUSED, 718, ENOUGH);
        assertEquals(4, router.asked.stream().filter("AddPortMapping"::equals).count());
    }

    @Test
    void everyErrorCodeIsARefusalWithIt() {
        for (int code : new int[] {402, 501, 606, 713, 714, 715, 716, 724, 726, 727, 728, 729, 732, 899}) {
            router.reply("AddPortMapping", RogueRouter.refusal(code));
            refused(MappingOutcome.REFUSED, code, ENOUGH);
        }
    }

    @Test
    void aFaultThatNamesNoCodeIsNoAnswer() {
        router.reply("AddPortMapping", RogueRouter.status("500 Internal Server Error", "<html>oops</html>"));
        refused(MappingOutcome.INVALID_ANSWER, 500, ENOUGH);
    }

    @Test
    void anAddressThatIsNoneIsLeftOut() throws Exception {
        for (String address : new String[] {"", "0.0.0.0", "999.1.1.1", "router.lan", "1", "::1"}) {
            router.reply(
                    "GetExternalIPAddress", RogueRouter.value("GetExternalIPAddress", "NewExternalIPAddress", address));
            assertEquals(Optional.empty(), map().externalAddress(), address);
            client = new IgdClient(router.udpAddress(), new Random(1));
        }
    }

    @Test
    void aPrivateExternalAddressIsDoubleNat() throws Exception {
        router.reply(
                "GetExternalIPAddress",
                RogueRouter.value("GetExternalIPAddress", "NewExternalIPAddress", "192.168.1.7"));
        assertEquals(
                Optional.of(AddressScope.NOT_PUBLIC),
                AskedIgd.attempt(MappingProtocol.UPNP_IGD, map()).externalScope());
    }

    @Test
    void aDeviceThatMapsNoPortsHasNothingToOffer() {
        router.reply("/root.xml", RogueRouter.ok("<root><device></device></root>"));
        refused(MappingOutcome.NOT_OFFERED, 0, ENOUGH);
    }

    @Test
    void silenceIsNoAnswer() {
        router.datagrams = question -> new byte[0];
        refused(MappingOutcome.NO_ANSWER, 0, SHORT);
    }

    @Test
    void aMappingThatIsGoneIsMissed() throws Exception {
        map();
        router.reply("GetSpecificPortMappingEntry", RogueRouter.refusal(714));
        assertFalse(client.remembers(REQUEST, Deadline.in(ENOUGH)));
        router.reply("GetSpecificPortMappingEntry", RogueRouter.ok(entry("127.0.0.9")));
        assertFalse(client.remembers(REQUEST, Deadline.in(ENOUGH)));
        router.reply("GetSpecificPortMappingEntry", RogueRouter.ok(entry("127.0.0.1")));
        assertTrue(client.remembers(REQUEST, Deadline.in(ENOUGH)));
    }

    private static String entry(String internalClient) {
        return RogueRouter.response(
                "GetSpecificPortMappingEntry",
                "<NewInternalPort>40000</NewInternalPort><NewInternalClient>" + internalClient
                        + "</NewInternalClient>");
    }
}
