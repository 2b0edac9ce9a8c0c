package org.deploynet.command;

import org.deploynet.control.sharing.DataCap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a day on which a month of accounting may begin. */
final class DayOfMonthConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        try {
            int day = Integer.parseInt(text);
            return new DataCap(DataCap.NONE.bytes(), DataCap.Counts.BOTH, day, true).resetDay();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("\"" + text + "\" is no day of a month from 1 to 31");
        }
    }
}
