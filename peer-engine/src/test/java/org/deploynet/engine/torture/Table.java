package org.deploynet.engine.torture;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.deploynet.engine.torture.Torture.Row;

/** The rows in print. */
record Table(TortureOptions options, List<Row> rows) {
    Table {
        rows = List.copyOf(rows);
    }

    long violations() {
        return rows.stream().mapToLong(row -> row.verdict().violations().size()).sum();
    }

    private static String bound(Row row) {
        return row.proof().hasBound() ? row.verdict().bound() : "";
    }

    String text() {
        var text = new StringBuilder("\n%-10s %14s %14s %10s %10s  %s%n"
                .formatted("proof", "goal", "reached", "violations", "95 % bound", "figures"));
        for (Row row : rows) {
            text.append("%-10s %14s %,14d %10d %10s  %s%n"
                    .formatted(
                            row.proof().name(),
                            Proof.Goal.words(row.goal()),
                            row.verdict().reached(),
                            row.verdict().violations().size(),
                            bound(row),
                            row.verdict().figures()));
        }
        return text.toString();
    }

    String markdown() {
        var text = new StringBuilder("""
                # What the cache promises, and how far that was tried

                Written by `./deploynet torture`, from what it reached; nothing here is edited by hand. No failure in n tries means a
                failure rate below 3/n with a confidence of 95 %% (rule of three). `./deploynet torture --seed %d` repeats it.

                %s, seed %d, %d processors, %s %s.

                | proof | what is counted | goal | reached | violations | 95 %% bound | took | figures |
                |---|---|---|---|---|---|---|---|
                """.formatted(
                        options.seed(),
                        LocalDate.now(ZoneOffset.UTC),
                        options.seed(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version")));
        for (Row row : rows) {
            text.append("| %s | %s | %s | %,d | %d | %s | %d s | %s |%n"
                    .formatted(
                            row.proof().name(),
                            row.proof().what(),
                            Proof.Goal.words(row.goal()),
                            row.verdict().reached(),
                            row.verdict().violations().size(),
                            bound(row),
                            row.took().toSeconds(),
                            row.verdict().figures()));
        }
        text.append("%nviolations: %d%n".formatted(violations()));
        for (Row row : rows) {
            row.verdict()
                    .violations()
                    .forEach(each -> text.append("\n```\n").append(each).append("\n```\n"));
        }
        return text.toString();
    }
}
