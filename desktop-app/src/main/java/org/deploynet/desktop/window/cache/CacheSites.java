package org.deploynet.desktop.window.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.CacheFigures.SiteLine;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** The sites of which something is kept, a row each. JavaFX thread only. */
final class CacheSites extends VBox {
    private final Texts texts;
    private final Telling telling;
    private final Paragraph none;
    private final Paragraph refusal = Telling.refusal();
    private final VBox list = Parts.column("cache-sites-list");
    private Map<String, SiteRow> rows = Map.of();

    CacheSites(Texts texts, Telling telling) {
        this.texts = texts;
        this.telling = telling;
        getStyleClass().addAll("card", "cache-sites");
        setId("cache-sites");
        none = new Paragraph(texts.get("desktop.overview.sites.none"), "caption");
        getChildren().addAll(Parts.label(texts.get("desktop.overview.sites"), "section-title"), none, list, refusal);
    }

    void show(List<SiteLine> sites) {
        Parts.show(none, sites.isEmpty());
        Parts.show(list, !sites.isEmpty());
        var next = new LinkedHashMap<String, SiteRow>();
        for (SiteLine site : sites) {
            SiteRow known = rows.get(site.site());
            SiteRow row = known == null ? new SiteRow(site.site(), texts, telling, refusal) : known;
            row.show(site);
            next.put(site.site(), row);
        }
        // Rows stay where they are while the same sites are kept: a focus in one of them must not be lost.
        if (!List.copyOf(next.keySet()).equals(List.copyOf(rows.keySet()))) {
            list.getChildren().setAll(next.values());
        }
        rows = next;
    }
}
