package org.deploynet.signaling.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.UUID;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.signaling.api.Clawback;
import org.deploynet.signaling.api.ClawedBack;
import org.deploynet.signaling.api.Correction;
import org.deploynet.signaling.api.Grant;
import org.deploynet.signaling.api.PeersSwitch;
import org.deploynet.signaling.api.PurgeRequest;
import org.deploynet.signaling.api.SpendingAlarms;
import org.deploynet.signaling.guard.Alarms;
import org.deploynet.signaling.ledger.Budgets;
import org.deploynet.signaling.ledger.Corrections;
import org.deploynet.signaling.links.PeersOff;
import org.deploynet.signaling.sites.Sites;
import org.eclipse.jetty.http.HttpHeader;

/** The operator's endpoints: whoever can read the token in the data folder may use them. */
final class AdminApi {
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final byte[] expected;
    private final SigningKey network;
    private final Budgets budgets;
    private final Corrections corrections;
    private final Alarms alarms;
    private final PeersOff off;
    private final Sites known;
    private final SiteApi sites;
    private final Clock clock;

    AdminApi(
            String token,
            SigningKey network,
            Budgets budgets,
            Corrections corrections,
            Alarms alarms,
            PeersOff off,
            Sites known,
            SiteApi sites,
            Clock clock) {
        this.expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.network = network;
        this.budgets = budgets;
        this.corrections = corrections;
        this.alarms = alarms;
        this.off = off;
        this.known = known;
        this.sites = sites;
        this.clock = clock;
    }

    void grant(Exchange exchange) throws IOException, ProtocolException {
        if (isOperator(exchange)) {
            Grant grant = exchange.json(Grant.class, MAX_BODY_BYTES);
            budgets.grant(grant.site(), grant.credits());
            exchange.answer(200, grant);
        }
    }

    void clawback(Exchange exchange) throws IOException, ProtocolException {
        if (isOperator(exchange)) {
            Clawback wanted = exchange.json(Clawback.class, MAX_BODY_BYTES);
            Corrections.Taken taken =
                    corrections.clawback(wanted.peer(), wanted.site(), wanted.ticket(), wanted.reason());
            exchange.answer(200, new ClawedBack(taken.receipts(), taken.microcredits()));
        }
    }

    void correct(Exchange exchange) throws IOException, ProtocolException {
        if (!isOperator(exchange)) {
            return;
        }
        Correction wanted = exchange.json(Correction.class, MAX_BODY_BYTES);
        switch (corrections.undo(wanted.entry())) {
            case DONE -> exchange.answer(200, wanted);
            case UNKNOWN_ENTRY -> exchange.fail(404, "the ledger has no such entry");
            case OTHER_KIND -> exchange.fail(409, "only a grant or a transfer can be undone");
            case DONE_BEFORE -> exchange.fail(409, "the entry was undone before");
            case SPENT -> exchange.fail(409, "its credits are no longer where it put them");
        }
    }

    void alarms(Exchange exchange) {
        if (isOperator(exchange)) {
            exchange.answer(200, new SpendingAlarms(alarms.latest()));
        }
    }

    void peers(Exchange exchange) throws IOException, ProtocolException {
        if (!isOperator(exchange)) {
            return;
        }
        PeersSwitch wanted = exchange.json(PeersSwitch.class, MAX_BODY_BYTES);
        if (wanted.site().isEmpty()) {
            off.switchAll(wanted.off());
        } else if (known.find(wanted.site().get()).isPresent()) {
            off.switchSite(wanted.site().get(), wanted.off());
        } else {
            exchange.fail(404, "this network does not know the site");
            return;
        }
        exchange.answer(200, wanted);
    }

    void purge(Exchange exchange) throws IOException, ProtocolException {
        if (isOperator(exchange)) {
            PurgeRequest wanted = exchange.json(PurgeRequest.class, SignalingCodec.MAX_BYTES);
            var order = new PurgeOrder(
                    UUID.randomUUID().toString(), network.id(), wanted.site(), wanted.objects(), clock.millis());
            sites.take(exchange, order, order.sign(network));
        }
    }

    // Compared in constant time: how far a guess was right must not show in how long the answer took.
    boolean isOperator(Exchange exchange) {
        byte[] given = exchange.header(HttpHeader.AUTHORIZATION).getBytes(StandardCharsets.UTF_8);
        boolean operator = MessageDigest.isEqual(expected, given);
        if (!operator) {
            exchange.fail(401, "this needs the admin token of the server's data folder");
        }
        return operator;
    }
}
