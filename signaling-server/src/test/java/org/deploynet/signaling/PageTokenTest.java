package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.credit.PageToken;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.SiteAccess;
import org.deploynet.protocol.signaling.SiteAccess.Want;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.api.PageTokenSecret;
import org.deploynet.signaling.api.UnpaidCount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site that pays only for pages with a token of its origin. */
class PageTokenTest {
    private static final String NONCE = "abcdefghijklmnopqrstuv";

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestNetwork network;

    @SuppressWarnings("NullAway.Init")
    private TestPeer peer;

    @BeforeEach
    void open() throws Exception {
        network = TestNetwork.withSite(folder);
        peer = TestPeer.assigned(network.server);
    }

    @AfterEach
    void close() {
        network.close();
    }

    private PageTokenSecret change(Want want) throws Exception {
        String wish = new SiteAccess(network.server.network(), network.site(), want, network.clock.millis())
                .sign(network.publisher);
        HttpResponse<String> answer = network.post("/v1/sites/" + network.site() + "/access", wish);
        assertEquals(200, answer.statusCode(), answer.body());
        return TestNetwork.read(answer.body(), PageTokenSecret.class);
    }

    private String secret(Want want) throws Exception {
        return change(want).secret().orElseThrow();
    }

    private String token(String secret, Duration ahead, String nonce) {
        long expires = network.clock.instant().plus(ahead).getEpochSecond();
        return PageToken.mint(secret, network.site(), expires, nonce).text();
    }

    private long price(Optional<String> token) throws Exception {
        return price(network.visitor(), token);
    }

    private long price(TestVisitor visitor, Optional<String> token) throws Exception {
        visitor.hello(network.site(), token);
        peer.answerOffer();
        Ticket ticket = Ticket.verify(visitor.link().ticket(), peer.challenge.key());
        visitor.socket.expect(Answer.class);
        return ticket.price();
    }

    @Test
    void onlyAPageWithATokenIsPaidForAndTheRestIsServed() throws Exception {
        assertEquals(Price.DEFAULT, price(Optional.empty()));
        String secret = secret(Want.TOKENS_ON);
        assertEquals(0, price(Optional.empty()));
        assertEquals(Price.DEFAULT, price(Optional.of(token(secret, PageToken.LIFETIME, NONCE))));
        assertEquals(
                List.of(new UnpaidCount("no-token", 1)),
                TestNetwork.read(network.get("/health").body(), Health.class).unpaid());
        assertEquals(Optional.empty(), change(Want.TOKENS_OFF).secret());
        assertEquals(Price.DEFAULT, price(Optional.empty()));
    }

    @Test
    void tokenIsGoodForOneBrowserHoweverOftenThatConnects() throws Exception {
        var token = Optional.of(token(secret(Want.TOKENS_ON), PageToken.LIFETIME, NONCE));
        TestVisitor first = network.visitor();
        assertEquals(Price.DEFAULT, price(first, token));
        assertEquals(0, price(token), "somebody else");
        first.close();
        var again = new TestVisitor(network.server, network.origin.uri(), first.session);
        assertEquals(Price.DEFAULT, price(again, token));
    }

    @Test
    void tokenIsGoodFromTenMinutesBeforeItsEndAndAMinuteForTheClocks() throws Exception {
        String secret = secret(Want.TOKENS_ON);
        assertEquals(0, price(Optional.of(token(secret, Duration.ofMinutes(12), "aaaaaaaaaaaaaaaaaaaaaa"))));
        assertEquals(
                Price.DEFAULT, price(Optional.of(token(secret, Duration.ofMinutes(11), "bbbbbbbbbbbbbbbbbbbbbb"))));
        assertEquals(
                Price.DEFAULT, price(Optional.of(token(secret, Duration.ofSeconds(-59), "cccccccccccccccccccccc"))));
        assertEquals(0, price(Optional.of(token(secret, Duration.ofSeconds(-61), "dddddddddddddddddddddd"))));
    }

    @Test
    void whatIsNotOfThisSitesOriginIsNotPaidFor() throws Exception {
        String secret = secret(Want.TOKENS_ON);
        long expires = network.clock.instant().plusSeconds(60).getEpochSecond();
        PageToken good = PageToken.mint(secret, network.site(), expires, NONCE);
        for (String bad : List.of(
                "hello",
                PageToken.mint("guessed", network.site(), expires, NONCE).text(),
                PageToken.mint(secret, SigningKey.generate().id(), expires, NONCE)
                        .text(),
                new PageToken(expires + 1, NONCE, good.mac()).text(),
                new PageToken(expires, "b" + NONCE.substring(1), good.mac()).text(),
                good.text() + "A")) {
            assertEquals(0, price(Optional.of(bad)), bad);
        }
        assertEquals(Price.DEFAULT, price(Optional.of(good.text())), "none of those used it up");
    }

    @Test
    void secretStaysOverARestartUntilANewOneIsWanted() throws Exception {
        String secret = secret(Want.TOKENS_ON);
        network.restart();
        peer = TestPeer.assigned(network.server);
        assertEquals(0, price(Optional.empty()));
        assertEquals(secret, secret(Want.TOKENS_ON));
        String other = secret(Want.TOKENS_NEW);
        assertNotEquals(secret, other);
        assertEquals(0, price(Optional.of(token(secret, Duration.ofMinutes(1), NONCE))));
        assertEquals(Price.DEFAULT, price(Optional.of(token(other, Duration.ofMinutes(1), NONCE))));
        assertTrue(change(Want.TOKENS_OFF).secret().isEmpty());
        assertEquals(other, secret(Want.TOKENS_ON), "off does not bring an old one back");
    }
}
