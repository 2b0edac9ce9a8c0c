package org.deploynet.signaling.web;

import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.signaling.api.PairCount;

/** Which classes of super-peers and browsers connect, as a table of HTML: counts, and no address. */
final class PairTable {
    static final String STYLE = """
            section{margin:1.5rem 0}
            h2{font-size:1rem;font-weight:600;margin:0 0 .25rem}
            table{width:100%;border-collapse:collapse;margin-top:.75rem;background:var(--card);font-variant-numeric:tabular-nums}
            th,td{border:1px solid var(--line);padding:.375rem .75rem;text-align:start;font-size:.875rem}
            th{color:var(--quiet);font-weight:400}
            td.number{text-align:end}
            """;

    private static final List<String> COLUMNS = List.of("superPeer", "browser", "tried", "connected", "relayed");

    private final Texts texts;

    PairTable(Texts texts) {
        this.texts = texts;
    }

    String of(List<PairCount> pairs) {
        if (pairs.isEmpty()) {
            return "";
        }
        var html = new StringBuilder("<section><h2>" + text("signaling.pairs.title") + "</h2><p>"
                + text("signaling.pairs.days") + "</p><table><thead><tr>");
        COLUMNS.forEach(column -> html.append("<th scope=\"col\">")
                .append(text("signaling.pairs." + column))
                .append("</th>"));
        html.append("</tr></thead><tbody>");
        pairs.forEach(pair -> html.append("<tr>")
                .append(cell("", name(pair.peer())))
                .append(cell("", browser(pair)))
                .append(number(pair.tried()))
                .append(number(pair.connected()))
                .append(number(pair.relayed()))
                .append("</tr>"));
        return html.append("</tbody></table></section>").toString();
    }

    private String browser(PairCount pair) {
        return pair.ipv6() ? text("signaling.pairs.ipv6", name(pair.visitor())) : name(pair.visitor());
    }

    private String name(Reachability reachability) {
        return text("signaling.pairs.class." + reachability.name().toLowerCase(Locale.ROOT));
    }

    private static String number(long value) {
        return cell(
                " class=\"number\"",
                NumberFormat.getIntegerInstance(Locale.ENGLISH).format(value));
    }

    private static String cell(String attributes, String words) {
        return "<td" + attributes + ">" + words + "</td>";
    }

    private String text(String key, Object... arguments) {
        return texts.get(key, arguments).replace("&", "&amp;").replace("<", "&lt;");
    }
}
