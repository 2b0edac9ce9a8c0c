package org.deploynet.desktop.window.earnings;

import java.util.List;
import javafx.geometry.NodeOrientation;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.deploynet.desktop.view.EarningsFigures;
import org.deploynet.desktop.view.EarningsFigures.Day;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;

/**
 * A bar a day: how high it is says what was measured, and the narrow one before it what the network confirmed on that day. The
 * arrow keys read the days. JavaFX thread only.
 */
final class DayBars extends Region {
    private static final double AXIS = 20;
    private static final double GAP = 0.25;
    private static final double NARROW = 0.5;
    private static final double LEAST_HEIGHT = 2;

    private final Texts texts;
    private final Tooltip tip = new Tooltip();
    private final Label first = Parts.label("", "caption");
    private final Label last = Parts.label("", "caption");
    private final Label highest = Parts.label("", "caption");
    private List<Day> days = List.of();
    private List<Region> measured = List.of();
    private List<Region> confirmed = List.of();
    private long top = 1;
    private String spoken = "";
    private int read = -1;

    DayBars(Texts texts) {
        this.texts = texts;
        setId("earnings-days");
        getStyleClass().add("day-bars");
        // Time runs from left to right in every language, as in the other graphs.
        setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        Tooltip.install(this, tip);
        setOnMouseMoved(moved -> tip.setText(point((int) (moved.getX() / dayWidth()))));
        setOnKeyPressed(this::step);
        focusedProperty().subscribe(focused -> {
            if (!focused) {
                say(-1);
            }
        });
    }

    void show(EarningsFigures shown, String axisTop) {
        if (days.equals(shown.days())) {
            return;
        }
        days = shown.days();
        top = shown.highest();
        measured = days.stream().map(day -> bar("day-measured")).toList();
        confirmed = days.stream().map(day -> bar("day-confirmed")).toList();
        highest.setText(axisTop);
        first.setText(days.isEmpty() ? "" : days.getFirst().name());
        last.setText(days.isEmpty() ? "" : days.getLast().name());
        getChildren().setAll(measured);
        getChildren().addAll(confirmed);
        getChildren().addAll(List.of(first, last, highest));
        getChildren().forEach(child -> child.setManaged(false));
        requestLayout();
    }

    /** What a reader of screens says of all of it. */
    void speak(String words) {
        spoken = words;
        say(read);
    }

    private static Region bar(String style) {
        var bar = new Region();
        bar.getStyleClass().add(style);
        return bar;
    }

    private void step(KeyEvent key) {
        int by = switch (key.getCode()) {
            case LEFT -> -1;
            case RIGHT -> 1;
            default -> 0;
        };
        if (by != 0 && !days.isEmpty()) {
            int from = read < 0 ? days.size() - 1 + (by < 0 ? 1 : -1) : read;
            say(Math.clamp((long) from + by, 0, days.size() - 1));
            key.consume();
        }
    }

    private void say(int day) {
        read = day;
        setAccessibleText(day < 0 ? spoken : point(day));
        notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    }

    private String point(int index) {
        if (index < 0 || index >= days.size()) {
            return spoken;
        }
        Day day = days.get(index);
        return texts.get("desktop.earnings.days.point", day.name(), day.measured(), day.confirmed());
    }

    private double dayWidth() {
        return days.isEmpty() ? getWidth() : getWidth() / days.size();
    }

    @Override
    protected void layoutChildren() {
        double height = Math.max(0, getHeight() - 2 * AXIS);
        for (int i = 0; i < days.size(); i++) {
            place(measured.get(i), i, days.get(i).measuredAmount(), 1 - GAP, height);
            place(confirmed.get(i), i, days.get(i).confirmedAmount(), (1 - GAP) * NARROW, height);
        }
        for (Label label : List.of(first, last, highest)) {
            label.autosize();
        }
        highest.relocate(0, 0);
        first.relocate(0, getHeight() - first.getHeight());
        last.relocate(getWidth() - last.getWidth(), getHeight() - last.getHeight());
    }

    private void place(Region bar, int day, long amount, double share, double height) {
        double width = dayWidth() * share;
        double tall = amount == 0 ? 0 : Math.max(LEAST_HEIGHT, height * amount / top);
        bar.setVisible(amount > 0);
        bar.resizeRelocate(day * dayWidth() + (dayWidth() - width) / 2, AXIS + height - tall, width, tall);
    }
}
