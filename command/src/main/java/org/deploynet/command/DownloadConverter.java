package org.deploynet.command;

import org.deploynet.control.DownloadLimit;
import org.deploynet.control.words.RateWords;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** As {@link RateConverter}, for what comes in. */
final class DownloadConverter implements ITypeConverter<DownloadLimit> {
    @Override
    public DownloadLimit convert(String text) {
        try {
            return new DownloadLimit(RateWords.parse(text).bytesPerSecond());
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
