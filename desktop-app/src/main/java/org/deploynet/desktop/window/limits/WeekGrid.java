package org.deploynet.desktop.window.limits;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.deploynet.control.sharing.WeekPlan;
import org.deploynet.desktop.view.WeekSpan;
import org.deploynet.desktop.view.WeekWords;
import org.deploynet.desktop.window.parts.Parts;
import org.jspecify.annotations.Nullable;

/** The week as a table of half hours, a row a day, with the selection and the present half hour marked. JavaFX thread only. */
final class WeekGrid extends Region {
    private static final int HOURS_APART = 6;
    private static final double LABEL_GAP = 8;

    private final WeekWords words;
    private final List<Label> days = new ArrayList<>();
    private final List<Label> hours = new ArrayList<>();
    private final List<WeekCell> cells = new ArrayList<>();
    private final Region selection = mark("week-selection");
    private final Region present = mark("week-now");
    private WeekPlan plan = WeekPlan.ALWAYS_FULL;
    private WeekSpan span = WeekSpan.of(0, 0);
    private WeekSpan now = WeekSpan.of(0, 0);

    WeekGrid(WeekWords words) {
        this.words = words;
        getStyleClass().add("week-grid");
        setId("week");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TABLE_VIEW);
        words.days().forEach(day -> days.add(Parts.label(words.shortName(day), "axis-label")));
        for (int half = 0; half < WeekPlan.HALF_HOURS; half += HOURS_APART) {
            hours.add(Parts.label(words.hour(half), "axis-label"));
        }
        for (int row = 0; row < WeekPlan.DAYS; row++) {
            for (int column = 0; column < WeekPlan.HALF_HOURS; column++) {
                cells.add(new WeekCell(words, row, column));
            }
        }
        getChildren().addAll(days);
        getChildren().addAll(hours);
        getChildren().addAll(cells);
        getChildren().addAll(present, selection);
        focusedProperty().subscribe(focused -> selection.setVisible(focused));
        show(plan);
        select(span);
    }

    private static Region mark(String style) {
        var mark = new Region();
        mark.getStyleClass().add(style);
        mark.setMouseTransparent(true);
        return mark;
    }

    void show(WeekPlan shown) {
        plan = shown;
        for (int row = 0; row < WeekPlan.DAYS; row++) {
            for (int column = 0; column < WeekPlan.HALF_HOURS; column++) {
                cell(row, column).show(shown.at(words.days().get(row), column));
            }
        }
        setAccessibleText(words.selection(span, plan));
    }

    void select(WeekSpan selected) {
        span = selected;
        for (int row = 0; row < WeekPlan.DAYS; row++) {
            for (int column = 0; column < WeekPlan.HALF_HOURS; column++) {
                cell(row, column)
                        .select(row >= span.top()
                                && row <= span.bottom()
                                && column >= span.first()
                                && column < span.end());
            }
        }
        setAccessibleText(words.selection(span, plan));
        notifyAccessibleAttributeChanged(AccessibleAttribute.FOCUS_ITEM);
        requestLayout();
    }

    void mark(ZonedDateTime time) {
        WeekSpan there = WeekSpan.of(words.days().indexOf(time.getDayOfWeek()), WeekPlan.halfHour(time.toLocalTime()));
        if (!there.equals(now)) {
            now = there;
            requestLayout();
        }
    }

    /** The half hour at a place; outside of the half hours there is none. */
    Optional<WeekSpan> at(double x, double y) {
        boolean within = x >= side() && x < getWidth() && y >= 0 && y < getHeight() - bottom();
        return within ? Optional.of(nearest(x, y)) : Optional.empty();
    }

    WeekSpan nearest(double x, double y) {
        return WeekSpan.of((int) Math.floor(y / rowHeight()), (int) Math.floor((x - side()) / columnWidth()));
    }

    private WeekCell cell(int row, int column) {
        return cells.get(row * WeekPlan.HALF_HOURS + column);
    }

    @Override
    protected void layoutChildren() {
        for (int row = 0; row < WeekPlan.DAYS; row++) {
            Label day = days.get(row);
            double height = day.prefHeight(-1);
            day.resizeRelocate(0, y(row) + (y(row + 1) - y(row) - height) / 2, day.prefWidth(-1), height);
            for (int column = 0; column < WeekPlan.HALF_HOURS; column++) {
                place(cell(row, column), WeekSpan.of(row, column));
            }
        }
        for (int i = 0; i < hours.size(); i++) {
            Label hour = hours.get(i);
            hour.resizeRelocate(
                    x(i * HOURS_APART), y(WeekPlan.DAYS) + LABEL_GAP / 2, hour.prefWidth(-1), hour.prefHeight(-1));
        }
        place(selection, span);
        place(present, now);
    }

    private void place(Region region, WeekSpan where) {
        double x = x(where.first());
        double y = y(where.top());
        region.resizeRelocate(x, y, x(where.end()) - x, y(where.bottom() + 1) - y);
    }

    private double x(int column) {
        return snapPositionX(side() + column * columnWidth());
    }

    private double y(int row) {
        return snapPositionY(row * rowHeight());
    }

    private double columnWidth() {
        return (getWidth() - side()) / WeekPlan.HALF_HOURS;
    }

    private double rowHeight() {
        return (getHeight() - bottom()) / WeekPlan.DAYS;
    }

    /** Room for the names of the days. */
    private double side() {
        return LABEL_GAP
                + days.stream().mapToDouble(day -> day.prefWidth(-1)).max().orElse(0);
    }

    /** Room for the hours. */
    private double bottom() {
        return LABEL_GAP / 2 + hours.getFirst().prefHeight(-1);
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(@Nullable AccessibleAttribute attribute, Object... parameters) {
        return switch (Objects.requireNonNull(attribute)) {
            case ROW_COUNT -> WeekPlan.DAYS;
            case COLUMN_COUNT -> WeekPlan.HALF_HOURS;
            case CELL_AT_ROW_COLUMN -> cell((Integer) parameters[0], (Integer) parameters[1]);
            case FOCUS_ITEM -> cell(span.row(), span.column());
            case MULTIPLE_SELECTION -> true;
            case SELECTED_ITEMS -> FXCollections.observableList(selected());
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    private List<WeekCell> selected() {
        var selected = new ArrayList<WeekCell>();
        for (int row = span.top(); row <= span.bottom(); row++) {
            selected.addAll(
                    cells.subList(row * WeekPlan.HALF_HOURS + span.first(), row * WeekPlan.HALF_HOURS + span.end()));
        }
        return selected;
    }
}
