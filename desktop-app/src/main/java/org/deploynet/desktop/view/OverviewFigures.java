package org.deploynet.desktop.view;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.i18n.Texts;

/**
 * A snapshot as the words and figures of the Overview. Immutable.
 *
 * @param cacheFill between 0 and 1
 * @param hasShared whether a byte was ever sent; until then the Overview says what happens next
 */
public record OverviewFigures(
        Figure now,
        String nowInBits,
        Figure today,
        Figure total,
        Figure browsers,
        Card credits,
        Card reachability,
        Card cache,
        double cacheFill,
        String cacheFillSpoken,
        List<SiteLine> sites,
        List<Step> steps,
        boolean hasShared) {

    /** A figure with what there is to say of it; {@code more} may be empty. */
    public record Card(Figure figure, String note, String more) {}

    /** One site kept here; {@code problem} says why it cannot be fetched, where that is so. */
    public record SiteLine(
            String name, String files, String kept, double fraction, String today, Optional<String> problem) {}

    /** One of the steps to the first byte shared. */
    public record Step(boolean done, String title, String note) {}

    /** The connection to the network, for the foot of the navigation. */
    public record Network(boolean connected, String state, String server) {
        public static Network of(EngineSnapshot.Signaling signaling, Texts texts) {
            String link = signaling.link().name().toLowerCase(Locale.ROOT).replace('_', '-');
            return new Network(
                    signaling.link() == EngineSnapshot.Signaling.Link.CONNECTED,
                    texts.get("desktop.network." + link),
                    signaling.address().map(Addresses::name).orElse(""));
        }
    }

    public OverviewFigures {
        sites = List.copyOf(sites);
        steps = List.copyOf(steps);
    }

    public static OverviewFigures of(EngineSnapshot snapshot, Texts texts, Figures figures) {
        return new OverviewComposition(snapshot, texts, figures).compose();
    }
}
