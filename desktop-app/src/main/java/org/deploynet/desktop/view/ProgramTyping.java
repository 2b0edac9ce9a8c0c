package org.deploynet.desktop.view;

import java.util.List;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.i18n.Texts;

/** The name of a program as it is written for a list of such. A pure function. */
public final class ProgramTyping {
    private ProgramTyping() {}

    /** @param listed those that are in the list already */
    public static Typed<String> read(String text, List<String> listed, Texts texts) {
        String name = text.strip();
        if (name.isEmpty() || name.length() > SharingRules.LONGEST_NAME) {
            return new Typed.Wrong<>(texts.get("desktop.limits.program.length", SharingRules.LONGEST_NAME));
        }
        if (name.contains("/") || name.contains("\\")) {
            return new Typed.Wrong<>(texts.get("desktop.limits.program.no-path"));
        }
        if (listed.contains(name)) {
            return new Typed.Wrong<>(texts.get("desktop.limits.program.listed", name));
        }
        return listed.size() < SharingRules.MOST_APPLICATIONS
                ? new Typed.Counts<>(name, "")
                : new Typed.Wrong<>(texts.get("desktop.limits.program.most", SharingRules.MOST_APPLICATIONS));
    }
}
