package org.deploynet.command;

import org.deploynet.control.nat.PortChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code automatic}, {@code off} and {@code 50000-50015}. */
final class PortsConverter implements ITypeConverter<PortChoice> {
    @Override
    public PortChoice convert(String text) {
        try {
            return PortChoice.ofJson(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
