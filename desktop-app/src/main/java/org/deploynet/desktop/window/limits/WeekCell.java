package org.deploynet.desktop.window.limits;

import java.util.Locale;
import java.util.Objects;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.desktop.view.WeekWords;
import org.jspecify.annotations.Nullable;

/** One half hour of the week. Its level is told by how high it is filled, not by a colour alone. JavaFX thread only. */
final class WeekCell extends Region {
    private final WeekWords words;
    private final int row;
    private final int column;
    private @Nullable SharingLevel level;
    private boolean selected;

    WeekCell(WeekWords words, int row, int column) {
        this.words = words;
        this.row = row;
        this.column = column;
        getStyleClass().add("week-cell");
        setAccessibleRole(AccessibleRole.TABLE_CELL);
    }

    void show(SharingLevel shown) {
        if (shown != level) {
            level = shown;
            wear(this, shown);
            setAccessibleText(words.cell(row, column, shown));
        }
    }

    /** Looks as {@code level}, here and in the legend. */
    static void wear(Region region, SharingLevel level) {
        for (SharingLevel each : SharingLevel.values()) {
            region.pseudoClassStateChanged(
                    PseudoClass.getPseudoClass(each.name().toLowerCase(Locale.ROOT)), each == level);
        }
    }

    void select(boolean isSelected) {
        if (isSelected != selected) {
            selected = isSelected;
            notifyAccessibleAttributeChanged(AccessibleAttribute.SELECTED);
        }
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(@Nullable AccessibleAttribute attribute, Object... parameters) {
        return switch (Objects.requireNonNull(attribute)) {
            case ROW_INDEX -> row;
            case COLUMN_INDEX -> column;
            case SELECTED -> selected;
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }
}
