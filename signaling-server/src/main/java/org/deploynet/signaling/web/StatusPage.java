package org.deploynet.signaling.web;

import java.time.Duration;
import java.util.List;
import org.deploynet.i18n.Texts;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.web.Html.Figure;

/** The page at {@code /}: what this server is and how much it does now. */
final class StatusPage {
    private final Html html;

    StatusPage(Texts texts) {
        this.html = new Html(texts);
    }

    String of(Health health) {
        String title = html.text("signaling.page.title");
        return html.page(
                title,
                "42rem",
                "<h1>" + title + "</h1>"
                        + "<p><span class=\"state\">" + html.text("signaling.page.running") + "</span> · "
                        + html.text("signaling.page.uptime", uptime(health)) + "</p>"
                        + off(health)
                        + alarms(health)
                        + figures(health)
                        + new PairTable(html).of(health.pairs())
                        + "<p>" + html.text("signaling.page.network") + "<br>" + Html.id(health.network()) + "</p>");
    }

    private String off(Health health) {
        if (health.peersOff()) {
            return strong("signaling.status.off.all");
        }
        return health.sitesOff() == 0 ? "" : strong("signaling.status.off", health.sitesOff());
    }

    private String alarms(Health health) {
        return health.alarms() == 0 ? "" : strong("signaling.page.alarms", health.alarms());
    }

    private String strong(String key, Object... arguments) {
        return "<p><strong>" + html.text(key, arguments) + "</strong></p>";
    }

    private String figures(Health health) {
        return html.figures(List.of(
                new Figure("signaling.page.superPeers", Html.number(health.superPeers())),
                new Figure("signaling.page.visitors", Html.number(health.visitors())),
                new Figure("signaling.page.sites", Html.number(health.sites())),
                new Figure("signaling.page.links", Html.number(health.links()))));
    }

    private String uptime(Health health) {
        Duration up = Duration.ofMillis(health.uptimeMillis());
        return up.toDays() > 0
                ? html.text("signaling.page.days", up.toDays(), up.toHoursPart())
                : html.text("signaling.page.hours", up.toHours(), up.toMinutesPart());
    }
}
