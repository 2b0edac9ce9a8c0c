package org.deploynet.desktop.assembly;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.deploynet.control.place.Places;
import org.deploynet.control.process.Display;
import org.deploynet.control.process.ParentWatch;
import org.deploynet.i18n.Texts;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploynet} without a further word: the desktop application. Exit codes as of the command line. */
@Command(name = "deploynet", mixinStandardHelpOptions = true, description = "${bundle:desktop.run.summary}")
public final class DesktopMain implements Callable<Integer> {
    private static final int OK = 0;
    private static final int ERROR = 1;
    private static final int BAD_USAGE = 2;

    private static final Logger BUS_LOG = Logger.getLogger("org.freedesktop.dbus");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private FolderOptions folders = new FolderOptions();

    @Option(names = "--background", description = "${bundle:desktop.run.background}")
    private boolean background;

    @Option(names = "--attach", description = "${bundle:desktop.run.attach}")
    private boolean attach;

    @Option(names = "--signaling", paramLabel = "URL", description = "${bundle:command.peer.signaling}")
    private Optional<String> signaling = Optional.empty();

    @Parameters(paramLabel = "-- OPTIONS", arity = "0..64", description = "${bundle:desktop.run.engine-options}")
    private List<String> engineOptions = List.of();

    private final Texts texts;

    private DesktopMain(Texts texts) {
        this.texts = texts;
    }

    public static void main(String[] arguments) {
        ParentWatch.begin();
        // It tells each connection it makes; a field because the JDK keeps loggers only as long as somebody else does.
        BUS_LOG.setLevel(Level.WARNING);
        Texts texts = Texts.ofEnvironment(System.getenv());
        System.exit(new CommandLine(new DesktopMain(texts))
                .setResourceBundle(texts.asBundle())
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Places places;
        try {
            places = folders.places();
        } catch (IllegalArgumentException e) {
            return say(BAD_USAGE, "command.place.bad", String.valueOf(e.getMessage()));
        }
        if (!Display.isThere()) {
            return say(ERROR, "desktop.run.no-display");
        }
        Optional<OnlyOne> onlyOne = OnlyOne.become(places);
        if (onlyOne.isEmpty()) {
            return secondStart(places);
        }
        try (OnlyOne first = onlyOne.get();
                var application = new DesktopAssembly(places, engineOptions(), attach, texts)) {
            first.listen(application::openWindow);
            application.run(background);
            return OK;
        }
    }

    private int secondStart(Places places) throws InterruptedException {
        if (background) {
            return OK;
        }
        try {
            OnlyOne.askToShow(places);
            return say(OK, "desktop.run.shown");
        } catch (IOException e) {
            return say(ERROR, "desktop.run.not-shown", String.valueOf(e.getMessage()));
        }
    }

    private List<String> engineOptions() {
        var options = new ArrayList<String>();
        signaling.ifPresent(address -> options.addAll(List.of("--signaling", address)));
        options.addAll(engineOptions);
        return options;
    }

    private int say(int code, String key, Object... arguments) {
        var out = code == OK ? spec.commandLine().getOut() : spec.commandLine().getErr();
        out.println(texts.get(key, arguments));
        out.flush();
        return code;
    }
}
