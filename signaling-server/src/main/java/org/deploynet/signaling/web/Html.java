package org.deploynet.signaling.web;

import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.deploynet.i18n.Texts;

/** Pages of the server: one look, words from the bundle, everything escaped, no script and nothing from elsewhere. */
final class Html {
    private static final String STYLE = """
            :root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--text:#1b1f24;--quiet:#5c6570;--line:#e3e6ea;--good:#1a7f4b;--bad:#b3261e;--bar:#2f6fde}
            @media(prefers-color-scheme:dark){:root{--ground:#14171a;--card:#1d2125;--text:#e8eaed;--quiet:#9aa3ad;--line:#2c3238;--good:#4cc38a;--bad:#ff8a80;--bar:#6ea0ff}}
            *{box-sizing:border-box}
            body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--text);
            font:16px/1.5 system-ui,sans-serif}
            main{width:min(var(--wide,42rem),100% - 2rem);padding:2rem 0}
            h1{font-size:1.5rem;font-weight:600;margin:0 0 .25rem}
            p{margin:0;color:var(--quiet)}
            .state{color:var(--good);font-weight:600}
            .bad{color:var(--bad);font-weight:600}
            dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1px;margin:1.5rem 0;
            background:var(--line);border:1px solid var(--line);border-radius:12px;overflow:hidden}
            dl div{background:var(--card);padding:1rem 1.25rem;display:flex;flex-direction:column-reverse;justify-content:flex-end}
            dt{color:var(--quiet);font-size:.875rem}
            dd{margin:0;font-size:1.75rem;font-weight:600;font-variant-numeric:tabular-nums}
            code{font:.875rem ui-monospace,monospace;overflow-wrap:anywhere;color:var(--text)}
            section{margin:1.5rem 0}
            h2{font-size:1rem;font-weight:600;margin:0 0 .25rem}
            table{width:100%;border-collapse:collapse;margin-top:.75rem;background:var(--card);font-variant-numeric:tabular-nums}
            th,td{border:1px solid var(--line);padding:.375rem .75rem;text-align:start;font-size:.875rem}
            th{color:var(--quiet);font-weight:400}
            .number{text-align:end}
            meter{width:100%;min-width:6rem;height:.75rem}
            """;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    static final double MICRO = 1e6;
    private static final double GIGA = 1e9;

    private final Texts texts;

    Html(Texts texts) {
        this.texts = texts;
    }

    /** A whole page; {@code body} is HTML. */
    String page(String title, String width, String body) {
        return "<!doctype html><html lang=\"en\" style=\"--wide:" + width + "\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                + "<title>" + title + "</title><style>" + STYLE + "</style></head><body><main>" + body
                + "</main></body></html>";
    }

    String text(String key, Object... arguments) {
        return escaped(texts.get(key, arguments));
    }

    static String escaped(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String number(long value) {
        return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(value);
    }

    String credits(long microcredits) {
        return text("signaling.page.credits", microcredits / MICRO);
    }

    String gigabytes(long bytes) {
        return text("signaling.page.gigabytes", bytes / GIGA);
    }

    static String day(long epochDay) {
        return LocalDate.ofEpochDay(epochDay).toString();
    }

    static String minute(long millis) {
        return MINUTE.format(Instant.ofEpochMilli(millis));
    }

    static String id(Object id) {
        return "<code>" + escaped(id.toString()) + "</code>";
    }

    /** Labels with figures, each a key and what stands beside it. */
    String figures(List<Figure> figures) {
        return figures.stream()
                .map(figure -> "<div><dt>" + text(figure.key()) + "</dt><dd>" + figure.value() + "</dd></div>")
                .collect(Collectors.joining("", "<dl>", "</dl>"));
    }

    record Figure(String key, String value) {}

    /**
     * A heading with {@code about} below it, and a table where there are rows. Cells and {@code about} are HTML; all but the first
     * {@code words} columns are figures.
     */
    String table(String titleKey, String about, List<String> columns, int words, List<List<String>> rows) {
        String head = "<section><h2>" + text(titleKey) + "</h2><p>" + about + "</p>";
        if (rows.isEmpty()) {
            return head + "</section>";
        }
        return head + "<table><thead>"
                + row("th scope=\"col\"", columns.stream().map(key -> text(key)).toList(), words)
                + "</thead><tbody>"
                + rows.stream().map(row -> row("td", row, words)).collect(Collectors.joining())
                + "</tbody></table></section>";
    }

    private static String row(String cell, List<String> cells, int words) {
        var html = new StringBuilder("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            html.append("<")
                    .append(cell)
                    .append(i < words ? ">" : " class=\"number\">")
                    .append(cells.get(i))
                    .append(cell.startsWith("th") ? "</th>" : "</td>");
        }
        return html.append("</tr>").toString();
    }
}
