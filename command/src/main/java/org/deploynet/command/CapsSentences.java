package org.deploynet.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.words.CreditWords;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.signaling.SiteCaps;
import org.deploynet.signaling.api.CapsReport;

/** What a site pays for at most, in words. Pure functions. */
record CapsSentences(Texts texts, Locale locale) {
    List<String> of(CapsReport report) {
        SiteCaps holds = report.effective();
        return List.of(
                texts.get(
                        "site.caps.hour",
                        size(holds.hourBytes()),
                        size(report.own().hourBytes()),
                        size(report.network().hourBytes())),
                texts.get(
                        "site.caps.prefix",
                        size(holds.prefixBytes()),
                        size(report.own().prefixBytes()),
                        size(report.network().prefixBytes())),
                holds.dayMicrocredits()
                        .map(most -> texts.get(
                                "site.caps.day",
                                CreditWords.exact(most),
                                credits(report.spentToday()),
                                credits(report.setAside())))
                        .orElseGet(() -> texts.get(
                                "site.caps.day.none", credits(report.spentToday()), credits(report.setAside()))));
    }

    private String size(Optional<Long> bytes) {
        return bytes.map(SizeWords::exact).orElseGet(() -> texts.get("site.caps.none"));
    }

    private String credits(long microcredits) {
        return CreditWords.format(microcredits, locale);
    }
}
