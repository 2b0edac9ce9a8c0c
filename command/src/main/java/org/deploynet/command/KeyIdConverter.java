package org.deploynet.command;

import org.deploynet.protocol.key.KeyId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A key's id as people paste it. */
final class KeyIdConverter implements ITypeConverter<KeyId> {
    @Override
    public KeyId convert(String text) {
        try {
            return new KeyId(text.strip());
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
