package org.deploynet.command;

import java.util.Optional;
import java.util.OptionalLong;
import org.deploynet.signaling.guard.PayCaps;
import picocli.CommandLine.Option;

/** The options about how much is paid for in an hour. */
final class PayCapOptions {
    @Option(
            names = "--prefix-cap",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "${bundle:signaling.option.prefix-cap}")
    private long prefixBytes = PayCaps.DEFAULT.prefixBytes();

    @Option(
            names = "--site-cap",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "${bundle:signaling.option.site-cap}")
    private Optional<Long> siteBytes = Optional.empty();

    /** @throws IllegalArgumentException where a size is out of bounds */
    PayCaps caps() {
        return new PayCaps(prefixBytes, siteBytes.map(OptionalLong::of).orElse(PayCaps.DEFAULT.siteBytes()));
    }
}
