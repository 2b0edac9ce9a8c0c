package org.deploynet.command;

import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.words.CreditWords;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 12.5} credits, at least a microcredit. */
final class CreditsConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            long microcredits = CreditWords.parse(text);
            if (microcredits > 0 && microcredits <= BudgetTransfer.MOST) {
                return microcredits;
            }
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
        throw new TypeConversionException(
                "from 0.000001 to " + CreditWords.exact(BudgetTransfer.MOST) + " credits can be given");
    }
}
