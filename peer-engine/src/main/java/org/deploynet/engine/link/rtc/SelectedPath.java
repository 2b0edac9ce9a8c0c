package org.deploynet.engine.link.rtc;

import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsReport;
import dev.onvoid.webrtc.RTCStatsType;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.control.LinkPath;

/** The way that a connection's packets take, read from its statistics (W3C webrtc-stats). */
final class SelectedPath {
    private SelectedPath() {}

    /** Of the pair that is selected now: relayed if either side's candidate is. */
    static LinkPath in(RTCStatsReport report) {
        Map<String, RTCStats> stats = report.getStats();
        Optional<RTCStats> pair = stats.values().stream()
                .filter(each -> each.getType() == RTCStatsType.TRANSPORT)
                .flatMap(transport -> named(transport, "selectedCandidatePairId", stats))
                .findFirst();
        if (pair.isEmpty()) {
            return LinkPath.UNKNOWN;
        }
        boolean relayed = Stream.of("localCandidateId", "remoteCandidateId")
                .flatMap(end -> named(pair.get(), end, stats))
                .anyMatch(candidate -> "relay".equals(candidate.getAttributes().get("candidateType")));
        return relayed ? LinkPath.RELAYED : LinkPath.DIRECT;
    }

    private static Stream<RTCStats> named(RTCStats from, String attribute, Map<String, RTCStats> all) {
        return from.getAttributes().get(attribute) instanceof String id
                ? Stream.ofNullable(all.get(id))
                : Stream.empty();
    }
}
