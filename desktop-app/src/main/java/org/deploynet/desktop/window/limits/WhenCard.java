package org.deploynet.desktop.window.limits;

import java.util.List;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.deploynet.control.Setting;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.desktop.view.LimitsFigures;
import org.deploynet.desktop.view.NameTyping;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** How much is shared on which power and networks, and what happens on the machine, and what it says now. JavaFX thread only. */
final class WhenCard extends VBox {
    private final Texts texts;
    private final Telling telling;
    private final Paragraph refusal = Telling.refusal();
    private final Rule battery;
    private final Rule metered;
    private final Rule vpn;
    private final Rule listed;
    private final NameList networks;
    private final Rule used;
    private final Rule fullScreen;
    private final Rule running;
    private final NameList programs;

    /** One rule: the choice of its level, and what the machine says. */
    private record Rule(Choice<SharingLevel> level, Paragraph now, HBox row) {
        void show(SharingLevel set, String machine) {
            level.show(set);
            now.setText(machine);
        }
    }

    WhenCard(Texts texts, Telling telling) {
        this.texts = texts;
        this.telling = telling;
        getStyleClass().addAll("card", "form-card");
        battery = rule("on-battery", SharingRules.ON_BATTERY);
        metered = rule("on-metered", SharingRules.ON_METERED);
        running = rule("while-running", SharingRules.WHILE_RUNNING);
        vpn = rule("on-vpn", SharingRules.ON_VPN);
        listed = rule("on-networks", SharingRules.ON_NETWORKS);
        used = rule("while-used", SharingRules.WHILE_USED);
        fullScreen = rule("while-full-screen", SharingRules.WHILE_FULL_SCREEN);
        networks = new NameList(
                new NameList.Kind(
                        "network",
                        NameTyping::network,
                        names -> RulesChange.NOTHING.with(SharingRules.NETWORKS, names)),
                texts,
                telling,
                refusal);
        programs = new NameList(
                new NameList.Kind(
                        "program",
                        NameTyping::program,
                        names -> RulesChange.NOTHING.with(SharingRules.APPLICATIONS, names)),
                texts,
                telling,
                refusal);
        getChildren()
                .addAll(
                        Parts.label(texts.get("desktop.limits.when"), "section-title"),
                        battery.row(),
                        metered.row(),
                        vpn.row(),
                        listed.row(),
                        networks,
                        used.row(),
                        fullScreen.row(),
                        running.row(),
                        programs,
                        refusal);
    }

    private Rule rule(String key, Setting<SharingLevel> setting) {
        String title = texts.get("engine.setting." + key);
        var level = new Choice<>(
                key,
                title,
                List.of(SharingLevel.values()),
                each -> texts.get(each.textKey()),
                chosen -> telling.tell(engine -> engine.rules(RulesChange.NOTHING.with(setting, chosen)), refusal));
        var now = new Paragraph("", "caption");
        now.setId(String.join("-", key, "now"));
        var words = Parts.column("form-field", new Paragraph(title), now);
        HBox.setHgrow(words, Priority.ALWAYS);
        return new Rule(level, now, Parts.row("when-row", words, level));
    }

    void show(SharingRules rules, LimitsFigures figures) {
        battery.show(rules.onBattery(), figures.power());
        metered.show(rules.onMetered(), figures.metered());
        vpn.show(rules.onVpn(), figures.vpn());
        listed.show(rules.onNetworks(), figures.networks());
        networks.show(rules.networks());
        used.show(rules.whileUsed(), figures.used());
        fullScreen.show(rules.whileFullScreen(), figures.fullScreen());
        running.show(rules.whileRunning(), figures.running());
        programs.show(rules.applications());
    }
}
