package org.deploynet.command;

import org.deploynet.control.UploadLimit;
import org.deploynet.control.words.RateWords;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 5 MB/s}, {@code 40 Mbit/s}, {@code unlimited}. */
final class RateConverter implements ITypeConverter<UploadLimit> {
    @Override
    public UploadLimit convert(String text) {
        try {
            return RateWords.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
