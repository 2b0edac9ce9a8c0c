package org.deploynet.command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.WeekPlan;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploynet schedule}: the week plan as a grid, or as JSON. */
@Command(
        name = "schedule",
        mixinStandardHelpOptions = true,
        description = "${bundle:command.schedule.summary}",
        subcommands = {ScheduleSetCommand.class, ScheduleClearCommand.class, ScheduleLoadCommand.class})
final class ScheduleCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Option(names = "--json", description = "${bundle:command.schedule.json}")
    private boolean json;

    @Override
    public Integer call() {
        Sharing sharing = Engine.ask(places.places(), Sharing::of);
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(WeekSentences.json(sharing.report().rules().week()));
            return ExitCode.OK.number();
        }
        return say(sharing);
    }

    /** Makes another plan of the one that counts, and says what counts from then on. */
    int change(UnaryOperator<WeekPlan> change) {
        return say(Engine.ask(places.places(), engine -> {
            WeekPlan next = change.apply(engine.sharing().rules().week());
            engine.rules(RulesChange.NOTHING.with(SharingRules.WEEK, next));
            return Sharing.of(engine);
        }));
    }

    private int say(Sharing sharing) {
        NowSentences now = NowSentences.here(texts);
        List<String> week = new WeekSentences(texts, now).of(sharing.report());
        Stream.concat(week.stream(), now.of(sharing).stream())
                .forEach(spec.commandLine().getOut()::println);
        return ExitCode.OK.number();
    }
}
