package org.deploynet.desktop.window.limits;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.desktop.view.CapTyping;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.view.LimitsFigures;
import org.deploynet.desktop.view.LimitsFigures.Warning;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.StretchBar;
import org.deploynet.desktop.window.parts.StretchBar.Stretch;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** How much may cross the line in a month, and how much has. JavaFX thread only. */
final class DataCard extends VBox {
    private static final int LAST_DAY = 31;

    private final Texts texts;
    private final Telling telling;
    private final TypedField<Optional<Long>> cap;
    private final Choice<DataCap.Counts> counts;
    private final Choice<Integer> resetDay;
    private final CheckBox paced = new CheckBox();
    private final StretchBar bar = new StretchBar();
    private final Paragraph used = new Paragraph("", "data-used");
    private final VBox lines = Parts.column("data-lines");
    private final Paragraph doubt = new Paragraph("", "state-failed");
    private final Paragraph refusal = Telling.refusal();
    private DataCap set = DataCap.NONE;
    private List<String> shown = List.of();

    DataCard(Texts texts, Figures figures, Telling telling) {
        this.texts = texts;
        this.telling = telling;
        getStyleClass().addAll("card", "form-card");
        cap = new TypedField<>("data-cap", texts.get("desktop.limits.data.cap"), new CapTyping(texts));
        counts = new Choice<>(
                "data-counts",
                texts.get("desktop.limits.data.counts"),
                List.of(DataCap.Counts.values()),
                each -> texts.get(each.textKey()),
                chosen -> send(now -> new DataCap(now.bytes(), chosen, now.resetDay(), now.paced())));
        resetDay = new Choice<>(
                "data-reset-day",
                texts.get("desktop.limits.data.reset-day"),
                IntStream.rangeClosed(1, LAST_DAY).boxed().toList(),
                day -> texts.get("desktop.limits.data.day", figures.count(day)),
                chosen -> send(now -> new DataCap(now.bytes(), now.counts(), chosen, now.paced())));
        prepare();
        var buttons = new Entry("data-cap", texts, this::sendCap, cap);
        getChildren()
                .addAll(
                        Parts.label(texts.get("desktop.limits.data"), "section-title"),
                        Parts.columns("form-row", cap, labelled("reset-day", resetDay)),
                        buttons,
                        refusal,
                        labelled("counts", counts),
                        paced,
                        Parts.column("data-lines", used, bar, lines),
                        doubt);
    }

    private void prepare() {
        paced.setId("data-paced");
        paced.setText(texts.get("desktop.limits.data.paced"));
        paced.setAccessibleHelp(texts.get("desktop.limits.data.paced.note"));
        paced.setMinWidth(USE_PREF_SIZE);
        paced.setOnAction(pressed -> {
            boolean on = paced.isSelected();
            send(now -> new DataCap(now.bytes(), now.counts(), now.resetDay(), on));
        });
        bar.setId("data-bar");
        used.setId("data-used");
        bar.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        bar.getStyleClass().add("data-bar");
    }

    private VBox labelled(String key, Choice<?> choice) {
        Label label = Parts.label(texts.get("desktop.limits.data." + key), "caption");
        label.setLabelFor(choice);
        choice.setMaxWidth(Double.MAX_VALUE);
        choice.setMinWidth(0);
        return Parts.column("form-field", label, choice);
    }

    void show(DataCap rule, LimitsFigures.Data data) {
        set = rule;
        cap.show(rule.bytes());
        counts.show(rule.counts());
        resetDay.show(rule.resetDay());
        paced.setSelected(rule.paced());
        // Without a cap there is nothing to share out.
        paced.setDisable(rule.bytes().isEmpty());
        Parts.show(bar, rule.bytes().isPresent());
        bar.show(List.of(
                new Stretch(data.earlier(), "data-earlier"),
                new Stretch(data.today(), "data-today"),
                new Stretch(Math.max(0, 1 - data.earlier() - data.today()), "fill-room")));
        for (Warning warning : Warning.values()) {
            pseudoClassStateChanged(
                    PseudoClass.getPseudoClass(warning.name().toLowerCase(Locale.ROOT)), warning == data.warning());
        }
        bar.setAccessibleText(String.join(" ", data.lines()));
        showLines(data.lines());
        data.doubt().ifPresent(doubt::setText);
        Parts.show(doubt, data.doubt().isPresent());
    }

    private void showLines(List<String> words) {
        // The first one says how near the cap is.
        used.setText(words.getFirst());
        List<String> rest = words.subList(1, words.size());
        if (!rest.equals(shown)) {
            shown = List.copyOf(rest);
            lines.getChildren()
                    .setAll(rest.stream()
                            .map(line -> new Paragraph(line, "caption"))
                            .toList());
        }
    }

    private void sendCap() {
        cap.change().ifPresent(bytes -> send(now -> new DataCap(bytes, now.counts(), now.resetDay(), now.paced())));
    }

    private void send(UnaryOperator<DataCap> change) {
        DataCap next = change.apply(set);
        telling.tell(engine -> engine.rules(RulesChange.NOTHING.with(SharingRules.DATA_CAP, next)), refusal);
    }
}
