package org.deploynet.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.process.ParentWatch;
import org.deploynet.i18n.Texts;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The {@code deploynet} command line. */
@Command(
        name = "deploynet",
        mixinStandardHelpOptions = true,
        versionProvider = DeployNet.Version.class,
        description = "${bundle:command.summary}")
public final class DeployNet implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            PeerCommand.class,
            StatusCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            LimitCommand.class,
            ScheduleCommand.class,
            DataCommand.class,
            WhenCommand.class,
            ConnectionsCommand.class,
            EarningsCommand.class,
            ReceiptsCommand.class,
            SitesCommand.class,
            DenylistCommand.class,
            IdentityCommand.class,
            DoctorCommand.class,
            PortsCommand.class,
            DrainCommand.class,
            CacheCommand.class,
            PathsCommand.class,
            PublishCommand.class,
            SiteCommand.class,
            SignalingCommand.class,
            DemoCommand.class,
            DemoOriginCommand.class,
            RecordStartCommand.class);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    private DeployNet() {}

    public static void main(String[] arguments) {
        ParentWatch.begin();
        System.exit(commandLine(Texts.of(Locale.getDefault()), arguments).execute(arguments));
    }

    /**
     * The command line with its texts and its rules for failures; a test runs it in its own process. Where {@code arguments}
     * begin with a command it knows that one alone: putting together all of them takes longer than anything else in an engine’s start.
     */
    static CommandLine commandLine(Texts texts, String... arguments) {
        var line = new CommandLine(new DeployNet());
        commandsFor(arguments).forEach(line::addSubcommand);
        line.setResourceBundle(texts.asBundle());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command, parsed, texts));
        return line;
    }

    private static List<Class<?>> commandsFor(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        return COMMANDS.stream()
                .filter(command -> command.getAnnotation(Command.class).name().equals(first))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(COMMANDS);
    }

    /** No subcommand: there is no window yet, so say what there is. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), spec.resourceBundle().getString("command.which"));
    }

    private static int report(Exception failure, CommandLine command, ParseResult parsed, Texts texts) {
        PrintWriter err = command.getErr();
        if (failure instanceof CommandFailure known) {
            err.println(texts.get(known.key(), known.arguments()));
            return known.code().number();
        }
        err.println(texts.get("command.unexpected", parsed.commandSpec().qualifiedName(), String.valueOf(failure)));
        failure.printStackTrace(err);
        return ExitCode.ERROR.number();
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Module module = DeployNet.class.getModule();
            String version = Optional.ofNullable(module.getDescriptor())
                    .flatMap(java.lang.module.ModuleDescriptor::rawVersion)
                    .orElse("development");
            return new String[] {"DeployNet " + version};
        }
    }
}
