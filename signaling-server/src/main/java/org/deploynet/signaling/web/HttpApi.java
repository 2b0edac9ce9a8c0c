package org.deploynet.signaling.web;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.api.NetworkName;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Every HTTP request that is no WebSocket, brought to what answers it. Safe from any thread; blocks. */
public final class HttpApi extends Handler.Abstract {
    private static final Pattern SITE = Pattern.compile("/v1/sites/([0-9a-f]{40})");
    private static final Pattern OF_SITE = Pattern.compile("/v1/sites/([0-9a-f]{40})/(purge|access)");

    private final SiteApi sites;
    private final LedgerApi ledger;
    private final AdminApi admin;
    private final AccessApi access;
    private final NetworkName network;
    private final Supplier<Health> health;

    HttpApi(
            SiteApi sites,
            LedgerApi ledger,
            AdminApi admin,
            AccessApi access,
            NetworkName network,
            Supplier<Health> health) {
        this.sites = sites;
        this.ledger = ledger;
        this.admin = admin;
        this.access = access;
        this.network = network;
        this.health = health;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var exchange = new Exchange(request, response, callback);
        try {
            if (!route(exchange)) {
                exchange.fail(404, "there is nothing here");
            }
        } catch (ProtocolException e) {
            exchange.fail(400, String.valueOf(e.getMessage()));
        } catch (Exchange.TooLarge e) {
            exchange.fail(413, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            callback.failed(e);
        }
        return true;
    }

    private boolean route(Exchange exchange) throws IOException, ProtocolException {
        return switch (exchange.method()) {
            case "GET", "HEAD" -> get(exchange);
            case "POST" -> post(exchange);
            default -> false;
        };
    }

    private boolean get(Exchange exchange) {
        Matcher site = SITE.matcher(exchange.path());
        if (site.matches()) {
            sites.show(exchange, new KeyId(site.group(1)));
            return true;
        }
        switch (exchange.path()) {
            case "/" -> exchange.page(200, new StatusPage(Texts.of(Locale.getDefault())).of(health.get()));
            case "/health" -> exchange.answer(200, health.get());
            case "/open" -> access.open(exchange);
            case AccessApi.SITE_PAGE -> access.sitePage(exchange);
            case AccessApi.OPERATOR_PAGE -> access.operatorPage(exchange);
            case "/v1/network" -> exchange.answer(200, network);
            case "/v1/admin/alarms" -> admin.alarms(exchange);
            case "/v1/ledger/checkpoint" -> ledger.checkpoint(exchange);
            case "/v1/ledger/inclusion" -> ledger.inclusion(exchange);
            case "/v1/ledger/consistency" -> ledger.consistency(exchange);
            case "/v1/ledger/entries" -> ledger.entries(exchange);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean post(Exchange exchange) throws IOException, ProtocolException {
        Matcher ofSite = OF_SITE.matcher(exchange.path());
        if (ofSite.matches()) {
            var site = new KeyId(ofSite.group(1));
            if (ofSite.group(2).equals("purge")) {
                sites.purge(exchange, site);
            } else {
                access.publisher(exchange, site);
            }
            return true;
        }
        switch (exchange.path()) {
            case "/v1/sites" -> sites.register(exchange);
            case "/v1/admin/access" -> access.operatorLink(exchange);
            case "/v1/admin/grant" -> admin.grant(exchange);
            case "/v1/admin/clawback" -> admin.clawback(exchange);
            case "/v1/admin/correct" -> admin.correct(exchange);
            case "/v1/admin/peers" -> admin.peers(exchange);
            case "/v1/admin/purge" -> admin.purge(exchange);
            default -> {
                return false;
            }
        }
        return true;
    }
}
