package org.deploynet.command;

import java.util.concurrent.Callable;
import org.deploynet.control.sharing.WeekPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code deploynet schedule clear}: full at any hour. */
@Command(name = "clear", mixinStandardHelpOptions = true, description = "${bundle:command.schedule.clear.summary}")
final class ScheduleClearCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private ScheduleCommand schedule;

    @Override
    public Integer call() {
        return schedule.change(week -> WeekPlan.ALWAYS_FULL);
    }
}
