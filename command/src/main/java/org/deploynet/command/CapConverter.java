package org.deploynet.command;

import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.words.SizeWords;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 250 GB} and {@code none}. */
final class CapConverter implements ITypeConverter<CapConverter.Cap> {
    /** The most bytes of a month; empty is no cap. */
    record Cap(Optional<Long> bytes) {}

    @Override
    public Cap convert(String text) {
        if (text.strip().toLowerCase(Locale.ROOT).equals("none")) {
            return new Cap(Optional.empty());
        }
        try {
            Optional<Long> bytes = Optional.of(SizeWords.parse(text));
            return new Cap(new DataCap(bytes, DataCap.Counts.BOTH, 1, true).bytes());
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage() + "; a cap is as 250 GB, up to 1000 TB, or none");
        }
    }
}
