package org.maillage.infra.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The result as pictures: all rows against their floors and aims, and a plot for each row whose details hold percentiles of latencies.
 * They adapt to a reader's light or dark page.
 */
final class Plots {

    /** @param svg the file's content */
    record Plot(String file, String title, String svg) {}

    private static final Pattern PERCENTILE = Pattern.compile("(([^.]+)\\..+)\\.p(\\d+(?:\\.\\d+)?)");

    /** Each legible on white and on black, and told apart by people who see few colours; the marks differ in shape, too. */
    private static final String STYLE = """
        <style>
          svg { --page: #ffffff; --ink: #1b1f24; --soft: #5b6570; --line: #d5dae0; --good: #e6f2ec;
                --c0: #1f5fbf; --c1: #b8500d; --c2: #14776a; --c3: #8a3fa8; --c4: #6b6200; --bad: #b42318;
                font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
          @media (prefers-color-scheme: dark) {
            svg { --page: #12161c; --ink: #e8ebef; --soft: #9aa5b1; --line: #353d47; --good: #1b2f28;
                  --c0: #6ea8fe; --c1: #f59a57; --c2: #4cc3b0; --c3: #d29bea; --c4: #d3c54a; --bad: #ff8a80; }
          }
          .page { fill: var(--page); } .good { fill: var(--good); }
          text { fill: var(--ink); } .soft { fill: var(--soft); } .strong { font-weight: 600; }
          .end { text-anchor: end; } .middle { text-anchor: middle; }
          .grid { stroke: var(--line); stroke-width: 1; } .axis { stroke: var(--soft); stroke-width: 1; }
          .floor { stroke: var(--ink); stroke-width: 2.5; }
          .aim { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 3 2; }
          .s0 { stroke: var(--c0); } .s1 { stroke: var(--c1); } .s2 { stroke: var(--c2); } .s3 { stroke: var(--c3); }
          .s4 { stroke: var(--c4); } .missed { stroke: var(--bad); }
          .f0 { fill: var(--c0); } .f1 { fill: var(--c1); } .f2 { fill: var(--c2); } .f3 { fill: var(--c3); }
          .f4 { fill: var(--c4); }
          .spread { stroke-width: 2; } .mark { stroke-width: 2.5; } .open { fill: var(--page); }
          .curve { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
        </style>
        """;

    private static final int COLOURS = 5;
    private static final int WIDTH = 960;

    private Plots() {}

    static List<Plot> of(Report report) {
        var plots = new ArrayList<Plot>();
        if (!report.rows().isEmpty()) {
            plots.add(new Plot(
                    report.scale() + "-overview.svg",
                    "Every ratio with its spread, against its floor and its aim",
                    overview(report)));
        }
        latencies(report.details())
                .forEach((row, sides) -> plots.add(new Plot(
                        report.scale() + "-latency-" + row + ".svg", row + ": latencies", percentiles(row, sides))));
        return plots;
    }

    // --- all rows

    private static final int ROW = 30;
    private static final int ROWS_TOP = 92;
    private static final int ROWS_LEFT = 390;
    private static final int ROWS_RIGHT = WIDTH - 110;

    private static String overview(Report report) {
        var rows = report.rows();
        var axis = Axis.of(
                rows.stream()
                        .flatMapToDouble(row ->
                                DoubleStream.of(row.low(), row.high(), promised(row.floor()), promised(row.aim()))),
                ROWS_LEFT,
                ROWS_RIGHT);
        int bottom = ROWS_TOP + ROW * rows.size();
        var svg = new Svg(WIDTH, bottom + 64, "Every ratio with its spread, against its floor and its aim");
        svg.text(20, 30, "strong", "What is promised, and what was measured (" + report.scale() + ")");
        legend(svg, report.judges());
        for (double tick : axis.ticks()) {
            svg.line(axis.at(tick), ROWS_TOP - 6, axis.at(tick), bottom, tick == 1 ? "axis" : "grid");
            svg.text(axis.at(tick), bottom + 18, "soft middle", tickLabel(tick));
        }
        for (int i = 0; i < rows.size(); i++) {
            row(svg, axis, rows.get(i), ROWS_TOP + ROW * i + ROW / 2.0, report.judges());
        }
        svg.text(
                (ROWS_LEFT + ROWS_RIGHT) / 2.0,
                bottom + 44,
                "soft middle",
                "ratio, logarithmic; shaded: where the floor is kept");
        return svg.end();
    }

    private static double promised(@Nullable Double goal) {
        return goal == null ? 1 : goal;
    }

    private static void legend(Svg svg, boolean judges) {
        double y = 56;
        double x = 20;
        if (judges) {
            x = legend(svg, x, y, "f0 s0 mark", false, "aim reached");
            x = legend(svg, x, y, "open s0 mark", false, "floor kept");
            x = legend(svg, x, y, "missed mark", true, "floor missed");
        } else {
            x = legend(svg, x, y, "open s0 mark", false, "measured; too cold to judge by");
        }
        svg.line(x, y - 11, x, y + 3, "floor");
        svg.text(x + 9, y, "soft", "floor");
        svg.line(x + 64, y - 11, x + 64, y + 3, "aim");
        svg.text(x + 73, y, "soft", "aim");
        svg.line(x + 118, y - 4, x + 146, y - 4, "s0 spread");
        svg.text(x + 154, y, "soft", "lowest – highest");
    }

    private static double legend(Svg svg, double x, double y, String kind, boolean cross, String text) {
        if (cross) {
            svg.cross(x + 6, y - 4, kind);
        } else {
            svg.circle(x + 6, y - 4, 5, kind);
        }
        svg.text(x + 18, y, "soft", text);
        return x + 18 + 7.2 * text.length() + 14;
    }

    private static void row(Svg svg, Axis axis, Measure row, double y, boolean judges) {
        double floor = promised(row.floor());
        double edge = switch (row.better()) {
            case HIGHER -> axis.right();
            case LOWER -> axis.left();
        };
        svg.box(Math.min(axis.at(floor), edge), y - 10, Math.abs(edge - axis.at(floor)), 20, "good");
        svg.text(20, y + 4, "strong", row.id());
        svg.text(70, y + 4, "", Goal.of(row.id()).title());
        svg.line(axis.at(floor), y - 10, axis.at(floor), y + 10, "floor");
        svg.line(axis.at(promised(row.aim())), y - 10, axis.at(promised(row.aim())), y + 10, "aim");
        boolean missed = judges && row.missed();
        svg.line(axis.at(row.low()), y, axis.at(row.high()), y, (missed ? "missed" : "s0") + " spread");
        if (missed) {
            svg.cross(axis.at(row.value()), y, "missed mark");
        } else {
            svg.circle(axis.at(row.value()), y, 5, (judges && row.reachedAim() ? "f0" : "open") + " s0 mark");
        }
        svg.text(
                WIDTH - 20,
                y + 4,
                "strong end",
                Report.number(row.value()) + (row.better() == Measure.Better.HIGHER ? "  ↑" : "  ↓"));
    }

    // --- latencies of a row

    private record Side(String name, Map<Double, Double> millis) {}

    /** The sides of each row that have percentiles. */
    private static Map<String, Collection<Side>> latencies(List<Measure> details) {
        var rows = new LinkedHashMap<String, Map<String, Side>>();
        for (var detail : details) {
            var found = PERCENTILE.matcher(detail.id());
            if (found.matches()) {
                var colon = detail.what().lastIndexOf(": ");
                var name = colon < 0 ? detail.what() : detail.what().substring(0, colon);
                rows.computeIfAbsent(found.group(2), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(found.group(1), _ -> new Side(name, new LinkedHashMap<>()))
                        .millis()
                        .put(Double.valueOf(found.group(3)), detail.value());
            }
        }
        var sides = new LinkedHashMap<String, Collection<Side>>();
        rows.forEach((row, all) -> sides.put(row, all.values()));
        return sides;
    }

    private static final int CURVES_HEIGHT = 420;
    private static final int CURVES_TOP = 60;
    private static final int CURVES_LEFT = 80;
    private static final int CURVES_RIGHT = WIDTH - 300;

    private static String percentiles(String row, Collection<Side> sides) {
        int bottom = CURVES_HEIGHT - 60;
        var up = Axis.of(
                sides.stream()
                        .flatMapToDouble(side -> side.millis().values().stream().mapToDouble(millis -> millis)),
                bottom,
                CURVES_TOP);
        var percentiles = sides.stream()
                .flatMap(side -> side.millis().keySet().stream())
                .distinct()
                .sorted()
                .toList();
        var svg = new Svg(WIDTH, CURVES_HEIGHT, row + ": latencies");
        svg.text(20, 30, "strong", row + ": latencies, each from when it was due");
        for (double tick : up.ticks()) {
            svg.line(CURVES_LEFT, up.at(tick), CURVES_RIGHT, up.at(tick), "grid");
            svg.text(CURVES_LEFT - 10, up.at(tick) + 4, "soft end", tickLabel(tick) + " ms");
        }
        for (double percentile : percentiles) {
            svg.text(across(percentile, percentiles), bottom + 20, "soft middle", "p" + tickLabel(percentile));
        }
        svg.text(
                (CURVES_LEFT + CURVES_RIGHT) / 2.0,
                bottom + 44,
                "soft middle",
                "that share was answered within, both axes logarithmic");
        var labels = new ArrayList<Double>();
        int number = 0;
        for (var side : sides) {
            var colour = number++ % COLOURS;
            var points = side.millis().entrySet().stream()
                    .map(entry -> new double[] {across(entry.getKey(), percentiles), up.at(entry.getValue())})
                    .toList();
            svg.curve(points, "s" + colour + " curve");
            for (var point : points) {
                svg.circle(point[0], point[1], 4, "open mark s" + colour);
            }
            double y = free(points.getLast()[1] + 4, labels);
            labels.add(y);
            svg.text(CURVES_RIGHT + 16, y, "strong f" + colour, side.name());
        }
        return svg.end();
    }

    /** Beside the end of its curve, and on no other. */
    private static double free(double wanted, List<Double> taken) {
        double y = wanted;
        while (true) {
            double candidate = y;
            if (taken.stream().noneMatch(other -> Math.abs(other - candidate) < 18)) {
                return y;
            }
            y += 6;
        }
    }

    private static double across(double percentile, List<Double> all) {
        double first = rarity(all.getFirst());
        double last = rarity(all.getLast());
        double share = last == first ? 0 : (rarity(percentile) - first) / (last - first);
        return CURVES_LEFT + 24 + share * (CURVES_RIGHT - CURVES_LEFT - 48);
    }

    /** How many nines. */
    private static double rarity(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    private static String tickLabel(double tick) {
        return tick == Math.rint(tick)
                ? String.format(Locale.ROOT, "%,.0f", tick)
                : Double.toString(Math.round(tick * 1e6) / 1e6);
    }

    /** A logarithmic axis from one pixel to another, either way. */
    private record Axis(double lowest, double highest, double from, double to) {

        private static final double SMALLEST = 1e-4;

        static Axis of(DoubleStream values, double from, double to) {
            var all = values.map(value -> Math.max(SMALLEST, value)).summaryStatistics();
            return new Axis(all.getMin() / 1.25, all.getMax() * 1.25, from, to);
        }

        double at(double value) {
            double share = Math.log(Math.max(SMALLEST, value) / lowest) / Math.log(highest / lowest);
            return from + share * (to - from);
        }

        double left() {
            return Math.min(from, to);
        }

        double right() {
            return Math.max(from, to);
        }

        /** 1, 2 and 5 of each power of ten; of many powers only 1. */
        List<Double> ticks() {
            var ticks = new ArrayList<Double>();
            boolean many = Math.log10(highest / lowest) > 3;
            for (int power = (int) Math.floor(Math.log10(lowest)); power <= Math.log10(highest); power++) {
                for (int step : many ? new int[] {1} : new int[] {1, 2, 5}) {
                    double tick = Double.parseDouble(step + "e" + power);
                    if (tick >= lowest && tick <= highest) {
                        ticks.add(tick);
                    }
                }
            }
            return ticks;
        }
    }

    /** Writes what is drawn. */
    private static final class Svg {

        private final StringBuilder out = new StringBuilder();

        Svg(int width, int height, String title) {
            out.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">
                <title>%s</title>
                """.formatted(width, height, width, height, escaped(title)));
            out.append(STYLE);
            box(0, 0, width, height, "page");
        }

        void line(double x1, double y1, double x2, double y2, String kind) {
            add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", x1, y1, x2, y2, kind);
        }

        void box(double x, double y, double width, double height, String kind) {
            add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"/>", x, y, width, height, kind);
        }

        void circle(double x, double y, double radius, String kind) {
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"%s\"/>", x, y, radius, kind);
        }

        void cross(double x, double y, String kind) {
            add("<path d=\"M%.1f %.1fl10 10m0 -10l-10 10\" class=\"%s\"/>", x - 5, y - 5, kind);
        }

        void curve(List<double[]> points, String kind) {
            var path = new StringBuilder();
            for (var point : points) {
                path.append(path.isEmpty() ? "M" : " L")
                        .append(String.format(Locale.ROOT, "%.1f %.1f", point[0], point[1]));
            }
            add("<path d=\"%s\" class=\"%s\"/>", path, kind);
        }

        void text(double x, double y, String kind, String text) {
            add("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>", x, y, kind, escaped(text));
        }

        String end() {
            return out.append("</svg>\n").toString();
        }

        private void add(String element, Object... values) {
            out.append(String.format(Locale.ROOT, element, values)).append('\n');
        }

        private static String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    }
}
