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

    /** What holds for one super-peer. */
    private record Sum(long receipts, long bytes, long microcredits) {
        Sum plus(SignedReceipt.Proven one) {
            return new Sum(receipts + 1, bytes + one.receipt().bytes(), microcredits + one.earned());
        }
    }

    private final Map<KeyId, Sum> byPeer = new HashMap<>();
    private final Set<String> tickets = new HashSet<>();
    private long doubts;

    @Override
    public Integer call() {
        try {
            KeyId by = ReceiptFile.head(file).network();
            KeyId expected = network.orElse(by);
            ReceiptFile.read(file, new ReceiptFile.Reader() {
                @Override
                public void row(long line, ReceiptFile.Row row) {
                    check(line, row, expected);
                }

                @Override
                public void doubt(long line, String why) {
                    ReceiptsVerifyCommand.this.doubt(line, why);
                }
            });
            say(expected);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ERROR, "command.receipts.verify.unreadable", file, e.toString());
        } catch (ProtocolException e) {
            throw new CommandFailure(
                    ExitCode.BAD_USAGE, "command.receipts.verify.other", file, String.valueOf(e.getMessage()));
        }
        return (doubts == 0 ? ExitCode.OK : ExitCode.ERROR).number();
    }

    private void check(long line, ReceiptFile.Row row, KeyId expected) {
        try {
            SignedReceipt.Proven proven = row.signed().verify(expected);
            if (tickets.add(proven.ticket().id())) {
                byPeer.merge(
                        proven.ticket().peer(), new Sum(0, 0, 0).plus(proven), (before, one) -> before.plus(proven));
            } else {
                doubt(
                        line,
                        texts.get(
                                "command.receipts.verify.twice", proven.ticket().id()));
            }
        } catch (ProtocolException e) {
            doubt(line, String.valueOf(e.getMessage()));
        }
    }

    private void doubt(long line, String why) {
        doubts++;
        spec.commandLine().getErr().println(texts.get("command.receipts.verify.doubt", line, why));
    }

    private void say(KeyId expected) {
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
                expected.hex()));
        out.println(texts.get("command.receipts.verify.doubts", doubts));
    }
}
