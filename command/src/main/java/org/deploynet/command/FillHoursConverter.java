package org.deploynet.command;

import org.deploynet.control.FillHours;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 22:00-07:00} and {@code any}. */
final class FillHoursConverter implements ITypeConverter<FillHours> {
    @Override
    public FillHours convert(String text) {
        try {
            return FillHours.ofJson(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
