package org.deploynet.engine.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.control.nat.MappingOutcome;
import org.junit.jupiter.api.Test;

/** A UPnP router that lies or attacks. */
class RogueIgdTest extends AskedIgd {
    @Test
    void aBodyOfAGigabyteIsNotRead() {
        var sent = new AtomicLong();
        router.reply("/root.xml", out -> {
            RogueRouter.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
            pour(out, sent);
        });
        refused(MappingOutcome.INVALID_ANSWER, 0, ENOUGH);
        assertTrue(sent.get() < 100_000_000, sent + " bytes went out");
    }

    @Test
    void aBodyWithoutEndIsNotRead() {
        var sent = new AtomicLong();
        router.reply("/root.xml", out -> {
            RogueRouter.write(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            pour(out, sent);
        });
        refused(MappingOutcome.INVALID_ANSWER, 0, ENOUGH);
        assertTrue(sent.get() < 100_000_000, sent + " bytes went out");
    }

    @Test
    void headersWithoutEndAreNotRead() {
        router.reply("/root.xml", out -> {
            RogueRouter.write(out, "HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 1_000_000; i++) {
                RogueRouter.write(out, "X-" + i + ": " + "a".repeat(1000) + "\r\n");
            }
        });
        refused(MappingOutcome.INVALID_ANSWER, 0, ENOUGH);
    }

    @Test
    void aBodyThatDripsIsNotWaitedFor() {
        router.reply("/root.xml", out -> {
            RogueRouter.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            drip(out);
        });
        refused(MappingOutcome.NO_ANSWER, 0, SHORT);
    }

    @Test
    void headersThatDripAreNotWaitedFor() {
        router.reply("/root.xml", out -> {
            RogueRouter.write(out, "HTTP/1.1 200 OK\r\nX: ");
            drip(out);
        });
        refused(MappingOutcome.NO_ANSWER, 0, SHORT);
    }

    @Test
    void whoClosesEarlyHasNotAnswered() {
        router.reply("/root.xml", out -> {
            RogueRouter.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
            throw new IOException("closed");
        });
        refused(MappingOutcome.INVALID_ANSWER, 0, ENOUGH);
    }

    @Test
    void aBombOfEntitiesIsNotUnpacked() {
        router.reply("/root.xml", RogueRouter.ok(RogueRouter.BOMB));
        refused(MappingOutcome.INVALID_ANSWER, 0, ENOUGH);
    }

    @Test
    void aBombInADecentDescriptionIsSeen() {
        String decent = RogueRouter.description(IgdService.Type.WAN_IP_1, "/ctl");
        router.reply("/root.xml", RogueRouter.ok(decent.replace("?><", "?><!DOCTYPE root><")));
        refused(MappingOutcome.INVALID_ANSWER, 0, ENOUGH);
    }

    @Test
    void xmlOfManyLevelsIsNotFollowed() throws Exception {
        String decent =
                RogueRouter.description(IgdService.Type.WAN_IP_1, "/ctl").replaceFirst("<[?][^>]*>", "");
        router.reply("/root.xml", RogueRouter.ok("<a>".repeat(10) + decent + "</a>".repeat(10)));
        assertEquals(40_000, map().externalPort());
        client = new IgdClient(router.udpAddress(), new Random(1));
        // The JDK's own bound is at 100.
        router.reply("/root.xml", RogueRouter.ok("<a>".repeat(60) + decent + "</a>".repeat(60)));
        refused(MappingOutcome.INVALID_ANSWER, 0, ENOUGH);
    }

    @Test
    void aLocationElsewhereIsNotAsked() throws Exception {
        try (var elsewhere = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
            for (String host : new String[] {"127.0.0.2", "localhost", "user@127.0.0.1", "[::1]", "0x7f.1"}) {
                router.datagrams =
                        question -> RogueRouter.ssdp("http://" + host + ":" + elsewhere.getLocalPort() + "/x")
                                .getBytes(StandardCharsets.US_ASCII);
                var why = assertThrows(RouterException.class, () -> client.probe(Deadline.in(ENOUGH)), host);
                assertTrue(
                        why.outcome() == MappingOutcome.FOREIGN_ADDRESS
                                || why.outcome() == MappingOutcome.INVALID_ANSWER,
                        host + ": " + why.outcome());
            }
            nobodyAsked(elsewhere);
        }
        assertEquals(0, router.asked.size());
    }

    @Test
    void aControlUrlElsewhereIsNotAsked() throws Exception {
        try (var elsewhere = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
            String there = "http://127.0.0.2:" + elsewhere.getLocalPort() + "/ctl";
            for (String url : new String[] {there, there.substring("http:".length())}) {
                router.reply("/root.xml", RogueRouter.ok(RogueRouter.description(IgdService.Type.WAN_IP_1, url)));
                refused(MappingOutcome.FOREIGN_ADDRESS, 0, ENOUGH);
            }
            router.reply(
                    "/root.xml",
                    RogueRouter.ok(RogueRouter.description(IgdService.Type.WAN_IP_1, "/ctl")
                            .replace("<device><deviceList>", "<URLBase>" + there + "</URLBase><device><deviceList>")));
            refused(MappingOutcome.FOREIGN_ADDRESS, 0, ENOUGH);
            nobodyAsked(elsewhere);
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (var elsewhere = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
            for (String to : new String[] {"http://127.0.0.2:" + elsewhere.getLocalPort() + "/", "/other.xml"}) {
                router.reply(
                        "/root.xml",
                        out -> RogueRouter.write(
                                out, "HTTP/1.1 302 Found\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n"));
                refused(MappingOutcome.INVALID_ANSWER, 302, ENOUGH);
            }
            nobodyAsked(elsewhere);
        }
        assertFalse(router.asked.contains("/other.xml"));
    }

    @Test
    void aPasswordIsNotTried() {
        router.reply(
                "/root.xml",
                out -> RogueRouter.write(
                        out,
                        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"));
        refused(MappingOutcome.INVALID_ANSWER, 401, ENOUGH);
    }

    // What was sent to it would wait in the backlog.
    private static void nobodyAsked(ServerSocket elsewhere) throws IOException {
        elsewhere.setSoTimeout(1);
        assertThrows(java.net.SocketTimeoutException.class, elsewhere::accept);
    }

    private static void pour(OutputStream out, AtomicLong sent) throws IOException {
        byte[] block = new byte[1_000_000];
        for (int i = 0; i < 1000; i++) {
            out.write(block);
            sent.addAndGet(block.length);
        }
    }

    // Never silent for long, so that only a bound on the whole answer ends it.
    private static void drip(OutputStream out) throws IOException {
        for (int i = 0; i < 900; i++) {
            RogueRouter.write(out, "a");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
