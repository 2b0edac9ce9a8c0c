package org.deploynet.control.sharing;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What crossed the line in the running month of accounting, bytes with every header: {@code usedBytes} is what the cap counts
 * of {@code upBytes} and {@code downBytes}. {@code today} is the part of today. With a cap that is paced,
 * {@code todayAllowance} is what today may have in all. {@code forecast} is where the month ends at the pace of its days so
 * far, empty on its first day. Immutable.
 */
public record DataUse(
        LocalDate from,
        LocalDate until,
        long usedBytes,
        long upBytes,
        long downBytes,
        long todayBytes,
        Optional<Long> todayAllowanceBytes,
        Optional<Long> forecastBytes) {}
