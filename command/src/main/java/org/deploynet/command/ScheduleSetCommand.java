package org.deploynet.command;

import java.time.DayOfWeek;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.deploynet.control.sharing.SharingLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet schedule set mon-fri 08:00-18:00 limited}: the rest of the week stays. */
@Command(name = "set", mixinStandardHelpOptions = true, description = "${bundle:command.schedule.set.summary}")
final class ScheduleSetCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private ScheduleCommand schedule;

    @Parameters(index = "0", paramLabel = "DAYS", description = "${bundle:command.schedule.set.days}")
    private String days = "";

    @Parameters(index = "1", paramLabel = "HOURS", description = "${bundle:command.schedule.set.hours}")
    private String hours = "";

    @Parameters(index = "2", paramLabel = "LEVEL", description = "${bundle:command.schedule.set.level}")
    private SharingLevel level = SharingLevel.FULL;

    @Override
    public Integer call() {
        Set<DayOfWeek> meant = read("DAYS", days, WeekWords::days);
        WeekWords.Hours span = read("HOURS", hours, WeekWords::hours);
        return schedule.change(week -> WeekWords.with(week, meant, span, level));
    }

    private <T> T read(String label, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), label + ": " + e.getMessage());
        }
    }
}
