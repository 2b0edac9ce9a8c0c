package org.deploynet.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.deploynet.command.publish.PublishFailure;
import org.deploynet.command.publish.SiteDesk;
import org.deploynet.control.words.CreditWords;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.signaling.SiteCaps;
import org.deploynet.signaling.api.CapsReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code deploynet site caps}: what the site pays for at most. */
@Command(name = "caps", mixinStandardHelpOptions = true, description = "${bundle:site.caps.summary}")
final class SiteCapsCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SiteCommand site;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Option(
            names = "--hour",
            paramLabel = "SIZE",
            converter = BytesCap.class,
            description = "${bundle:site.caps.option.hour}")
    private Optional<Cap> hour = Optional.empty();

    @Option(
            names = "--prefix",
            paramLabel = "SIZE",
            converter = BytesCap.class,
            description = "${bundle:site.caps.option.prefix}")
    private Optional<Cap> prefix = Optional.empty();

    @Option(
            names = "--day",
            paramLabel = "CREDITS",
            converter = CreditsCap.class,
            description = "${bundle:site.caps.option.day}")
    private Optional<Cap> day = Optional.empty();

    /** One cap as it was written; {@code most} is absent for {@code none}. */
    record Cap(Optional<Long> most) {}

    @Override
    public Integer call() throws InterruptedException {
        CapsReport now = site.ask(this::changed);
        PrintWriter out = spec.commandLine().getOut();
        new CapsSentences(texts, Locale.getDefault()).of(now).forEach(out::println);
        out.flush();
        return ExitCode.OK.number();
    }

    // What is not named stays as it is.
    private CapsReport changed(SiteDesk desk) throws PublishFailure, InterruptedException {
        CapsReport before = desk.report().caps();
        if (Stream.of(hour, prefix, day).allMatch(Optional::isEmpty)) {
            return before;
        }
        return desk.caps(new SiteCaps(
                hour.map(Cap::most).orElse(before.own().hourBytes()),
                prefix.map(Cap::most).orElse(before.own().prefixBytes()),
                day.map(Cap::most).orElse(before.own().dayMicrocredits())));
    }

    /** Reads {@code 100GB} and {@code none}. */
    static final class BytesCap implements ITypeConverter<Cap> {
        @Override
        public Cap convert(String text) {
            return cap(text, SizeWords::parse, SiteCaps.MAX_BYTES, "as 100GB, up to 1TB, or none");
        }
    }

    /** Reads {@code 12.5} and {@code none}. */
    static final class CreditsCap implements ITypeConverter<Cap> {
        @Override
        public Cap convert(String text) {
            return cap(
                    text, CreditWords::parse, SiteCaps.MAX_MICROCREDITS, "as 12.5 credits, up to 1000000000, or none");
        }
    }

    private interface Reading {
        long read(String text);
    }

    private static Cap cap(String text, Reading reading, long most, String form) {
        if (text.strip().toLowerCase(Locale.ROOT).equals("none")) {
            return new Cap(Optional.empty());
        }
        try {
            long figure = reading.read(text);
            if (figure <= most) {
                return new Cap(Optional.of(figure));
            }
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage() + "; a cap is " + form);
        }
        throw new TypeConversionException("a cap is " + form);
    }
}
