package org.deploynet.desktop.view;

import java.time.DayOfWeek;
import java.util.List;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.WeekPlan;

/**
 * A rectangle of half hours in a week as it is shown, from where it was begun to where the cursor is. Rows are days in the order
 * of the screen, columns half hours. Immutable.
 */
public record WeekSpan(int beginRow, int beginColumn, int row, int column) {
    private static final int LAST_ROW = WeekPlan.DAYS - 1;
    private static final int LAST_COLUMN = WeekPlan.HALF_HOURS - 1;

    /** One half hour. */
    public static WeekSpan of(int row, int column) {
        int within = Math.clamp(row, 0, LAST_ROW);
        int half = Math.clamp(column, 0, LAST_COLUMN);
        return new WeekSpan(within, half, within, half);
    }

    /** From where it was begun to there. */
    public WeekSpan to(int newRow, int newColumn) {
        WeekSpan end = of(newRow, newColumn);
        return new WeekSpan(beginRow, beginColumn, end.row, end.column);
    }

    /** The cursor moved; {@code extend} leaves the begin where it is. */
    public WeekSpan moved(int rows, int columns, boolean extend) {
        return extend ? to(row + rows, column + columns) : of(row + rows, column + columns);
    }

    public int top() {
        return Math.min(beginRow, row);
    }

    public int bottom() {
        return Math.max(beginRow, row);
    }

    public int first() {
        return Math.min(beginColumn, column);
    }

    /** The first column behind it. */
    public int end() {
        return Math.max(beginColumn, column) + 1;
    }

    public boolean isOne() {
        return top() == bottom() && first() + 1 == end();
    }

    /** {@code plan} with {@code level} in all of it; {@code days} are those of the rows. */
    public WeekPlan painted(WeekPlan plan, List<DayOfWeek> days, SharingLevel level) {
        WeekPlan painted = plan;
        for (DayOfWeek day : days.subList(top(), bottom() + 1)) {
            painted = painted.with(day, first(), end(), level);
        }
        return painted;
    }
}
