package org.deploynet.command;

import java.util.Locale;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.FillHours;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.sharing.AlternativeLimits;
import org.deploynet.control.words.RateWords;
import org.deploynet.i18n.Texts;

/** The owner's limits in words. Pure functions. */
record LimitSentences(Texts texts, Locale locale) {
    String upload(EngineSnapshot snapshot) {
        return snapshot.automatic().map(this::automatic).orElseGet(() -> usual(snapshot.usualUpload()));
    }

    private String usual(UploadLimit limit) {
        return limit.isUnlimited()
                ? texts.get("command.status.unlimited")
                : texts.get("command.status.limit", rate(limit.bytesPerSecond()));
    }

    private String automatic(EngineSnapshot.Automatic now) {
        String limit = texts.get("command.status.automatic", rate(now.limit().bytesPerSecond()));
        String line = now.measuredBytesPerSecond()
                .map(measured -> texts.get("command.status.automatic.measured", rate(measured)))
                .orElse(texts.get("command.status.automatic.unmeasured"));
        String today = now.steppedAsideToday() == 0
                ? texts.get("command.status.automatic.never")
                : texts.count("command.status.automatic.aside.", now.steppedAsideToday());
        return String.join(" ", limit, line, today);
    }

    String download(DownloadLimit limit) {
        return limit.isUnlimited()
                ? texts.get("command.status.download-unlimited")
                : texts.get("command.status.download-limit", rate(limit.bytesPerSecond()));
    }

    String hours(FillHours hours) {
        return hours.isAnyTime()
                ? texts.get("command.status.any-time")
                : texts.get(
                        "command.status.fill-hours",
                        hours.from().toString(),
                        hours.to().toString());
    }

    String browsers(int atOnce) {
        return texts.get("command.limit.browsers-now", String.valueOf(atOnce));
    }

    String alternative(AlternativeLimits limits) {
        return texts.get(
                limits.on() ? "command.limit.alternative-on" : "command.limit.alternative-off",
                limits.upload().isUnlimited()
                        ? texts.get("command.now.unlimited")
                        : rate(limits.upload().bytesPerSecond()),
                limits.download().isUnlimited()
                        ? texts.get("command.now.unlimited")
                        : rate(limits.download().bytesPerSecond()));
    }

    private String rate(long bytesPerSecond) {
        return RateWords.formatWithBits(bytesPerSecond, locale);
    }
}
