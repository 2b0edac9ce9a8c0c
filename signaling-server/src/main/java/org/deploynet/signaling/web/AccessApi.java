package org.deploynet.signaling.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.SiteAccess;
import org.deploynet.protocol.signaling.SiteCaps;
import org.deploynet.signaling.api.AccessLink;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.api.PageTokenSecret;
import org.deploynet.signaling.api.SiteStatus;
import org.deploynet.signaling.guard.Alarms;
import org.deploynet.signaling.guard.OwnCaps;
import org.deploynet.signaling.guard.PageTokens;
import org.deploynet.signaling.guard.PageTokens.Change;
import org.deploynet.signaling.reports.Reports;
import org.deploynet.signaling.reputation.Reputations.Rated;
import org.deploynet.signaling.web.Sessions.Operator;
import org.deploynet.signaling.web.Sessions.Publisher;
import org.deploynet.signaling.web.Sessions.Subject;
import org.jspecify.annotations.Nullable;

/** What only a publisher may see of its site, and only the operator of the network: as JSON for a key, as a page for a cookie. */
final class AccessApi {
    static final String SITE_PAGE = "/site";
    static final String OPERATOR_PAGE = "/operator";

    private static final String OPEN = "/open";
    private static final String COOKIE = "deploynet-access";
    private static final int MAX_BODY_BYTES = 4 * 1024;

    private final Sessions sessions;
    private final SiteApi sites;
    private final AdminApi admin;
    private final Reports reports;
    private final Alarms alarms;
    private final PageTokens tokens;
    private final OwnCaps caps;
    private final Supplier<List<Rated>> lowest;
    private final Supplier<Health> health;
    private final KeyId network;
    private final Clock clock;

    AccessApi(
            SiteApi sites,
            AdminApi admin,
            Reports reports,
            Alarms alarms,
            PageTokens tokens,
            OwnCaps caps,
            Supplier<List<Rated>> lowest,
            Supplier<Health> health,
            KeyId network,
            Clock clock) {
        this.sessions = new Sessions(clock);
        this.sites = sites;
        this.admin = admin;
        this.reports = reports;
        this.alarms = alarms;
        this.tokens = tokens;
        this.caps = caps;
        this.lowest = lowest;
        this.health = health;
        this.network = network;
        this.clock = clock;
    }

    /** What the publisher wants, for whoever signs with the site's key. */
    void publisher(Exchange exchange, KeyId site) throws IOException, ProtocolException {
        String jws = new String(exchange.body(MAX_BODY_BYTES), StandardCharsets.US_ASCII).strip();
        SiteAccess wish = SiteAccess.verify(jws, network, clock);
        Optional<SiteStatus> status = sites.find(site);
        if (!wish.site().equals(site)) {
            exchange.fail(403, "signed for another site");
        } else if (status.isEmpty()) {
            exchange.fail(404, "this network does not know the site");
        } else {
            switch (wish.want()) {
                case REPORT -> exchange.answer(200, reports.of(status.get()));
                case PAGE -> answer(exchange, new Publisher(site));
                case TOKENS_ON -> change(exchange, site, Change.ON);
                case TOKENS_OFF -> change(exchange, site, Change.OFF);
                case TOKENS_NEW -> change(exchange, site, Change.RENEW);
                case CAPS -> cap(exchange, site, wish.caps().orElseThrow());
            }
        }
    }

    private void change(Exchange exchange, KeyId site, Change change) {
        Optional<String> secret = tokens.change(site, change);
        exchange.answer(200, new PageTokenSecret(secret.isPresent(), secret));
    }

    private void cap(Exchange exchange, KeyId site, SiteCaps wanted) {
        caps.change(site, wanted);
        exchange.answer(200, reports.caps(site));
    }

    /** The address of the operator's page, for whoever has the admin token. */
    void operatorLink(Exchange exchange) {
        if (admin.isOperator(exchange)) {
            answer(exchange, new Operator());
        }
    }

    /** From the code in the address to a cookie, and on to the page: the code stays in no address that is shown. */
    void open(Exchange exchange) {
        Optional<String> cookie = sessions.redeem(exchange.parameter("code"));
        Optional<Subject> subject = cookie.flatMap(sessions::of);
        if (subject.isEmpty()) {
            notYet(exchange);
            return;
        }
        exchange.cookie(COOKIE, cookie.get(), Sessions.COOKIE_FOR);
        exchange.redirect(
                switch (subject.get()) {
                    case Operator _ -> OPERATOR_PAGE;
                    case Publisher _ -> SITE_PAGE;
                });
    }

    void sitePage(Exchange exchange) {
        if (subject(exchange) instanceof Publisher(KeyId site)) {
            sites.find(site)
                    .ifPresentOrElse(
                            status -> exchange.page(200, new SitePage(texts()).of(reports.of(status))),
                            () -> exchange.fail(404, "this network does not know the site"));
        } else {
            notYet(exchange);
        }
    }

    void operatorPage(Exchange exchange) {
        if (subject(exchange) instanceof Operator) {
            exchange.page(
                    200, new OperatorPage(texts()).of(health.get(), reports.books(), alarms.latest(), lowest.get()));
        } else {
            notYet(exchange);
        }
    }

    private void answer(Exchange exchange, Subject subject) {
        exchange.answer(200, new AccessLink(OPEN + "?code=" + sessions.code(subject)));
    }

    // A stranger, an address used twice, and a session that is over look the same.
    private static void notYet(Exchange exchange) {
        var html = new Html(texts());
        String title = html.text("signaling.access.title");
        exchange.page(
                401,
                html.page(title, "42rem", "<h1>" + title + "</h1><p>" + html.text("signaling.access.how") + "</p>"));
    }

    private @Nullable Subject subject(Exchange exchange) {
        return sessions.of(exchange.cookie(COOKIE)).orElse(null);
    }

    private static Texts texts() {
        return Texts.of(Locale.getDefault());
    }
}
