package org.deploynet.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.command.publish.PublishFailure;
import org.deploynet.command.publish.PublisherKey;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.denylist.Denylist;
import org.deploynet.protocol.denylist.SignedDenylist;
import org.deploynet.protocol.key.KeyId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploynet denylist}: for whoever publishes a list. */
@Command(
        name = "denylist",
        mixinStandardHelpOptions = true,
        description = "${bundle:command.denylist.summary}",
        subcommands = DenylistCommand.Sign.class)
final class DenylistCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), spec.resourceBundle().getString("command.which"));
    }

    /** {@code sign IDS OUT}: makes a signed list of ids, one a line. */
    @Command(name = "sign", mixinStandardHelpOptions = true, description = "${bundle:command.denylist.sign}")
    static final class Sign implements Callable<Integer> {
        private static final long MAX_BYTES = 8L * 1024 * 1024;

        private final Texts texts = Texts.of(Locale.getDefault());

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "IDS", description = "${bundle:command.denylist.ids}")
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private Path ids;

        @Parameters(index = "1", paramLabel = "OUT", description = "${bundle:command.denylist.out}")
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private Path out;

        @Option(names = "--key", required = true, paramLabel = "FILE", description = "${bundle:command.denylist.key}")
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private Path key;

        @Option(names = "--name", required = true, description = "${bundle:command.denylist.name}")
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private String name;

        @Option(names = "--sequence", required = true, description = "${bundle:command.denylist.sequence}")
        private long sequence;

        @Option(names = "--days", defaultValue = "30", description = "${bundle:command.denylist.days}")
        private int days;

        @Override
        public Integer call() {
            try {
                Path folder = out.toAbsolutePath().resolveSibling("");
                PublisherKey signer = PublisherKey.open(key, folder);
                Denylist list = list();
                Files.writeString(out, SignedDenylist.sign(list, signer.key()));
                spec.commandLine()
                        .getOut()
                        .println(texts.get(
                                "command.denylist.signed",
                                out,
                                list.entries().size(),
                                signer.key().id().hex()));
                return ExitCode.OK.number();
            } catch (PublishFailure e) {
                throw new CommandFailure(ExitCode.ERROR, e.key(), e.arguments());
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.ERROR, "command.denylist.failed", String.valueOf(e));
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.BAD_USAGE, "command.denylist.bad", String.valueOf(e.getMessage()));
            }
        }

        private Denylist list() throws IOException {
            if (Files.size(ids) > MAX_BYTES) {
                throw new IllegalArgumentException(ids + " is too large");
            }
            List<String> entries = Files.readAllLines(ids, StandardCharsets.UTF_8).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(Sign::entry)
                    .distinct()
                    .toList();
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            return new Denylist(Denylist.VERSION, name, sequence, now, now.plus(Duration.ofDays(days)), entries);
        }

        private static String entry(String id) {
            return id.length() == 2 * ObjectId.BYTES
                    ? Denylist.entry(ObjectId.parse(id))
                    : Denylist.entry(new KeyId(id));
        }
    }
}
