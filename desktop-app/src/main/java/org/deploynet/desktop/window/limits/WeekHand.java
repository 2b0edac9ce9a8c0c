package org.deploynet.desktop.window.limits;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.NodeOrientation;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.WeekPlan;
import org.deploynet.desktop.view.WeekSpan;

/**
 * Selects and paints the half hours of a week: the mouse a rectangle from where it was pressed to where it is released, the keys
 * what the arrows selected. Hands a plan on once the mouse is released or a key set a level. JavaFX thread only.
 */
final class WeekHand {
    private final WeekGrid grid;
    private final List<DayOfWeek> days;
    private final Consumer<WeekPlan> painted;
    private SharingLevel brush = SharingLevel.LIMITED;
    private WeekPlan plan = WeekPlan.ALWAYS_FULL;
    private WeekSpan span = WeekSpan.of(0, 0);
    private boolean painting;

    WeekHand(WeekGrid grid, List<DayOfWeek> days, Consumer<WeekPlan> painted) {
        this.grid = grid;
        this.days = days;
        this.painted = painted;
        grid.setOnMousePressed(this::press);
        grid.setOnMouseDragged(this::drag);
        grid.setOnMouseReleased(this::release);
        grid.setOnKeyPressed(this::key);
    }

    void take(SharingLevel chosen) {
        brush = chosen;
    }

    /** What is set; a stroke that is under way goes on over it. */
    void show(WeekPlan set) {
        plan = set;
        grid.show(painting ? stroke() : plan);
    }

    private WeekPlan stroke() {
        return span.painted(plan, days, brush);
    }

    private void press(MouseEvent mouse) {
        grid.requestFocus();
        // Else the scrolling pane behind would take the focus.
        mouse.consume();
        Optional<WeekSpan> there = grid.at(mouse.getX(), mouse.getY());
        if (mouse.getButton() == MouseButton.PRIMARY && there.isPresent()) {
            painting = true;
            select(there.get());
            grid.show(stroke());
        }
    }

    private void drag(MouseEvent mouse) {
        if (painting) {
            WeekSpan there = grid.nearest(mouse.getX(), mouse.getY());
            select(span.to(there.row(), there.column()));
            grid.show(stroke());
        }
    }

    private void release(MouseEvent mouse) {
        if (painting && mouse.getButton() == MouseButton.PRIMARY) {
            painting = false;
            paint(brush);
        }
    }

    private void key(KeyEvent key) {
        if (!key.isShortcutDown() && (step(key) || level(key.getCode()))) {
            key.consume();
        }
    }

    private boolean step(KeyEvent key) {
        // The arrow leads where it points, also where time runs from right to left.
        int right = grid.getEffectiveNodeOrientation() == NodeOrientation.RIGHT_TO_LEFT ? -1 : 1;
        boolean extend = key.isShiftDown();
        switch (key.getCode()) {
            case LEFT -> select(span.moved(0, -right, extend));
            case RIGHT -> select(span.moved(0, right, extend));
            case UP -> select(span.moved(-1, 0, extend));
            case DOWN -> select(span.moved(1, 0, extend));
            case HOME -> select(span.moved(0, -WeekPlan.HALF_HOURS, extend));
            case END -> select(span.moved(0, WeekPlan.HALF_HOURS, extend));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean level(KeyCode code) {
        switch (code) {
            case F -> paint(SharingLevel.FULL);
            case L -> paint(SharingLevel.LIMITED);
            case P -> paint(SharingLevel.PAUSED);
            case SPACE, ENTER -> paint(brush);
            case ESCAPE -> leave();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void leave() {
        painting = false;
        select(WeekSpan.of(span.row(), span.column()));
        grid.show(plan);
    }

    private void paint(SharingLevel level) {
        WeekPlan next = span.painted(plan, days, level);
        if (!next.equals(plan)) {
            painted.accept(next);
        }
        grid.show(plan);
    }

    private void select(WeekSpan selected) {
        span = selected;
        grid.select(span);
    }
}
