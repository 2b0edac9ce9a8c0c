package org.deploynet.desktop.view;

import java.util.ArrayList;
import java.util.List;
import org.deploynet.control.UploadLimit;

/**
 * The vertical scale of the upload graph: bytes a second from 0 to {@code top}, with a line at every {@code step}. Immutable.
 *
 * @param limitIsShown whether the upload limit lies within it
 */
public record RateScale(long top, long step, boolean limitIsShown) {
    private static final int LINES_AT_MOST = 4;
    /** A limit further above the data than this would flatten the curve; it is then said in words only. */
    private static final int LIMIT_WITHIN = 4;

    private static final long WHEN_NOTHING_IS_KNOWN = 1_000_000;
    private static final double HEAD_ROOM = 1.08;

    public static RateScale of(long highest, UploadLimit limit) {
        boolean hasLimit = !limit.isUnlimited() && limit.bytesPerSecond() > 0;
        boolean showLimit = hasLimit && (highest == 0 || limit.bytesPerSecond() <= highest * LIMIT_WITHIN);
        double needed = Math.max(showLimit ? limit.bytesPerSecond() : 0, highest) * HEAD_ROOM;
        long top = Math.max(1, (long) Math.ceil(needed == 0 ? WHEN_NOTHING_IS_KNOWN : needed));
        return new RateScale(top, niceStep(top), showLimit);
    }

    // 1, 2 or 5 times a power of ten, so that the labels are round.
    private static long niceStep(long top) {
        long power = 1;
        while (true) {
            for (int factor : new int[] {1, 2, 5}) {
                if (top / (power * factor) <= LINES_AT_MOST) {
                    return power * factor;
                }
            }
            power *= 10;
        }
    }

    /** Where lines are, from 0 upwards. */
    public List<Long> lines() {
        var lines = new ArrayList<Long>();
        for (long at = 0; at <= top; at += step) {
            lines.add(at);
        }
        return lines;
    }

    /** Between 0 at the bottom and 1 at the top. */
    public double height(long bytesPerSecond) {
        return Math.clamp((double) bytesPerSecond / top, 0, 1);
    }
}
