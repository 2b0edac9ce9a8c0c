package org.deploynet.signaling.web;

import java.text.NumberFormat;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.deploynet.i18n.Texts;
import org.deploynet.signaling.api.Health;

/** The page at {@code /}: what this server is and how much it does now. No script, nothing from elsewhere. */
final class StatusPage {
    private static final String STYLE = """
            :root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--text:#1b1f24;--quiet:#5c6570;--line:#e3e6ea;--good:#1a7f4b}
            @media(prefers-color-scheme:dark){:root{--ground:#14171a;--card:#1d2125;--text:#e8eaed;--quiet:#9aa3ad;--line:#2c3238;--good:#4cc38a}}
            *{box-sizing:border-box}
            body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--text);
            font:16px/1.5 system-ui,sans-serif}
            main{width:min(42rem,100% - 2rem);padding:2rem 0}
            h1{font-size:1.5rem;font-weight:600;margin:0 0 .25rem}
            p{margin:0;color:var(--quiet)}
            .state{color:var(--good);font-weight:600}
            dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1px;margin:1.5rem 0;
            background:var(--line);border:1px solid var(--line);border-radius:12px;overflow:hidden}
            dl div{background:var(--card);padding:1rem 1.25rem;display:flex;flex-direction:column-reverse}
            dt{color:var(--quiet);font-size:.875rem}
            dd{margin:0;font-size:1.75rem;font-weight:600;font-variant-numeric:tabular-nums}
            code{font:.875rem ui-monospace,monospace;overflow-wrap:anywhere;color:var(--text)}
            """;

    private record Figure(String key, long value) {}

    private final Texts texts;

    StatusPage(Texts texts) {
        this.texts = texts;
    }

    String of(Health health) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                + "<title>" + text("signaling.page.title") + "</title><style>" + STYLE + PairTable.STYLE
                + "</style></head><body><main>"
                + "<h1>" + text("signaling.page.title") + "</h1>"
                + "<p><span class=\"state\">" + text("signaling.page.running") + "</span> · "
                + text("signaling.page.uptime", uptime(health)) + "</p>"
                + off(health)
                + alarms(health)
                + "<dl>" + figures(health) + "</dl>"
                + new PairTable(texts).of(health.pairs())
                + "<p>" + text("signaling.page.network") + "<br><code>" + health.network() + "</code></p>"
                + "</main></body></html>";
    }

    private String off(Health health) {
        if (health.peersOff()) {
            return "<p><strong>" + text("signaling.status.off.all") + "</strong></p>";
        }
        return health.sitesOff() == 0
                ? ""
                : "<p><strong>" + text("signaling.status.off", health.sitesOff()) + "</strong></p>";
    }

    private String alarms(Health health) {
        return health.alarms() == 0
                ? ""
                : "<p><strong>" + text("signaling.page.alarms", health.alarms()) + "</strong></p>";
    }

    private String figures(Health health) {
        var html = new StringBuilder();
        for (Figure figure : List.of(
                new Figure("signaling.page.superPeers", health.superPeers()),
                new Figure("signaling.page.visitors", health.visitors()),
                new Figure("signaling.page.sites", health.sites()),
                new Figure("signaling.page.links", health.links()))) {
            html.append("<div><dt>")
                    .append(text(figure.key()))
                    .append("</dt><dd>")
                    .append(NumberFormat.getIntegerInstance(Locale.ENGLISH).format(figure.value()))
                    .append("</dd></div>");
        }
        return html.toString();
    }

    private String uptime(Health health) {
        Duration up = Duration.ofMillis(health.uptimeMillis());
        return up.toDays() > 0
                ? text("signaling.page.days", up.toDays(), up.toHoursPart())
                : text("signaling.page.hours", up.toHours(), up.toMinutesPart());
    }

    private String text(String key, Object... arguments) {
        return texts.get(key, arguments).replace("&", "&amp;").replace("<", "&lt;");
    }
}
