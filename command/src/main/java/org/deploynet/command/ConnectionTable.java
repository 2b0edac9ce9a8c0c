package org.deploynet.command;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.deploynet.control.BrowserConnection;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.words.PauseWords;
import org.deploynet.control.words.RateWords;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;

/** The browsers connected, a line each. Pure functions. */
record ConnectionTable(Texts texts, Locale locale, ZoneId zone) {
    private static final int SHORTEST_ID = 4;
    private static final int SITE_ID = 12;
    private static final List<String> COLUMNS =
            List.of("id", "site", "since", "rate", "sent", "wants", "path", "receipt");
    private static final List<String> FIGURES = List.of("rate", "sent", "wants");

    List<String> of(List<BrowserConnection> connections, EngineSnapshot snapshot) {
        if (connections.isEmpty()) {
            return List.of(texts.get("command.connections.none"));
        }
        int shown = idLength(connections.stream().map(BrowserConnection::id).toList());
        return TextTable.lines(
                COLUMNS.stream()
                        .map(column -> TextTable.column(
                                texts.get("command.connections.column." + column), FIGURES.contains(column)))
                        .toList(),
                connections.stream()
                        .map(connection -> row(connection, snapshot, shown))
                        .toList());
    }

    /** How many letters of each id tell it from every other one. */
    static int idLength(Collection<String> ids) {
        int longest = ids.stream().mapToInt(String::length).max().orElse(0);
        return IntStream.range(SHORTEST_ID, longest)
                .filter(length ->
                        ids.stream().map(id -> start(id, length)).distinct().count() == ids.size())
                .findFirst()
                .orElse(Math.max(longest, SHORTEST_ID));
    }

    static String start(String id, int length) {
        return id.substring(0, Math.min(length, id.length()));
    }

    /** The host of a site, or the beginning of its id where it is not kept any more. */
    static String site(BrowserConnection connection, EngineSnapshot snapshot) {
        return snapshot.sites().stream()
                .filter(site -> site.site().equals(connection.site()))
                .findFirst()
                .map(site -> SiteNames.host(site.origin()))
                .orElse(start(connection.site(), SITE_ID));
    }

    private List<String> row(BrowserConnection connection, EngineSnapshot snapshot, int shown) {
        return List.of(
                start(connection.id(), shown),
                site(connection, snapshot),
                since(connection.since(), snapshot.at()),
                RateWords.format(connection.bytesPerSecond(), locale),
                SizeWords.format(connection.sentBytes(), locale),
                String.valueOf(connection.wants()),
                texts.get("command.connections.path." + connection.path().name().toLowerCase(Locale.ROOT)),
                texts.get(connection.owesReceipt() ? "command.connections.owed" : "command.connections.not-owed"));
    }

    private String since(Instant since, Instant now) {
        String time = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                .withLocale(locale)
                .withZone(zone)
                .format(since);
        return texts.get("command.connections.since", time, PauseWords.format(Duration.between(since, now)));
    }
}
