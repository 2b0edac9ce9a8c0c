package org.deploynet.desktop.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deploynet.control.BrowserConnection;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.LinkPath;
import org.deploynet.i18n.Texts;

/** The browsers connected now as the words and figures of the Connections screen. Immutable. */
public record ConnectionLines(String title, List<Line> lines) {
    private static final int SHORT_ID = 8;

    /** One browser; beside its words it has what the table sorts by. {@code id} is this link's. */
    public record Line(String id, String site, Since since, Amount rate, Amount sent, Amount wants, String note) {}

    /** When it came, and for how long that is. */
    public record Since(Instant at, String words) implements Comparable<Since> {
        @Override
        public int compareTo(Since other) {
            return at.compareTo(other.at);
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** A number with its words. */
    public record Amount(long number, String words) implements Comparable<Amount> {
        @Override
        public int compareTo(Amount other) {
            return Long.compare(number, other.number);
        }

        @Override
        public String toString() {
            return words;
        }
    }

    public ConnectionLines {
        lines = List.copyOf(lines);
    }

    /** {@code snapshot} names the sites and the time. */
    public static ConnectionLines of(
            List<BrowserConnection> connections, EngineSnapshot snapshot, Texts texts, Figures figures) {
        Map<String, String> names = snapshot.sites().stream()
                .collect(Collectors.toMap(
                        EngineSnapshot.Site::site, site -> Addresses.name(site.origin()), (one, other) -> one));
        return new ConnectionLines(
                texts.count("desktop.connections.title.", connections.size()),
                connections.stream()
                        .map(each -> line(each, names, snapshot.at(), texts, figures))
                        .toList());
    }

    private static Line line(
            BrowserConnection each, Map<String, String> names, Instant now, Texts texts, Figures figures) {
        // A site that was assigned after the snapshot has no name yet.
        String unknown = each.site().substring(0, Math.min(SHORT_ID, each.site().length()));
        return new Line(
                each.id(),
                names.getOrDefault(each.site(), unknown),
                new Since(each.since(), figures.duration(Duration.between(each.since(), now))),
                new Amount(
                        each.bytesPerSecond(),
                        figures.rate(each.bytesPerSecond()).text()),
                new Amount(each.sentBytes(), figures.size(each.sentBytes()).text()),
                new Amount(each.wants(), figures.count(each.wants())),
                texts.get("desktop.connections.note." + note(each)));
    }

    // The usual has no note: nothing of what is not known yet, either.
    private static String note(BrowserConnection of) {
        boolean relayed = of.path() == LinkPath.RELAYED;
        if (relayed && of.owesReceipt()) {
            return "both";
        }
        return relayed ? "relayed" : of.owesReceipt() ? "owed" : "none";
    }
}
