package org.deploynet.command;

import org.deploynet.control.EngineConfig;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how many browsers at once. */
final class BrowsersConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        try {
            int count = Integer.parseInt(text);
            if (EngineConfig.BROWSERS.bound().allows(count)) {
                return count;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new TypeConversionException("\"" + text + "\" is not a number from 1 to 10000");
    }
}
