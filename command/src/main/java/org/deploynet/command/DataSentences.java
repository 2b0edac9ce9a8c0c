package org.deploynet.command;

import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.DataUse;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;

/** The month's data in words: the cap, what was used of it, today's part, where the month would end. Pure functions. */
record DataSentences(Texts texts, Locale locale) {
    List<String> of(DataCap cap, DataUse use) {
        var lines = new ArrayList<String>();
        lines.add(cap(cap));
        lines.add(used(cap, use));
        lines.add(today(use));
        lines.add(use.forecastBytes()
                .map(end -> texts.get("command.data.forecast", size(end)))
                .orElse(texts.get("command.data.no-forecast")));
        return lines;
    }

    private String cap(DataCap cap) {
        String counts = texts.get(cap.counts().textKey());
        String day = String.valueOf(cap.resetDay());
        return cap.bytes()
                .map(most -> texts.get("command.data.cap", SizeWords.exact(most), counts, day) + " "
                        + texts.get(cap.paced() ? "command.data.paced" : "command.data.not-paced"))
                .orElse(texts.get("command.data.no-cap", counts, day));
    }

    private String used(DataCap cap, DataUse use) {
        String upload = size(use.upBytes());
        String download = size(use.downBytes());
        return cap.bytes()
                .map(most -> texts.get(
                        "command.data.used-of",
                        size(use.usedBytes()),
                        SizeWords.exact(most),
                        percent(use.usedBytes(), most),
                        date(use.from()),
                        upload,
                        download,
                        size(Math.max(0, most - use.usedBytes())),
                        date(use.until())))
                .orElse(texts.get("command.data.used", date(use.from()), upload, download, date(use.until())));
    }

    private String today(DataUse use) {
        return use.todayAllowanceBytes()
                .map(most -> texts.get("command.data.today-of", size(use.todayBytes()), size(most)))
                .orElse(texts.get("command.data.today", size(use.todayBytes())));
    }

    // Rounded down: 100 is all. Of no bytes at all everything is used.
    private String percent(long part, long whole) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setRoundingMode(RoundingMode.DOWN);
        return format.format(whole == 0 ? 1 : (double) part / whole);
    }

    private String date(LocalDate date) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .format(date);
    }

    private String size(long bytes) {
        return SizeWords.format(bytes, locale);
    }
}
