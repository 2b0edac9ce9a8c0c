package org.deploynet.command;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.control.CacheReport;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code deploynet cache policy lru}: says or sets what makes way first. */
@Command(name = "policy", mixinStandardHelpOptions = true, description = "${bundle:command.cache.policy.summary}")
final class CachePolicyCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "POLICY",
            converter = PolicyConverter.class,
            description = "${bundle:command.cache.policy.kind}")
    private Optional<EvictionPolicy> policy = Optional.empty();

    @Override
    public Integer call() {
        CacheReport now = Engine.ask(places.places(), engine -> {
            if (policy.isPresent()) {
                engine.evictBy(policy.get());
            }
            return engine.cache();
        });
        String key = now.policy().key();
        spec.commandLine()
                .getOut()
                .println(texts.get(
                        "command.cache.policy.now",
                        key,
                        texts.get(now.policy().textKey()),
                        texts.get(now.policy().reasonKey())));
        return ExitCode.OK.number();
    }

    /** Reads {@code w-tinylfu}. */
    static final class PolicyConverter implements ITypeConverter<EvictionPolicy> {
        @Override
        public EvictionPolicy convert(String text) {
            try {
                return EvictionPolicy.of(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
