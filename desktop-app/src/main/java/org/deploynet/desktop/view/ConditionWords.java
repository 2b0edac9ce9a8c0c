package org.deploynet.desktop.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.Reason;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineEnd;
import org.deploynet.i18n.Texts;

/** A condition of the engine as a sentence with its reason. A pure function; immutable. */
public final class ConditionWords {
    private static final double AT_THE_LIMIT = 0.95;

    private final Texts texts;
    private final Figures figures;
    private final AllowanceWords allowances;

    public ConditionWords(Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
        this.allowances = new AllowanceWords(texts, figures);
    }

    public Headline of(EngineCondition condition, Instant now) {
        return switch (condition) {
            case EngineCondition.Running(EngineSnapshot snapshot) -> running(snapshot, now);
            case EngineCondition.Starting _ -> plain(Tone.STARTING, "starting", texts.get(Reason.STARTING.textKey()));
            case EngineCondition.Restarting restarting -> restarting(restarting, now);
            case EngineCondition.GivenUp left ->
                new Headline(
                        Tone.PROBLEM,
                        state("given-up"),
                        end(left.end()),
                        false,
                        left.end().lastWords());
            case EngineCondition.Quitting _ ->
                plain(Tone.STARTING, "quitting", texts.get(Reason.SHUTTING_DOWN.textKey()));
        };
    }

    private Headline plain(Tone tone, String state, String reason) {
        return new Headline(tone, state(state), reason, false, "");
    }

    private Headline restarting(EngineCondition.Restarting restarting, Instant now) {
        Duration left = Duration.between(now, restarting.at());
        String sentence = left.toSeconds() < 1
                ? state("restarting-now")
                : texts.get("desktop.state.restarting-in", figures.duration(left));
        return new Headline(
                Tone.PROBLEM,
                sentence,
                end(restarting.end()),
                true,
                restarting.end().lastWords());
    }

    private Headline running(EngineSnapshot snapshot, Instant now) {
        Tone tone = Tone.of(snapshot.condition().state());
        return switch (snapshot.condition().state()) {
            case SHARING -> new Headline(tone, sharing(snapshot), sharingReason(snapshot, now), false, "");
            case PAUSED -> paused(snapshot, now);
            case PROBLEM -> problem(snapshot, now);
            case IDLE -> plain(tone, tone.word(), withLimit(reason(snapshot), snapshot, now));
            case STARTING -> plain(tone, tone.word(), reason(snapshot));
        };
    }

    private String sharing(EngineSnapshot snapshot) {
        return texts.count(
                "desktop.state.sharing.",
                snapshot.browsers().connected(),
                figures.rate(snapshot.transfer().bytesPerSecond()).text());
    }

    private String sharingReason(EngineSnapshot snapshot, Instant now) {
        if (snapshot.condition().reason() != Reason.SERVING_BROWSERS) {
            return withLimit(reason(snapshot), snapshot, now);
        }
        Optional<String> limited = limited(snapshot, now);
        if (limited.isPresent()) {
            return limited.get();
        }
        if (snapshot.usualUpload().isUnlimited()) {
            return texts.get("desktop.reason.free");
        }
        long limit = snapshot.usualUpload().bytesPerSecond();
        boolean atLimit = snapshot.transfer().bytesPerSecond() >= limit * AT_THE_LIMIT;
        return texts.get(
                atLimit ? "desktop.reason.at-limit" : "desktop.reason.below-limit", figures.rateWithBits(limit));
    }

    private String withLimit(String reason, EngineSnapshot snapshot, Instant now) {
        return limited(snapshot, now)
                .map(limit -> texts.get("desktop.figure.both", reason, limit))
                .orElse(reason);
    }

    // Where a rule leaves the usual upload limit as it is, nobody feels it.
    private Optional<String> limited(EngineSnapshot snapshot, Instant now) {
        Allowance allowance = snapshot.allowance();
        return allowance.level() != SharingLevel.LIMITED || allowance.upload().equals(snapshot.usualUpload())
                ? Optional.empty()
                : allowance
                        .because()
                        .map(rule -> texts.get(
                                "desktop.reason.limited",
                                figures.rateWithBits(allowance.upload().bytesPerSecond()),
                                allowances.because(rule, now)));
    }

    private Headline paused(EngineSnapshot snapshot, Instant now) {
        Optional<Instant> until = snapshot.condition().until();
        String sentence = until.map(
                        end -> texts.get("desktop.state.paused-for", figures.duration(Duration.between(now, end))))
                .orElse(state("paused"));
        String reason = snapshot.condition().reason() == Reason.PAUSED_BY_OWNER
                ? until.map(end -> texts.get("desktop.reason.paused-until", figures.moment(end, now)))
                        .orElse(texts.get("desktop.reason.paused-until-resumed"))
                : byRule(snapshot, now);
        return new Headline(Tone.PAUSED, sentence, reason, until.isPresent(), "");
    }

    private String byRule(EngineSnapshot snapshot, Instant now) {
        var condition = snapshot.condition();
        String reason = condition
                .detail()
                .map(detail -> texts.get("desktop.reason.with-detail", reason(snapshot), detail))
                .orElse(reason(snapshot));
        // That one says itself until when.
        return condition
                .until()
                .filter(end -> condition.reason() != Reason.RULE_DATA_PACE)
                .map(end -> texts.get(
                        "desktop.figure.both", reason, texts.get("desktop.reason.goes-on", figures.moment(end, now))))
                .orElse(reason);
    }

    private Headline problem(EngineSnapshot snapshot, Instant now) {
        Optional<Instant> retry = snapshot.signaling().retryAt();
        String next = retry.map(at -> {
                    Duration left = Duration.between(now, at);
                    return left.toSeconds() < 1
                            ? texts.get("desktop.reason.retry-now")
                            : texts.get("desktop.reason.retry-in", figures.duration(left));
                })
                .map(retrying -> texts.get("desktop.figure.both", reason(snapshot), retrying))
                .orElse(reason(snapshot));
        return new Headline(
                Tone.PROBLEM,
                state("problem"),
                next,
                retry.isPresent(),
                snapshot.condition().detail().or(snapshot.signaling()::why).orElse(""));
    }

    private String end(EngineEnd end) {
        return switch (end.how()) {
            case EngineEnd.How.Exited(int code) ->
                switch (code) {
                    case 2, 3, 5, 6, 7 -> texts.get("desktop.end.exited." + code);
                    default -> texts.get("desktop.end.exited", figures.count(code));
                };
            case EngineEnd.How.Killed(int signal) ->
                switch (signal) {
                    case 4, 6, 7, 8, 11 -> texts.get("desktop.end.crashed", figures.count(signal));
                    default -> texts.get("desktop.end.killed", figures.count(signal));
                };
            case EngineEnd.How.Gone _ -> texts.get("desktop.end.gone");
            case EngineEnd.How.Failed _ -> texts.get("desktop.end.failed");
        };
    }

    private String reason(EngineSnapshot snapshot) {
        return texts.get(snapshot.condition().reason().textKey());
    }

    private String state(String word) {
        return texts.get("desktop.state." + word);
    }
}
