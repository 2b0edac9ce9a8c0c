package org.deploynet.control.earnings;

import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

/**
 * Earnings as tables for other programs: RFC 4180 with a head, dates and times as in ISO 8601, whole bytes and microcredits (10^6
 * are one credit), each column's unit in its name. To be written in UTF-8.
 */
public final class EarningsCsv {
    private static final CsvMapper MAPPER =
            CsvMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    private static final String LINE_END = "\r\n";

    private EarningsCsv() {}

    /** What a file of one of the tables is called where nobody says otherwise. */
    public static String fileName(String table) {
        return "deploynet-" + table + ".csv";
    }

    public static void days(List<EarningsReport.Day> days, Writer out) throws IOException {
        write(
                out,
                List.of("day", "sent_bytes", "measured_microcredits", "confirmed_microcredits"),
                days.stream()
                        .map(day -> List.of(day.day().toString(), day.sentBytes(), day.measured(), day.confirmed())));
    }

    public static void sites(List<EarningsReport.Site> sites, Writer out) throws IOException {
        write(
                out,
                List.of(
                        "site",
                        "origin",
                        "measured_bytes",
                        "measured_microcredits",
                        "confirmed_bytes",
                        "confirmed_microcredits",
                        "waiting_bytes",
                        "waiting_microcredits",
                        "refused_bytes",
                        "refused_microcredits"),
                sites.stream().map(EarningsCsv::row));
    }

    public static void receipts(Collection<HeldReceipt> receipts, Writer out) throws IOException {
        write(
                out,
                List.of(
                        "ticket",
                        "site",
                        "changed_at",
                        "pieces",
                        "price_microcredits_per_gb",
                        "measured_bytes",
                        "measured_microcredits",
                        "confirmed_bytes",
                        "confirmed_microcredits",
                        "state",
                        "refused_because"),
                receipts.stream().map(EarningsCsv::row));
    }

    /** The orders of the owner; what is spent is the sum of those that are done. */
    public static void transfers(List<BudgetTransfer> transfers, Writer out) throws IOException {
        write(
                out,
                List.of("transfer", "site", "origin", "ordered_at", "microcredits", "state", "refused_because"),
                transfers.stream().map(EarningsCsv::row));
    }

    private static List<Object> row(BudgetTransfer transfer) {
        return List.of(
                transfer.id(),
                transfer.site(),
                transfer.origin().orElse(""),
                transfer.at().toString(),
                transfer.microcredits(),
                lower(transfer.state()),
                transfer.refused().map(EarningsCsv::lower).orElse(""));
    }

    private static List<Object> row(EarningsReport.Site site) {
        Amounts amounts = site.amounts();
        Earned refused = amounts.refused().stream().map(Amounts.Refused::earned).reduce(Earned.NOTHING, Earned::plus);
        return List.of(
                site.site(),
                site.origin().orElse(""),
                amounts.measured().bytes(),
                amounts.measured().microcredits(),
                amounts.confirmed().bytes(),
                amounts.confirmed().microcredits(),
                amounts.waiting().bytes(),
                amounts.waiting().microcredits(),
                refused.bytes(),
                refused.microcredits());
    }

    private static List<Object> row(HeldReceipt receipt) {
        return List.of(
                receipt.ticket(),
                receipt.site(),
                receipt.at().toString(),
                receipt.pieces(),
                receipt.price(),
                receipt.measured().bytes(),
                receipt.measured().microcredits(),
                receipt.confirmed().bytes(),
                receipt.confirmed().microcredits(),
                lower(receipt.state()),
                receipt.refused().map(EarningsCsv::lower).orElse(""));
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static void write(Writer out, List<String> head, Stream<List<Object>> rows) throws IOException {
        CsvSchema.Builder columns = CsvSchema.builder().setUseHeader(true).setLineSeparator(LINE_END);
        head.forEach(columns::addColumn);
        ObjectWriter writer = MAPPER.writer(columns.build());
        try (SequenceWriter sequence = writer.writeValues(out)) {
            rows.forEach(sequence::write);
        }
        out.flush();
    }
}
