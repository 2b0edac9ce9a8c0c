package org.deploynet.command;

import java.util.Locale;
import org.deploynet.control.UploadChoice;
import picocli.CommandLine.ITypeConverter;

/** Reads {@code automatic}, and what {@link RateConverter} reads. */
final class UploadConverter implements ITypeConverter<UploadChoice> {
    private final RateConverter rates = new RateConverter();

    @Override
    public UploadChoice convert(String text) {
        return text.strip().toLowerCase(Locale.ROOT).equals(UploadChoice.AUTOMATIC.toJson())
                ? UploadChoice.AUTOMATIC
                : UploadChoice.of(rates.convert(text));
    }
}
