package dev.millrace.launcher.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A curve in characters: Braille patterns, two dots by four each, or asterisks where only ASCII can be shown. */
public final class Chart {
    private static final int LABEL = 9;
    private static final int BRAILLE = 0x2800;
    /** The bit of each dot, by row and column (Unicode, block Braille Patterns). */
    private static final int[][] DOTS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private static final String BARS = "▁▂▃▄▅▆▇█";

    private final int columns;
    private final int rows;
    private final boolean unicode;

    /** A point of a curve. */
    public record Point(double x, double y) {}

    /** @param unicode false draws with ASCII alone */
    public Chart(int columns, int rows, boolean unicode) {
        this.columns = columns;
        this.rows = rows;
        this.unicode = unicode;
    }

    /** The ends of the axes. */
    public record Range(double left, double right, double low, double high) {
        /** Around all points; points that are no numbers are left out. */
        public static Range of(List<Point> points) {
            List<Point> drawn = finite(points);
            return new Range(
                    drawn.stream().mapToDouble(Point::x).min().orElse(0),
                    drawn.stream().mapToDouble(Point::x).max().orElse(1),
                    drawn.stream().mapToDouble(Point::y).min().orElse(0),
                    drawn.stream().mapToDouble(Point::y).max().orElse(1));
        }
    }

    public List<String> draw(List<Point> points) {
        return draw(points, Range.of(points));
    }

    /** Lines of text: the curve, the values at its top and bottom, the numbers at its left and right ends. */
    public List<String> draw(List<Point> points, Range range) {
        int wide = unicode ? 2 * columns : columns;
        int high = unicode ? 4 * rows : rows;
        boolean[][] dots = dots(finite(points), range, wide, high);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            String label = row == 0 ? number(range.high()) : row == rows - 1 ? number(range.low()) : "";
            lines.add(" ".repeat(LABEL - label.length()) + label + " " + (unicode ? "│" : "|") + line(dots, row));
        }
        String left = whole(range.left());
        String right = whole(range.right());
        lines.add(" ".repeat(LABEL + 1) + (unicode ? "└" + "─".repeat(columns) : "+" + "-".repeat(columns)));
        lines.add(" ".repeat(LABEL + 2)
                + left
                + " ".repeat(Math.max(1, columns - left.length() - right.length()))
                + right);
        return lines;
    }

    private static List<Point> finite(List<Point> points) {
        return points.stream()
                .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
                .toList();
    }

    /** Points that follow each other are joined, so that few points are a curve, too. */
    private static boolean[][] dots(List<Point> points, Range range, int wide, int high) {
        boolean[][] dots = new boolean[high][wide];
        int lastX = -1;
        int lastY = -1;
        for (Point point : points) {
            int x = place(point.x(), range.left(), range.right(), wide);
            int y = high - 1 - place(point.y(), range.low(), range.high(), high);
            int steps = lastX < 0 ? 0 : Math.max(Math.abs(x - lastX), Math.abs(y - lastY));
            for (int i = 1; i < steps; i++) {
                dots[lastY + (y - lastY) * i / steps][lastX + (x - lastX) * i / steps] = true;
            }
            dots[y][x] = true;
            lastX = x;
            lastY = y;
        }
        return dots;
    }

    private static int place(double value, double low, double high, int places) {
        double share = high > low ? (value - low) / (high - low) : 0;
        return (int) Math.round(Math.clamp(share, 0, 1) * (places - 1));
    }

    private String line(boolean[][] dots, int row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < columns; column++) {
            if (!unicode) {
                line.append(dots[row][column] ? '*' : ' ');
                continue;
            }
            int pattern = 0;
            for (int y = 0; y < DOTS.length; y++) {
                for (int x = 0; x < 2; x++) {
                    pattern |= dots[4 * row + y][2 * column + x] ? DOTS[y][x] : 0;
                }
            }
            line.append(pattern == 0 ? ' ' : (char) (BRAILLE + pattern));
        }
        return line.toString().stripTrailing();
    }

    /** One line of bars from nothing to the highest value; more values than columns are averaged. */
    public String bars(List<Point> points) {
        List<Point> drawn = finite(points);
        double[] means = means(drawn, Math.min(columns, drawn.size()));
        double most = Arrays.stream(means).max().orElse(0);
        StringBuilder line = new StringBuilder();
        for (double mean : means) {
            int height = place(mean, 0, most, BARS.length());
            line.append(unicode ? BARS.charAt(height) : (char) ('0' + height));
        }
        return line.toString();
    }

    private static double[] means(List<Point> points, int groups) {
        double[] means = new double[groups];
        for (int group = 0; group < groups; group++) {
            int from = (int) ((long) group * points.size() / groups);
            int to = (int) ((long) (group + 1) * points.size() / groups);
            means[group] = points.subList(from, to).stream()
                    .mapToDouble(Point::y)
                    .average()
                    .orElse(0);
        }
        return means;
    }

    private static String number(double value) {
        double size = Math.abs(value);
        String pattern = size >= 100_000 || (size > 0 && size < 0.001) ? "%.2e" : size >= 100 ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, pattern, value);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
