package org.deploynet.desktop.tray;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.PeerControl.Watching;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.view.ConditionWords;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.view.Headline;
import org.deploynet.i18n.Texts;

/** What the tray shows of a condition: a pure function. Immutable. */
public final class TrayWords {
    private static final List<UploadLimit> LIMITS = Stream.of(500_000L, 1_000_000L, 2_000_000L, 5_000_000L, 10_000_000L)
            .map(UploadLimit::new)
            .toList();
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final Texts texts;
    private final Figures figures;
    private final ConditionWords conditions;

    public TrayWords(Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
        this.conditions = new ConditionWords(texts, figures);
    }

    public TrayFace face(EngineCondition condition, ZonedDateTime now) {
        Headline headline = conditions.of(condition, now.toInstant());
        return new TrayFace(
                TrayShape.of(condition),
                texts.get("desktop.name"),
                withRates(headline.sentence(), condition),
                headline.reason(),
                menu(condition, now));
    }

    /** How long it may be shown as it is while nothing changes but the time; empty where it says nothing of time. */
    public Optional<Duration> showableFor(EngineCondition condition, Instant now) {
        if (condition instanceof EngineCondition.Running(EngineSnapshot snapshot)) {
            return endsByItself(snapshot) ? Optional.of(Watching.TRAY.every()) : Optional.empty();
        }
        return conditions.of(condition, now).counting() ? Optional.of(A_SECOND) : Optional.empty();
    }

    private static boolean endsByItself(EngineSnapshot snapshot) {
        return snapshot.condition().until().isPresent()
                || snapshot.signaling().retryAt().isPresent()
                || snapshot.allowance().because().flatMap(Verdict::until).isPresent();
    }

    /** What is told once, beginning anew. */
    Announcements announcements() {
        return new Announcements(texts);
    }

    private String withRates(String sentence, EngineCondition condition) {
        return condition
                .figures()
                .map(snapshot -> texts.get(
                        "desktop.tray.headline",
                        sentence,
                        figures.rate(snapshot.transfer().bytesPerSecond()).text(),
                        figures.rate(snapshot.fetched().bytesPerSecond()).text()))
                .orElse(sentence);
    }

    private List<MenuEntry> menu(EngineCondition condition, ZonedDateTime now) {
        var menu = new ArrayList<MenuEntry>();
        menu.add(new MenuEntry.Line("status", status(condition, now.toInstant())));
        condition.figures().ifPresent(snapshot -> menu.add(new MenuEntry.Line("today", today(snapshot))));
        condition.figures().ifPresent(snapshot -> menu.add(new MenuEntry.Line("reachability", reachability(snapshot))));
        menu.add(new MenuEntry.Separator("line-1"));
        menu.add(choice("open", "desktop.tray.open", new TrayAction.OpenWindow()));
        menu.add(new MenuEntry.Separator("line-2"));
        switch (condition) {
            case EngineCondition.Running(EngineSnapshot snapshot) -> {
                menu.add(pauseOrResume(snapshot, now));
                condition.figures().ifPresent(known -> menu.add(limits(known)));
                menu.add(new MenuEntry.Separator("line-3"));
            }
            case EngineCondition.Restarting _, EngineCondition.GivenUp _ -> {
                menu.add(choice("start-again", "desktop.action.start-again", new TrayAction.StartAgain()));
                menu.add(new MenuEntry.Separator("line-3"));
            }
            case EngineCondition.Starting _, EngineCondition.Quitting _ -> {}
        }
        menu.add(choice("quit", "desktop.tray.quit", new TrayAction.Quit()));
        return menu;
    }

    private String status(EngineCondition condition, Instant now) {
        Headline headline = conditions.of(condition, now);
        return texts.get("desktop.tray.status." + headline.tone().word(), headline.sentence());
    }

    private String today(EngineSnapshot snapshot) {
        return texts.get(
                "desktop.tray.today",
                figures.size(snapshot.transfer().todayBytes()).text(),
                figures.credits(snapshot.credits().today()));
    }

    private String reachability(EngineSnapshot snapshot) {
        return texts.get(
                "desktop.tray.reachability", texts.get(snapshot.nat().type().nameKey()));
    }

    private MenuEntry pauseOrResume(EngineSnapshot snapshot, ZonedDateTime now) {
        if (snapshot.condition().isForResume()) {
            return choice("resume", "desktop.action.resume", new TrayAction.Resume());
        }
        List<MenuEntry> lengths = Stream.of(PauseLength.values())
                .<MenuEntry>map(length ->
                        new MenuEntry.Choice("pause-" + length.key(), words(length, now), new TrayAction.Pause(length)))
                .toList();
        return new MenuEntry.Submenu("pause", texts.get("desktop.action.pause"), lengths);
    }

    private String words(PauseLength length, ZonedDateTime now) {
        return switch (length) {
            case QUARTER_HOUR -> texts.get("desktop.action.pause.quarter");
            case HOUR -> texts.get("desktop.action.pause.hour");
            case FOUR_HOURS -> texts.get("desktop.action.pause.four-hours");
            case TOMORROW ->
                texts.get(
                        "desktop.action.pause.tomorrow",
                        figures.time(now.plus(length.from(now).orElseThrow()).toInstant()));
            case UNTIL_RESUMED -> texts.get("desktop.action.pause.until-resumed");
        };
    }

    private MenuEntry limits(EngineSnapshot now) {
        var choices = new ArrayList<>(LIMITS);
        now.upload()
                .fixed()
                .filter(own -> !own.isUnlimited() && !choices.contains(own))
                .ifPresent(choices::add);
        choices.sort((one, other) -> Long.compare(one.bytesPerSecond(), other.bytesPerSecond()));
        choices.add(UploadLimit.UNLIMITED);
        List<MenuEntry> options = Stream.concat(
                        Stream.of(UploadChoice.AUTOMATIC), choices.stream().map(UploadChoice::of))
                .<MenuEntry>map(choice -> option(choice, choice.equals(now.upload())))
                .toList();
        return new MenuEntry.Submenu("limit", texts.get("desktop.tray.limit", words(now)), options);
    }

    private MenuEntry option(UploadChoice choice, boolean chosen) {
        String key = "limit-" + (choice.isUnlimited() ? "none" : choice.toJson().toString());
        String text = choice.fixed()
                .map(limit -> limit.isUnlimited() ? words(limit) : figures.rateWithBits(limit.bytesPerSecond()))
                .orElse(texts.get("desktop.tray.automatic"));
        return new MenuEntry.Option(key, text, new TrayAction.Limit(choice), chosen);
    }

    private String words(EngineSnapshot now) {
        return now.upload().isAutomatic()
                ? texts.get("desktop.tray.automatic-now", words(now.usualUpload()))
                : words(now.usualUpload());
    }

    private String words(UploadLimit limit) {
        return limit.isUnlimited()
                ? texts.get("desktop.tray.unlimited")
                : figures.rate(limit.bytesPerSecond()).text();
    }

    private MenuEntry choice(String key, String textKey, TrayAction action) {
        return new MenuEntry.Choice(key, texts.get(textKey), action);
    }
}
