package org.deploynet.command;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.control.place.Places;
import org.deploynet.control.sites.DenylistReport;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.key.KeyId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet sites denylist}: the lists that are subscribed to; its subcommands change which. */
@Command(
        name = "denylist",
        mixinStandardHelpOptions = true,
        description = "${bundle:command.denylists.summary}",
        subcommands = {
            SitesDenylistCommand.Show.class,
            SitesDenylistCommand.Add.class,
            SitesDenylistCommand.Remove.class,
            SitesDenylistCommand.Refresh.class
        })
final class SitesDenylistCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SitesCommand sites;

    @Override
    public Integer call() {
        return say(sentences()
                .denylists(Engine.ask(places(), engine -> engine.sites().denylists())));
    }

    private Places places() {
        return sites.places();
    }

    private SitesSentences sentences() {
        return new SitesSentences(texts, Locale.getDefault(), ZoneId.systemDefault());
    }

    private int say(List<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
        return ExitCode.OK.number();
    }

    /** An address of the web, or of a file here; a plain path is one, too. */
    private static String address(String written) {
        return written.matches("[a-z]+:.*") && URI.create(written).getScheme() != null
                ? written
                : Path.of(written).toAbsolutePath().normalize().toUri().toString();
    }

    /** {@code list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "${bundle:command.denylists.list}")
    static final class Show implements Callable<Integer> {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private SitesDenylistCommand lists;

        @Override
        public Integer call() {
            return lists.call();
        }
    }

    /** {@code add ADDRESS}. */
    @Command(name = "add", mixinStandardHelpOptions = true, description = "${bundle:command.denylists.add}")
    static final class Add implements Callable<Integer> {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private SitesDenylistCommand lists;

        @Parameters(paramLabel = "ADDRESS", description = "${bundle:command.denylists.address}")
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private String address;

        @Option(
                names = "--key",
                paramLabel = "ID",
                converter = KeyIdConverter.class,
                description = "${bundle:command.denylists.key}")
        private Optional<KeyId> key = Optional.empty();

        @Override
        public Integer call() {
            DenylistReport list =
                    Engine.ask(lists.places(), engine -> engine.addDenylist(address(address), key.map(KeyId::hex)));
            return lists.say(List.of(
                    lists.texts.get("command.denylists.added", list.key()),
                    lists.sentences().denylist(list)));
        }
    }

    /** {@code remove ADDRESS}. */
    @Command(name = "remove", mixinStandardHelpOptions = true, description = "${bundle:command.denylists.remove}")
    static final class Remove implements Callable<Integer> {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private SitesDenylistCommand lists;

        @Parameters(paramLabel = "ADDRESS", description = "${bundle:command.denylists.address}")
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private String address;

        @Override
        public Integer call() {
            Engine.ask(lists.places(), engine -> {
                engine.removeDenylist(address(address));
                return address;
            });
            return lists.say(List.of(lists.texts.get("command.denylists.removed", address)));
        }
    }

    /** {@code refresh}. */
    @Command(name = "refresh", mixinStandardHelpOptions = true, description = "${bundle:command.denylists.refresh}")
    static final class Refresh implements Callable<Integer> {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private SitesDenylistCommand lists;

        @Override
        public Integer call() {
            Engine.ask(lists.places(), engine -> {
                engine.refreshDenylists();
                return engine;
            });
            return lists.call();
        }
    }
}
