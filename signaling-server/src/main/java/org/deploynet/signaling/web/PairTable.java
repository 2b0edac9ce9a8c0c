package org.deploynet.signaling.web;

import java.util.List;
import java.util.Locale;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.signaling.api.PairCount;

/** Which classes of super-peers and browsers connect: counts, and no address. */
final class PairTable {
    private static final List<String> COLUMNS = List.of(
            "signaling.pairs.superPeer",
            "signaling.pairs.browser",
            "signaling.pairs.tried",
            "signaling.pairs.connected",
            "signaling.pairs.relayed");

    private final Html html;

    PairTable(Html html) {
        this.html = html;
    }

    String of(List<PairCount> pairs) {
        if (pairs.isEmpty()) {
            return "";
        }
        return html.table(
                "signaling.pairs.title",
                html.text("signaling.pairs.days"),
                COLUMNS,
                2,
                pairs.stream().map(this::row).toList());
    }

    private List<String> row(PairCount pair) {
        return List.of(
                name(html, pair.peer()),
                pair.ipv6()
                        ? html.text("signaling.pairs.ipv6", name(html, pair.visitor()))
                        : name(html, pair.visitor()),
                Html.number(pair.tried()),
                Html.number(pair.connected()),
                Html.number(pair.relayed()));
    }

    static String name(Html html, Reachability reachability) {
        return html.text("signaling.pairs.class." + reachability.name().toLowerCase(Locale.ROOT));
    }
}
