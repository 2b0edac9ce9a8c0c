package org.deploynet.desktop.window.earnings;

import java.util.List;
import java.util.Optional;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.deploynet.control.words.CreditWords;
import org.deploynet.desktop.view.EarningsFigures;
import org.deploynet.desktop.view.EarningsFigures.Transfer;
import org.deploynet.desktop.view.TransferTyping;
import org.deploynet.desktop.view.TransferTyping.Target;
import org.deploynet.desktop.view.Typed;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.SureQuestion;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.desktop.window.parts.WordsTable;
import org.deploynet.i18n.Texts;

/** Gives credits to a site's budget, after a question, and says what became of each order. JavaFX thread only. */
final class TransferCard extends VBox {
    private static final double ROW = 30;
    private static final double HEAD = 40;
    private static final int MOST_ROWS = 5;

    private final Texts texts;
    private final Telling telling;
    private final TextField amount = new TextField();
    private final TextField site = new TextField();
    private final Button give = new Button();
    private final Paragraph mistake = new Paragraph("", "caption");
    private final SureQuestion<Gift> question;
    private final Paragraph done = new Paragraph("", "caption");
    private final Paragraph refusal = Telling.refusal();
    private final WordsTable<Transfer> table;
    private List<Target> known = List.of();

    /** What is written in both fields, once it can count. */
    private record Gift(long microcredits, Target target) {}

    TransferCard(Texts texts, Telling telling) {
        this.texts = texts;
        this.telling = telling;
        this.question = new SureQuestion<>("transfer", texts, this::order);
        this.table = new WordsTable<>(
                "transfers",
                List.of(
                        WordsTable.words(texts.get("desktop.transfer.column.at"), Transfer::at),
                        WordsTable.words(texts.get("desktop.earnings.column.site"), Transfer::site),
                        WordsTable.figure(texts.get("desktop.transfer.column.credits"), Transfer::credits),
                        WordsTable.words(texts.get("desktop.transfer.column.state"), Transfer::state)));
        getStyleClass().addAll("card", "form-card");
        setId("transfer");
        field(amount, "transfer-amount", "desktop.transfer.amount");
        field(site, "transfer-site", "desktop.transfer.site");
        HBox.setHgrow(site, Priority.ALWAYS);
        give.setId("transfer-give");
        give.setText(texts.get("desktop.transfer.give"));
        give.setMinWidth(USE_PREF_SIZE);
        give.setOnAction(pressed -> ask());
        mistake.setId("transfer-mistake");
        done.setId("transfer-done");
        table.setFixedCellSize(ROW);
        getChildren()
                .addAll(
                        Parts.label(texts.get("desktop.transfer.title"), "section-title"),
                        new Paragraph(texts.get("desktop.transfer.note"), "caption"),
                        Parts.row("form-row", amount, site, give),
                        mistake,
                        question,
                        done,
                        refusal,
                        table);
        Parts.show(done, false);
        written();
    }

    private void field(TextField field, String id, String key) {
        field.setId(id);
        field.setPromptText(texts.get(key));
        field.setAccessibleText(texts.get(key));
        field.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        field.setOnAction(entered -> ask());
        field.textProperty().subscribe(text -> written());
    }

    void show(EarningsFigures shown) {
        known = shown.targets();
        List<Transfer> transfers = shown.transfers();
        table.show(transfers);
        table.setPrefHeight(HEAD + ROW * Math.clamp(transfers.size(), 1, MOST_ROWS));
        table.setMinHeight(table.getPrefHeight());
        Parts.show(table, !transfers.isEmpty());
    }

    // What was asked about another amount or site is not asked any more.
    private void written() {
        question.forget();
        String wrong = amount.getText().isBlank() && site.getText().isBlank()
                ? ""
                : mistakeOf(TransferTyping.credits(amount.getText(), texts))
                        .or(() -> mistakeOf(TransferTyping.site(site.getText(), known, texts)))
                        .orElse("");
        mistake.setText(wrong);
        Parts.show(mistake, !wrong.isEmpty());
        give.setDisable(gift().isEmpty());
    }

    private static <T> Optional<String> mistakeOf(Typed<T> typed) {
        return typed instanceof Typed.Wrong<T>(String why) ? Optional.of(why) : Optional.empty();
    }

    private Optional<Gift> gift() {
        return TransferTyping.credits(amount.getText(), texts) instanceof Typed.Counts<Long> credits
                        && TransferTyping.site(site.getText(), known, texts) instanceof Typed.Counts<Target> target
                ? Optional.of(new Gift(credits.value(), target.value()))
                : Optional.empty();
    }

    private void ask() {
        Parts.show(done, false);
        gift().ifPresent(this::ask);
    }

    private void ask(Gift gift) {
        question.ask(
                gift,
                texts.get(
                        "desktop.transfer.question",
                        CreditWords.exact(gift.microcredits()),
                        gift.target().name(),
                        gift.target().site()),
                texts.get("desktop.transfer.yes"));
    }

    private void order(Gift gift) {
        telling.ask(
                engine -> engine.transfer(gift.target().site(), gift.microcredits()),
                ordered -> {
                    amount.setText("");
                    site.setText("");
                    done.setText(texts.get(
                            "desktop.transfer.ordered",
                            CreditWords.exact(ordered.microcredits()),
                            gift.target().name()));
                    Parts.show(done, true);
                },
                refusal);
    }
}
