package dev.millrace.benchmarks.report;

import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Table;
import java.util.Locale;

/** A report as a person reads it. */
public final class ReportTable {
    private ReportTable() {}

    public static void print(Report report, Console console) {
        console.heading(report.bench());
        Table table =
                new Table("case", "unit", "ours (min .. max)", "peer (min .. max)", "x peer", "limit", "of limit");
        for (Row row : report.rows()) {
            Peer peer = row.peer();
            Limit limit = row.limit();
            table.row(
                    row.title(),
                    row.unit(),
                    range(row.ours().median(), row.ours().min(), row.ours().max()),
                    peer == null ? "-" : peer.name() + " " + range(peer.median(), peer.min(), peer.max()),
                    peer == null ? "-" : ratio(row.ours().median(), peer.median()),
                    limit == null ? "-" : limit.name() + " " + number(limit.median()),
                    limit == null ? "-" : ratio(row.ours().median(), limit.median()));
        }
        table.print(console);
        report.rows().stream().map(Row::verified).distinct().forEach(text -> console.line("  verified: " + text));
        console.line("  machine: " + report.machine());
        console.line("  versions: " + report.versions());
    }

    private static String range(double median, double min, double max) {
        return number(median) + " (" + number(min) + " .. " + number(max) + ")";
    }

    /** Three digits where there are fewer before the point. */
    static String number(double value) {
        int decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static String ratio(double ours, double other) {
        return String.format(Locale.ROOT, "%.2f", ours / other);
    }
}
