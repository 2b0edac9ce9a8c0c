package org.deploynet.command;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.control.words.PauseWords;
import org.deploynet.control.words.RateWords;
import org.deploynet.i18n.Texts;

/** What counts at this moment, why, and until when: a pause by hand first, then the owner's rules. Pure functions. */
record NowSentences(Texts texts, Locale locale, ZoneId zone) {
    static NowSentences here(Texts texts) {
        return new NowSentences(texts, Locale.getDefault(), ZoneId.systemDefault());
    }

    List<String> of(Sharing sharing) {
        EngineSnapshot snapshot = sharing.snapshot();
        Allowance allowance = sharing.report().now();
        if (!snapshot.condition().isForResume()) {
            return List.of(texts.get("command.now", rules(allowance, snapshot.at())));
        }
        String byHand = texts.get(snapshot.condition().reason().textKey())
                + snapshot.condition()
                        .until()
                        .map(end -> " " + until(snapshot.at(), end))
                        .orElse("");
        return Stream.concat(Stream.of(texts.get("command.now", byHand)), besides(allowance, snapshot.at()).stream())
                .toList();
    }

    /** The same, but nothing where all is shared as usual. */
    List<String> ifHeldBack(Sharing sharing) {
        boolean asUsual = sharing.report().now().level() == SharingLevel.FULL
                && !sharing.snapshot().condition().isForResume();
        return asUsual ? List.of() : of(sharing);
    }

    /** What the rules hold back besides what the owner did by hand, if they do. */
    List<String> besides(Allowance allowance, Instant at) {
        return allowance.level() == SharingLevel.FULL
                ? List.of()
                : List.of(texts.get("command.now.besides", rules(allowance, at)));
    }

    /** What the rules allow. */
    String rules(Allowance allowance, Instant at) {
        String upload = allowance.upload().isUnlimited()
                ? texts.get("command.now.unlimited")
                : rate(allowance.upload().bytesPerSecond());
        String download = allowance.download().isUnlimited()
                ? texts.get("command.now.unlimited")
                : rate(allowance.download().bytesPerSecond());
        return switch (allowance.level()) {
            case FULL -> texts.get("command.now.full", upload, download);
            case LIMITED ->
                texts.get("command.now.limited", because(allowance), upload, download) + until(allowance, at);
            case PAUSED -> texts.get("command.now.paused", because(allowance)) + until(allowance, at);
        };
    }

    private String because(Allowance allowance) {
        return allowance.because().map(this::because).orElse("–");
    }

    private String because(Verdict verdict) {
        String words = texts.get(verdict.rule().textKey());
        return verdict.detail().map(detail -> words + " (" + detail + ")").orElse(words);
    }

    private String until(Allowance allowance, Instant at) {
        return allowance
                .because()
                .flatMap(Verdict::until)
                .map(end -> " " + until(at, end))
                .orElse("");
    }

    String until(Instant now, Instant end) {
        return texts.get("command.status.until", moment(end), PauseWords.format(Duration.between(now, end)));
    }

    String moment(Instant instant) {
        return Moments.of(instant, locale, zone);
    }

    String level(SharingLevel level) {
        return texts.get("command.level." + level.name().toLowerCase(Locale.ROOT));
    }

    private String rate(long bytesPerSecond) {
        return RateWords.formatWithBits(bytesPerSecond, locale);
    }
}
