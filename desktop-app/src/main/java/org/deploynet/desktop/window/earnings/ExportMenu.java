package org.deploynet.desktop.window.earnings;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.deploynet.control.PeerControl;
import org.deploynet.control.earnings.EarningsCsv;
import org.deploynet.control.earnings.Receipts;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.window.parts.FailureWords;
import org.deploynet.desktop.window.parts.FxThread;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Writes one of the tables into a file that the owner names. JavaFX thread only. */
final class ExportMenu extends MenuButton {
    private final EngineView engine;
    private final Texts texts;
    private final Function<String, Optional<Path>> places;
    private final Paragraph answer;

    private interface Table {
        void write(PeerControl engine, Writer out) throws IOException;
    }

    /**
     * @param places asks the owner where to write a file of the proposed name
     * @param answer where it is said what became of it
     */
    ExportMenu(EngineView engine, Texts texts, Function<String, Optional<Path>> places, Paragraph answer) {
        super(texts.get("desktop.earnings.export"), Parts.icon(Feather.DOWNLOAD));
        this.engine = engine;
        this.texts = texts;
        this.places = places;
        this.answer = answer;
        setId("earnings-export");
        setMinWidth(USE_PREF_SIZE);
        getItems()
                .addAll(
                        item(
                                "days",
                                (from, out) -> EarningsCsv.days(from.earnings().days(), out)),
                        item(
                                "sites",
                                (from, out) -> EarningsCsv.sites(from.earnings().sites(), out)),
                        item(
                                "transfers",
                                (from, out) -> EarningsCsv.transfers(
                                        from.earnings().spending().transfers(), out)),
                        item("receipts", (from, out) -> EarningsCsv.receipts(Receipts.all(from), out)));
    }

    private MenuItem item(String which, Table table) {
        var item = new MenuItem(texts.get("desktop.earnings.export." + which));
        item.setId("earnings-export-" + which);
        item.setOnAction(chosen -> places.apply(EarningsCsv.fileName(which)).ifPresent(place -> write(table, place)));
        return item;
    }

    private void write(Table table, Path place) {
        FxThread.deliver(
                engine.ask(from -> {
                    try (Writer out = Files.newBufferedWriter(place)) {
                        table.write(from, out);
                    }
                    return place;
                }),
                (written, failure) -> {
                    answer.setText(failure.map(why -> texts.get("desktop.earnings.export.failed", FailureWords.of(why)))
                            .orElse(texts.get("desktop.earnings.export.done", place)));
                    Parts.show(answer, true);
                });
    }
}
