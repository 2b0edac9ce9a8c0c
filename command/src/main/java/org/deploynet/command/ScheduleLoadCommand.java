package org.deploynet.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.MalformedJsonException;
import org.deploynet.control.sharing.WeekPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code deploynet schedule load FILE}: what {@code schedule --json} printed, perhaps changed by hand. */
@Command(name = "load", mixinStandardHelpOptions = true, description = "${bundle:command.schedule.load.summary}")
final class ScheduleLoadCommand implements Callable<Integer> {
    private static final Path STANDARD_INPUT = Path.of("-");

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private ScheduleCommand schedule;

    @Parameters(paramLabel = "FILE|-", description = "${bundle:command.schedule.load.file}")
    private Path file = STANDARD_INPUT;

    @Override
    public Integer call() {
        WeekPlan plan = plan();
        return schedule.change(week -> plan);
    }

    private WeekPlan plan() {
        try {
            return ControlJson.convert(ControlJson.parse(bytes()), WeekPlan.class);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "command.schedule.load.missing", file.toString());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.BAD_USAGE, "command.schedule.load.unreadable", file.toString(), String.valueOf(e));
        } catch (MalformedJsonException e) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "command.schedule.load.bad", file.toString());
        }
    }

    private byte[] bytes() throws IOException {
        try (InputStream in = file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(file)) {
            byte[] read = in.readNBytes(ControlJson.MAX_REQUEST_BYTES);
            if (read.length == ControlJson.MAX_REQUEST_BYTES) {
                throw new IOException("too long for a week plan");
            }
            return read;
        }
    }
}
