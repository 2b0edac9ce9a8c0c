package org.deploynet.desktop.view;

import java.util.List;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.i18n.Texts;

/** The name of a program or a network as it is written for a list of such. Pure functions. */
public final class NameTyping {
    private NameTyping() {}

    /** @param listed those that are in the list already */
    public static Typed<String> program(String text, List<String> listed, Texts texts) {
        return text.contains("/") || text.contains("\\")
                ? new Typed.Wrong<>(texts.get("desktop.limits.program.no-path"))
                : read(text, listed, SharingRules.MOST_APPLICATIONS, "desktop.limits.program.", texts);
    }

    /** @param listed those that are in the list already */
    public static Typed<String> network(String text, List<String> listed, Texts texts) {
        return read(text, listed, SharingRules.MOST_NETWORKS, "desktop.limits.network.", texts);
    }

    private static Typed<String> read(String text, List<String> listed, int most, String words, Texts texts) {
        String name = text.strip();
        if (name.isEmpty() || name.length() > SharingRules.LONGEST_NAME) {
            return new Typed.Wrong<>(texts.get(words + "length", SharingRules.LONGEST_NAME));
        }
        if (listed.contains(name)) {
            return new Typed.Wrong<>(texts.get(words + "listed", name));
        }
        return listed.size() < most ? new Typed.Counts<>(name, "") : new Typed.Wrong<>(texts.get(words + "most", most));
    }
}
