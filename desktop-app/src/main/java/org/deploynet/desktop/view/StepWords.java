package org.deploynet.desktop.view;

import java.util.List;
import java.util.stream.IntStream;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.nat.Step;
import org.deploynet.control.nat.Steps;
import org.deploynet.i18n.Texts;

/** What to do on this router, as numbered sentences. */
public final class StepWords {
    private StepWords() {}

    /** May be empty. */
    public static List<String> of(NetworkReport report, Texts texts) {
        List<Step> steps = Steps.of(report);
        return IntStream.range(0, steps.size())
                .mapToObj(i -> texts.get(Step.NUMBERED_KEY, i + 1, sentence(steps.get(i), texts)))
                .toList();
    }

    private static String sentence(Step step, Texts texts) {
        return texts.get(step.textKey(), step.arguments().toArray());
    }
}
