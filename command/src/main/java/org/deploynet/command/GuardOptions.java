package org.deploynet.command;

import java.util.Optional;
import java.util.OptionalLong;
import org.deploynet.protocol.credit.Price;
import org.deploynet.signaling.guard.AlarmRule;
import org.deploynet.signaling.guard.PayCaps;
import picocli.CommandLine.Option;

/** The options about how much a site pays for in an hour, and what of it is unusual. */
final class GuardOptions {
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

    @Option(names = "--alarm-floor", paramLabel = "CREDITS", description = "${bundle:signaling.option.alarm-floor}")
    private long alarmFloor = AlarmRule.DEFAULT.floor() / Price.MICROCREDITS_PER_CREDIT;

    /** @throws IllegalArgumentException where a size is out of bounds */
    PayCaps caps() {
        return new PayCaps(prefixBytes, siteBytes.map(OptionalLong::of).orElse(PayCaps.DEFAULT.siteBytes()));
    }

    /** @throws IllegalArgumentException where the floor is out of bounds */
    AlarmRule alarmRule() {
        return new AlarmRule(Math.multiplyExact(alarmFloor, Price.MICROCREDITS_PER_CREDIT), AlarmRule.DEFAULT.times());
    }
}
