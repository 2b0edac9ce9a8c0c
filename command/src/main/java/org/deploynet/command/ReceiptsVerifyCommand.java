package org.deploynet.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.deploynet.command.receipts.ReceiptFile;
import org.deploynet.control.words.CreditWords;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.SignedReceipt;
import org.deploynet.protocol.key.KeyId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploynet receipts verify FILE}: checks every signature without asking anybody; 1 when one is in doubt. */
@Command(name = "verify", mixinStandardHelpOptions = true, description = "${bundle:command.receipts.verify.summary}")
final class ReceiptsVerifyCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "${bundle:command.receipts.verify.file}")
    private Path file = Path.of("");

    @Option(
            names = "--network",
            paramLabel = "ID",
            converter = KeyIdConverter.class,
            description = "${bundle:command.receipts.verify.network}")
    private Optional<KeyId> network = Optional.empty();

    @Override
    public Integer call() {
        var checked = new Checked();
        try {
            ReceiptFile.read(file, checked);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ERROR, "command.receipts.verify.unreadable", file, e.toString());
        } catch (ProtocolException e) {
            throw new CommandFailure(
                    ExitCode.BAD_USAGE, "command.receipts.verify.other", file, String.valueOf(e.getMessage()));
        }
        checked.say();
        return (checked.doubts == 0 ? ExitCode.OK : ExitCode.ERROR).number();
    }

    /** What holds for one super-peer. */
    private record Sum(long receipts, long bytes, long microcredits) {
        static Sum of(SignedReceipt.Proven one) {
            return new Sum(1, one.receipt().bytes(), one.earned());
        }

        Sum plus(Sum other) {
            return new Sum(receipts + other.receipts, bytes + other.bytes, microcredits + other.microcredits);
        }
    }

    /** The file as far as it was read; doubts are said as they come. */
    private final class Checked implements ReceiptFile.Reader {
        private final Map<KeyId, Sum> byPeer = new HashMap<>();
        private final Set<String> tickets = new HashSet<>();
        private Optional<KeyId> by = network;
        private long doubts;

        @Override
        public void head(ReceiptFile.Head head) {
            by = network.or(() -> Optional.of(head.network()));
        }

        @Override
        public void row(long line, ReceiptFile.Row row) {
            try {
                SignedReceipt.Proven proven = row.signed().verify(by.orElseThrow());
                String ticket = proven.ticket().id();
                if (tickets.add(ticket)) {
                    byPeer.merge(proven.ticket().peer(), Sum.of(proven), Sum::plus);
                } else {
                    doubt(line, texts.get("command.receipts.verify.twice", ticket));
                }
            } catch (ProtocolException e) {
                doubt(line, String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void doubt(long line, String why) {
            doubts++;
            spec.commandLine().getErr().println(texts.get("command.receipts.verify.doubt", line, why));
        }

        void say() {
            PrintWriter out = spec.commandLine().getOut();
            Locale locale = Locale.getDefault();
            byPeer.forEach((peer, sum) -> out.println(texts.get(
                    "command.receipts.verify.hold",
                    sum.receipts(),
                    peer.hex(),
                    SizeWords.format(sum.bytes(), locale),
                    CreditWords.format(sum.microcredits(), locale))));
            out.println(texts.get(
                    network.isPresent() ? "command.receipts.verify.by" : "command.receipts.verify.by-file",
                    by.orElseThrow().hex()));
            out.println(texts.get("command.receipts.verify.doubts", doubts));
        }
    }
}
