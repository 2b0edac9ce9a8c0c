package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.FromSuperPeer.Transfer;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToSuperPeer.Balance;
import org.deploynet.protocol.signaling.ToSuperPeer.Transferred;
import org.deploynet.signaling.TestNetwork.TestLink;
import org.deploynet.signaling.api.ClawedBack;
import org.deploynet.signaling.socket.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorrectionsTest {
    private static final long GRANTED = 100 * Price.MICROCREDITS_PER_CREDIT;
    private static final Json JSON = Json.upTo(1024);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestNetwork network;

    @SuppressWarnings("NullAway.Init")
    private TestLink link;

    @BeforeEach
    void start() throws Exception {
        network = TestNetwork.withSite(folder);
        link = network.link();
    }

    @AfterEach
    void stop() {
        network.server.verifyLedger();
        network.close();
    }

    @Test
    void clawbackGivesPendingEarningsAndTheirFeeBackToTheSiteOnce() throws Exception {
        assertEquals(16_777, earned(link.ticket().maxBytes()).pending());
        ClawedBack taken = clawback("invented-visitors");
        assertEquals(new ClawedBack(1, 16_777 + 1_678), taken);
        assertEquals(new ClawedBack(0, 0), clawback("invented-visitors"));
        assertEquals(new Balance(0, 0), link.peer().settle().balance());
        assertEquals(GRANTED, network.status().granted(), "granted it was and granted it is");
        assertEquals(0, network.status().budget());
    }

    @Test
    void clawbackLeavesWhatIsAvailable() throws Exception {
        earned(4_000_000);
        network.clock.advance(SignalingOptions.DEFAULT_PENDING.plus(Duration.ofSeconds(1)));
        network.server.keepHouse();
        assertEquals(new ClawedBack(0, 0), clawback("collusion"));
        assertEquals(4_000, link.peer().settle().balance().available());
    }

    @Test
    void clawbackOfOneTicketLeavesTheOthers() throws Exception {
        earned(4_000_000);
        assertEquals(new ClawedBack(0, 0), clawback("mistake", ",\"ticket\":\"another\""));
        assertEquals(
                new ClawedBack(1, 4_400),
                clawback("mistake", ",\"ticket\":\"" + link.ticket().id() + "\""));
    }

    @Test
    void correctionsWantTheOperatorsTokenAndAReasonFromTheList() throws Exception {
        assertEquals(
                401, network.post("/v1/admin/clawback", body("mistake", "")).statusCode());
        assertEquals(401, network.post("/v1/admin/correct", "{\"entry\":1}").statusCode());
        assertEquals(400, admin("/v1/admin/clawback", body("envy", "")).statusCode());
    }

    @Test
    void grantIsUndoneByAFurtherEntryOnceAndOnlyAsAWhole() throws Exception {
        assertEquals(404, correct(1000));
        assertEquals(409, correct(1), "part of it is set aside for a ticket");
        network.server.grant(network.site(), 5);
        long last = network.server.verifyLedger();
        assertEquals(200, correct(last));
        assertEquals(409, correct(last));
        assertEquals(last + 1, network.server.verifyLedger());
        assertEquals(409, correct(last + 1), "a correction is no grant");
    }

    @Test
    void availableCreditsGoIntoTheBudgetOfASiteOnceForEachId() throws Exception {
        earned(8_000_000);
        network.clock.advance(SignalingOptions.DEFAULT_PENDING.plus(Duration.ofSeconds(1)));
        network.server.keepHouse();
        long granted = network.status().granted();
        var wish = new Transfer(7, "first", network.site(), 3_000);
        for (int i = 0; i < 2; i++) {
            link.peer().socket.send(wish);
            assertEquals(
                    new Transferred(7, "first", new Balance(0, 5_000)),
                    link.peer().socket.expect(Transferred.class));
        }
        assertEquals(granted + 3_000, network.status().granted(), "granted they were and granted they are");
        assertEquals(0, network.status().budget());
        assertRefused(Refused.Code.BUDGET, new Transfer(8, "more", network.site(), 5_001));
        assertRefused(
                Refused.Code.UNKNOWN_SITE,
                new Transfer(9, "where", SigningKey.generate().id(), 1));
        assertEquals(5_000, link.peer().settle().balance().available(), "and the connection goes on");
    }

    @Test
    void pendingCreditsCannotBeTransferred() {
        earned(8_000_000);
        assertRefused(Refused.Code.BUDGET, new Transfer(8, "early", network.site(), 1));
    }

    @Test
    void sameIdWithOtherFiguresEndsTheConnection() {
        earned(8_000_000);
        network.clock.advance(SignalingOptions.DEFAULT_PENDING.plus(Duration.ofSeconds(1)));
        network.server.keepHouse();
        link.peer().socket.send(new Transfer(1, "id", network.site(), 1));
        link.peer().socket.expect(Transferred.class);
        link.peer().socket.send(new Transfer(2, "id", network.site(), 2));
        assertEquals(
                Refused.Code.MALFORMED, link.peer().socket.expect(Refused.class).code());
        assertEquals(Wire.REFUSED, link.peer().socket.closeStatus());
    }

    private Balance earned(long bytes) {
        return link.peer().settle(link.visitor().receipt(link.ticket(), bytes)).balance();
    }

    private void assertRefused(Refused.Code code, Transfer wish) {
        link.peer().socket.send(wish);
        Refused refused = link.peer().socket.expect(Refused.class);
        assertEquals(code, refused.code());
        assertEquals(wish.ref(), refused.ref());
    }

    private ClawedBack clawback(String reason) throws Exception {
        return clawback(reason, "");
    }

    private ClawedBack clawback(String reason, String more) throws Exception {
        var answer = admin("/v1/admin/clawback", body(reason, more));
        assertEquals(200, answer.statusCode());
        return JSON.read(answer.body(), ClawedBack.class);
    }

    private String body(String reason, String more) {
        return "{\"peer\":\"" + link.peer().id() + "\",\"site\":\"" + network.site() + "\",\"reason\":\"" + reason
                + "\"" + more + "}";
    }

    private int correct(long entry) throws Exception {
        return admin("/v1/admin/correct", JSON.write(Map.of("entry", entry))).statusCode();
    }

    private java.net.http.HttpResponse<String> admin(String path, String body) throws Exception {
        return network.post(path, body, "Authorization", network.adminToken());
    }
}
