package org.deploynet.desktop.view;

import java.util.List;
import java.util.regex.Pattern;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.words.CreditWords;
import org.deploynet.i18n.Texts;

/** What is written into the form that gives credits to a site's budget. Pure functions. */
public final class TransferTyping {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{40}");
    private static final int SHORT_ID = 12;

    private TransferTyping() {}

    /** A site by its key's id, and what people call it. */
    public record Target(String site, String name) {}

    /** An amount in microcredits, at least one. */
    public static Typed<Long> credits(String text, Texts texts) {
        try {
            long microcredits = CreditWords.parse(text);
            if (microcredits > 0 && microcredits <= BudgetTransfer.MOST) {
                return new Typed.Counts<>(microcredits, "");
            }
        } catch (IllegalArgumentException e) {
            // As one that is out of bounds.
        }
        return new Typed.Wrong<>(texts.get("desktop.transfer.no-amount"));
    }

    /** One of {@code known} by its name, or any by its key's whole id. */
    public static Typed<Target> site(String text, List<Target> known, Texts texts) {
        String word = text.strip();
        List<Target> meant = known.stream()
                .filter(one -> one.name().equals(word) || one.site().equals(word))
                .toList();
        if (meant.size() == 1) {
            return new Typed.Counts<>(meant.getFirst(), "");
        }
        return KEY.matcher(word).matches()
                ? new Typed.Counts<>(new Target(word, word.substring(0, SHORT_ID)), "")
                : new Typed.Wrong<>(texts.get("desktop.transfer.no-site"));
    }
}
