package org.deploynet.signaling.web;

import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.signaling.api.PurgeAccepted;
import org.deploynet.signaling.api.SiteRegistration;
import org.deploynet.signaling.api.SiteStatus;
import org.deploynet.signaling.ledger.Budgets;
import org.deploynet.signaling.ledger.Budgets.Budget;
import org.deploynet.signaling.purge.Purges;
import org.deploynet.signaling.sites.SiteRecord;
import org.deploynet.signaling.sites.Sites;

/** The endpoints of publishers: register, look up, purge. What they send is signed, so nobody needs to log in. */
final class SiteApi {
    private static final Json REGISTRATION = Json.upTo(SiteRegistration.MAX_BYTES);

    // A manifest may have 32 MiB; more than a few in memory at once would be a way to stop the server.
    private final Semaphore registrations = new Semaphore(2);
    private final Sites sites;
    private final Budgets budgets;
    private final Purges purges;
    private final KeyId network;
    private final long price;
    private final Clock clock;

    SiteApi(Sites sites, Budgets budgets, Purges purges, KeyId network, long price, Clock clock) {
        this.sites = sites;
        this.budgets = budgets;
        this.purges = purges;
        this.network = network;
        this.price = price;
        this.clock = clock;
    }

    void register(Exchange exchange) throws IOException, ProtocolException {
        if (!registrations.tryAcquire()) {
            exchange.fail(503, "other registrations are under way, try again");
            return;
        }
        try {
            register(
                    exchange,
                    signed(REGISTRATION.read(exchange.body(SiteRegistration.MAX_BYTES), SiteRegistration.class)));
        } finally {
            registrations.release();
        }
    }

    void show(Exchange exchange, KeyId site) {
        find(site)
                .ifPresentOrElse(
                        status -> exchange.answer(200, status),
                        () -> exchange.fail(404, "this network does not know the site"));
    }

    Optional<SiteStatus> find(KeyId site) {
        return sites.find(site).map(this::status);
    }

    void purge(Exchange exchange, KeyId site) throws IOException, ProtocolException {
        String jws =
                new String(exchange.body(SignalingCodec.MAX_BYTES), java.nio.charset.StandardCharsets.US_ASCII).strip();
        PurgeOrder order = PurgeOrder.verify(jws, network);
        if (!order.site().equals(site)) {
            exchange.fail(400, "the order is for another site");
            return;
        }
        take(exchange, order, jws);
    }

    void take(Exchange exchange, PurgeOrder order, String jws) {
        switch (purges.take(order, jws)) {
            case DONE -> exchange.answer(202, new PurgeAccepted(order.id()));
            case UNKNOWN_SITE -> exchange.fail(404, "this network does not know the site");
            case TOO_MANY -> exchange.fail(429, "this site has too many purge orders; purge the whole site");
        }
    }

    private void register(Exchange exchange, SignedManifest signed) {
        KeyId site = signed.manifest().site();
        Optional<Sites.Refusal> refusal = sites.register(signed);
        if (refusal.isEmpty()) {
            exchange.answer(202, status(sites.find(site).orElseThrow()));
            return;
        }
        switch (refusal.get()) {
            case ROLLED_BACK -> exchange.fail(409, "a manifest with a higher sequence was accepted before");
            case PURGED -> exchange.fail(410, "the site was purged");
            case FULL -> exchange.fail(503, "this server takes no more sites now");
        }
    }

    private SignedManifest signed(SiteRegistration registration) throws ProtocolException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(registration.manifest());
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("the manifest is not base64", e);
        }
        if (bytes.length > Manifest.MAX_BYTES) {
            throw new ProtocolException("a manifest of " + bytes.length + " bytes, at most " + Manifest.MAX_BYTES);
        }
        // Whoever signed it says which site it is; that the manifest names the same one is checked with it.
        KeyId site = Jws.verifyDetached(Jws.Kind.MANIFEST, registration.signature(), bytes)
                .id();
        return SignedManifest.verify(bytes, registration.signature(), site, clock);
    }

    private SiteStatus status(SiteRecord record) {
        Budget budget = budgets.of(record.id());
        return new SiteStatus(
                record.id(),
                record.state().name().toLowerCase(Locale.ROOT),
                Optional.of(record.why()).filter(why -> !why.isEmpty()),
                record.checked().sequence(),
                record.checked().origin(),
                record.checked().expires().toEpochMilli(),
                price,
                budget.granted(),
                budget.budget(),
                budget.reserved(),
                budgets.settledBytes(record.id()));
    }
}
