package org.deploynet.desktop.window.limits;

import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.VBox;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.sharing.AlternativeLimits;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.desktop.view.AutomaticWords;
import org.deploynet.desktop.view.CountTyping;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.view.RateTyping;
import org.deploynet.desktop.view.Typing;
import org.deploynet.desktop.view.UploadTyping;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** How fast: the usual limits, the alternative ones and whether they count now, and how many browsers. JavaFX thread only. */
final class SpeedCard extends VBox {
    private final Telling telling;
    private final Texts texts;
    private final Figures figures;
    private final TypedField<UploadChoice> upload;
    private final CheckBox automatic = new CheckBox();
    private final Paragraph automaticNow = new Paragraph("", "caption");
    private final TypedField<Long> download;
    private final TypedField<Long> alternativeUpload;
    private final TypedField<Long> alternativeDownload;
    private final TypedField<Integer> browsers;
    private final CheckBox alternativeNow = new CheckBox();
    private final Paragraph refusal = Telling.refusal();
    private UploadLimit usualUpload = UploadLimit.UNLIMITED;
    private Optional<AlternativeLimits> alternative = Optional.empty();

    SpeedCard(Texts texts, Figures figures, Telling telling) {
        this.texts = texts;
        this.figures = figures;
        this.telling = telling;
        getStyleClass().addAll("card", "form-card");
        Typing<Long> up = RateTyping.upload(texts, figures);
        Typing<Long> down = RateTyping.download(texts, figures);
        upload =
                new TypedField<>("limits-upload", texts.get("desktop.limits.upload"), new UploadTyping(texts, figures));
        download = new TypedField<>("limits-download", texts.get("desktop.limits.download"), down);
        browsers = new TypedField<>(
                "limits-browsers", texts.get("desktop.limits.browsers"), new CountTyping(texts, figures));
        alternativeUpload =
                new TypedField<>("limits-alternative-upload", texts.get("desktop.limits.alternative-upload"), up);
        alternativeDownload =
                new TypedField<>("limits-alternative-download", texts.get("desktop.limits.alternative-download"), down);
        automatic.setId("limits-automatic");
        automatic.setText(texts.get("desktop.limits.automatic-upload"));
        automatic.setMinWidth(USE_PREF_SIZE);
        automatic.setOnAction(pressed -> switchAutomatic());
        automaticNow.setId("limits-automatic-now");
        automaticNow.getStyleClass().add("choice-note");
        alternativeNow.setId("limits-alternative-now");
        alternativeNow.setText(texts.get("desktop.limits.alternative-now"));
        alternativeNow.setAccessibleHelp(texts.get("desktop.limits.alternative-now.note"));
        alternativeNow.setMinWidth(USE_PREF_SIZE);
        alternativeNow.setOnAction(pressed -> switchAlternative());
        var buttons = new Entry(
                "limits-speed", texts, this::send, upload, download, browsers, alternativeUpload, alternativeDownload);
        var note = new Paragraph(texts.get("desktop.limits.alternative-now.note"), "caption");
        note.getStyleClass().add("choice-note");
        getChildren()
                .addAll(
                        Parts.label(texts.get("desktop.limits.speed"), "section-title"),
                        Parts.columns("form-row", upload, download, browsers),
                        Parts.column("form-field", automatic, automaticNow),
                        Parts.columns(
                                "form-row",
                                alternativeUpload,
                                alternativeDownload,
                                Parts.column("switch-place", alternativeNow, note)),
                        refusal,
                        buttons);
    }

    void show(EngineSnapshot usual, AlternativeLimits limits) {
        alternative = Optional.of(limits);
        upload.show(usual.upload());
        usualUpload = usual.usualUpload();
        automatic.setSelected(usual.upload().isAutomatic());
        String now = new AutomaticWords(texts, figures).of(usual.automatic());
        automaticNow.setText(now);
        automatic.setAccessibleHelp(now);
        download.show(usual.filling().limit().bytesPerSecond());
        browsers.show(usual.browsers().atMost());
        alternativeUpload.show(limits.upload().bytesPerSecond());
        alternativeDownload.show(limits.download().bytesPerSecond());
        alternativeNow.setSelected(limits.on());
    }

    // One order of all that was changed: a refusal of the second would otherwise hide behind the success of the third.
    private void send() {
        Optional<UploadChoice> newUpload = upload.change();
        Optional<DownloadLimit> newDownload = download.change().map(DownloadLimit::new);
        Optional<Integer> newBrowsers = browsers.change();
        Optional<AlternativeLimits> newAlternative = changedAlternative();
        telling.tell(
                engine -> {
                    if (newUpload.isPresent()) {
                        engine.limit(newUpload.get());
                    }
                    if (newDownload.isPresent()) {
                        engine.limitDownload(newDownload.get());
                    }
                    if (newBrowsers.isPresent()) {
                        engine.limitBrowsers(newBrowsers.get());
                    }
                    if (newAlternative.isPresent()) {
                        engine.rules(RulesChange.NOTHING.with(SharingRules.ALTERNATIVE, newAlternative.get()));
                    }
                },
                refusal);
    }

    private Optional<AlternativeLimits> changedAlternative() {
        Optional<Long> up = alternativeUpload.change();
        Optional<Long> down = alternativeDownload.change();
        return alternative
                .filter(limits -> up.isPresent() || down.isPresent())
                .map(limits -> new AlternativeLimits(
                        limits.on(),
                        up.map(UploadLimit::new).orElse(limits.upload()),
                        down.map(DownloadLimit::new).orElse(limits.download())));
    }

    // Without it what counts now stays, as a limit of the owner's own.
    private void switchAutomatic() {
        UploadChoice choice = automatic.isSelected() ? UploadChoice.AUTOMATIC : UploadChoice.of(usualUpload);
        telling.tell(engine -> engine.limit(choice), refusal);
    }

    private void switchAlternative() {
        boolean on = alternativeNow.isSelected();
        alternative.ifPresent(limits -> telling.tell(
                engine -> engine.rules(RulesChange.NOTHING.with(
                        SharingRules.ALTERNATIVE, new AlternativeLimits(on, limits.upload(), limits.download()))),
                refusal));
    }
}
