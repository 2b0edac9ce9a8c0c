package org.deploynet.command;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.command.receipts.ReceiptFile;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.PeerControl;
import org.deploynet.control.earnings.HeldReceipt;
import org.deploynet.control.earnings.Receipts;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.key.KeyId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploynet receipts export FILE}: all receipts that are listed one by one, with their signatures. */
@Command(name = "export", mixinStandardHelpOptions = true, description = "${bundle:command.receipts.export.summary}")
final class ReceiptsExportCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Parameters(paramLabel = "FILE", description = "${bundle:command.receipts.export.file}")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        long written = Engine.ask(places.places(), this::export);
        spec.commandLine().getOut().println(texts.get("command.receipts.export.done", written, file));
        return ExitCode.OK.number();
    }

    private long export(PeerControl engine) throws IOException {
        EngineSnapshot now = engine.snapshot();
        KeyId network = now.signaling()
                .network()
                .map(KeyId::new)
                .orElseThrow(() -> new CommandFailure(ExitCode.ERROR, "command.receipts.export.no-network"));
        try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ReceiptFile.write(out, ReceiptFile.Head.of(now.at(), network));
            long written = 0;
            for (HeldReceipt held : Receipts.all(engine)) {
                ReceiptFile.write(out, ReceiptFile.Row.of(held));
                written++;
            }
            return written;
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(ExitCode.ERROR, "command.receipts.export.exists", file);
        }
    }
}
