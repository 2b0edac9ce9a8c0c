package org.deploynet.desktop.window.earnings;

import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import javafx.scene.Node;
import javafx.stage.FileChooser;
import org.deploynet.control.PeerControl;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.view.ConditionWords;
import org.deploynet.desktop.view.EarningsFigures;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.window.Screen;
import org.deploynet.desktop.window.parts.FailureWords;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Questions;
import org.deploynet.desktop.window.parts.ScreenFrame;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** What was earned: measured here, confirmed by the network, and why the two differ. JavaFX thread only. */
public final class EarningsScreen implements Screen {
    private final Texts texts;
    private final Figures figures;
    private final ConditionWords conditions;
    private final Questions<EarningsReport> questions;
    private final AmountsCard amounts;
    private final DaysCard days;
    private final SitesCard sites;
    private final TransferCard transfers;
    private final KeyCard key;
    private final ScreenFrame frame;

    public EarningsScreen(EngineView engine, Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
        this.conditions = new ConditionWords(texts, figures);
        this.questions = new Questions<>(engine, PeerControl::earnings, this::take, this::failed);
        this.amounts = new AmountsCard(texts);
        this.days = new DaysCard(texts, figures);
        this.sites = new SitesCard(texts);
        this.transfers = new TransferCard(texts, new Telling(engine, texts, questions));
        this.key = new KeyCard(texts, new Telling(engine, texts, questions));
        Parts.show(key, false);
        var answer = new Paragraph("", "caption");
        answer.setId("earnings-exported");
        Parts.show(answer, false);
        var export = Parts.row("form-buttons", new ExportMenu(engine, texts, this::place, answer));
        this.frame = new ScreenFrame(
                "earnings",
                texts,
                Parts.scrolling(Parts.column("screen-body", amounts, days, sites, transfers, key, export, answer)));
    }

    private Optional<Path> place(String proposed) {
        var chooser = new FileChooser();
        chooser.setTitle(texts.get("desktop.earnings.export"));
        chooser.setInitialFileName(proposed);
        return Optional.ofNullable(chooser.showSaveDialog(frame.getScene().getWindow()))
                .map(File::toPath);
    }

    @Override
    public String name() {
        return "earnings";
    }

    @Override
    public Ikon icon() {
        return Feather.BAR_CHART_2;
    }

    @Override
    public Node node() {
        return frame;
    }

    @Override
    public void show(EngineCondition condition, Instant at) {
        condition
                .figures()
                .ifPresentOrElse(
                        snapshot -> {
                            frame.showWaiting();
                            snapshot.identity().ifPresent(key::show);
                            Parts.show(key, snapshot.identity().isPresent());
                            questions.take(snapshot.at());
                        },
                        () -> {
                            frame.show(conditions.of(condition, at));
                            frame.showOld(texts.get(
                                    frame.isKnown() ? "desktop.earnings.old" : "desktop.overview.no-figures"));
                        });
    }

    private void take(EarningsReport report) {
        var shown = EarningsFigures.of(report, texts, figures);
        frame.showKnown(shown.headline());
        amounts.show(shown.amounts(), shown.notes());
        days.show(shown);
        sites.show(shown.sites());
        Parts.show(sites, !shown.sites().isEmpty());
        transfers.show(shown);
    }

    private void failed(Throwable failure) {
        frame.showOld(texts.get("desktop.earnings.unanswered", FailureWords.of(failure)));
    }
}
