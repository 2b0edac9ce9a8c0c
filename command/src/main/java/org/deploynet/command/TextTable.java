package org.deploynet.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of words under one another, figures to the right of their column. Pure functions. */
final class TextTable {
    private TextTable() {}

    /** A column's head. */
    record Column(String name, boolean isFigure) {}

    static Column column(String name, boolean isFigure) {
        return new Column(name, isFigure);
    }

    /** The heads and each row, a line each; a row has a cell for each column. */
    static List<String> lines(List<Column> columns, List<List<String>> rows) {
        var all = new ArrayList<List<String>>();
        all.add(columns.stream().map(Column::name).toList());
        all.addAll(rows);
        List<Integer> widths = IntStream.range(0, columns.size())
                .mapToObj(column -> all.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        return all.stream().map(row -> line(columns, row, widths)).toList();
    }

    private static String line(List<Column> columns, List<String> row, List<Integer> widths) {
        List<String> cells = IntStream.range(0, row.size())
                .mapToObj(column -> {
                    String cell = row.get(column);
                    String room = " ".repeat(widths.get(column) - cell.length());
                    return columns.get(column).isFigure() ? room + cell : cell + room;
                })
                .toList();
        return String.join("  ", cells).stripTrailing();
    }
}
