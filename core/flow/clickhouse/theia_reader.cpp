#include "core/flow/clickhouse/theia_reader.h"

#include "core/flow/clickhouse/sql_text.h"
#include "core/flow/clickhouse/summary_table.h"
#include "core/flow/time_text.h"

#include <charconv>
#include <map>
#include <optional>
#include <set>
namespace portolan::clickhouse {
namespace {

constexpr std::string_view kPhase = "Reading flows from ClickHouse";
/// Sets of labels that several workloads share; above, all pods are grouped one by one.
constexpr std::size_t kMaxSharedSets = 200;
/// Antrea's rule actions.
constexpr std::string_view kAllow = "1";
constexpr std::string_view kDrop = "2";
constexpr std::string_view kReject = "3";

enum Cell : std::size_t {
    SrcNs,
    SrcLabels,
    SrcPod,
    SrcIp,
    DstNs,
    DstLabels,
    DstPod,
    DstIp,
    Proto,
    Port,
    Egress,
    Ingress,
    Unanswered,
    Records,
    First,
    Last,
    StartDays,
    EndDays,
    OverDays,
    Pods,
    CellCount
};

template <typename Number>
bool parse(std::string_view text, Number& out) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
    return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

/// Which sets of labels of one side stand for pods of several workloads.
struct SharedSets {
    std::set<std::pair<std::string, std::string>> sets; ///< namespace, labels
    std::string podColumn(const std::string& side) const {
        if (sets.empty()) return "''";
        if (sets.size() > kMaxSharedSets) return side + "PodName";
        std::string list;
        for (const auto& [ns, labels] : sets)
            list += (list.empty() ? "" : ", ") + ('(' + literal(ns) + ", " + literal(labels)) + ')';
        return "if((" + side + "PodNamespace, " + side + "PodLabels) IN (" + list + "), " + side + "PodName, '')";
    }
};

Result<SharedSets> sharedSets(Session& session, const std::string& from, const std::string& side,
                              GroupEvidence& evidence, const RunControl& control) {
    SharedSets out;
    std::map<std::pair<std::string, std::string>, std::optional<EndIndex>> ends;
    const auto take = [&](Cells cells) -> Result<void> {
        if (cells.size() != 4) return fail(Error::Kind::Internal, "the server's answer has other columns");
        EndFacts facts;
        facts.ns = cells[0];
        facts.pod = cells[2];
        const auto named = evidence.attribution().byName(facts);
        const auto end = named ? std::optional(named->end) : std::nullopt;
        const std::pair key{std::string(cells[0]), std::string(cells[1])};
        const auto [it, isNew] = ends.try_emplace(key, end);
        if (!isNew && it->second != end) out.sets.insert(key);
        return {};
    };
    const auto asked =
        session.aggregate("SELECT " + side + "PodNamespace AS ns, " + side + "PodLabels AS labels, " + side +
                              "PodName AS pod, count() AS records" + from + " GROUP BY ns, labels, pod WITH TOTALS",
                          kPhase, take, control);
    if (!asked) return tl::make_unexpected(asked.error());
    return out;
}

std::string groupsQuery(const std::string& from, const TableShape& shape, const SharedSets& sources,
                        const SharedSets& destinations) {
    const std::string unanswered = shape.has("tcpState") ? "tcpState = 'SYN_SENT'" : "0";
    return "SELECT sourcePodNamespace AS src_ns, sourcePodLabels AS src_labels, " + sources.podColumn("source") +
           " AS src_pod, if(sourcePodName = '', sourceIP, '') AS src_ip, destinationPodNamespace AS dst_ns, "
           "destinationPodLabels AS dst_labels, " +
           destinations.podColumn("destination") +
           " AS dst_pod, if(destinationPodName = '', destinationIP, '') AS dst_ip, protocolIdentifier AS proto, "
           "destinationTransportPort AS dport, egressNetworkPolicyRuleAction AS egress, "
           "ingressNetworkPolicyRuleAction AS ingress, " +
           unanswered +
           " AS unanswered, count() AS records, "
           "toUnixTimestamp(min(flowStartSeconds)) AS first_seen, toUnixTimestamp(max(flowEndSeconds)) AS last_seen, "
           "groupUniqArray(intDiv(toUnixTimestamp(flowStartSeconds), 86400)) AS start_days, "
           "groupUniqArray(intDiv(toUnixTimestamp(flowEndSeconds), 86400)) AS end_days, "
           "max(intDiv(toUnixTimestamp(flowStartSeconds), 86400) + 1 < intDiv(toUnixTimestamp(flowEndSeconds), "
           "86400)) AS over_days, "
           "min(concat(if(sourcePodName = '', '~', sourcePodName), ' ', if(destinationPodName = '', '~', "
           "destinationPodName))) AS pod_pair" +
           from +
           " GROUP BY src_ns, src_labels, src_pod, src_ip, dst_ns, dst_labels, dst_pod, dst_ip, proto, dport, egress, "
           "ingress, unanswered WITH TOTALS";
}

/// Which end decided, and what, as for the aggregator's own files: a denial at one end outweighs what the other
/// allowed.
void readActions(FlowText& text, std::string_view egress, std::string_view ingress) {
    const auto denies = [](std::string_view action) { return action == kDrop || action == kReject; };
    text.observation = Observation::Verdict;
    if (denies(egress) || denies(ingress)) {
        text.verdict = FlowVerdict::Denied;
        text.reporter = denies(egress) ? Reporter::Source : Reporter::Destination;
    } else if (egress == kAllow || ingress == kAllow) {
        text.verdict = FlowVerdict::Allowed;
        text.reporter = egress == kAllow ? Reporter::Source : Reporter::Destination;
    } else {
        text.observation = Observation::Sighted;
    }
}

Result<void> takeGroup(Cells cells, GroupEvidence& evidence) {
    if (cells.size() != CellCount) return fail(Error::Kind::Internal, "the server's answer has other columns");
    const std::size_t blank = cells[Pods].find(' ');
    const std::string_view srcPod = cells[Pods].substr(0, blank);
    const std::string_view dstPod =
        blank == std::string_view::npos ? std::string_view() : cells[Pods].substr(blank + 1);
    FlowText text;
    const auto fill = [&](FlowTextEnd& end, std::size_t first, std::string_view pod) {
        end.facts.ns = cells[first];
        end.facts.pod = pod == "~" ? std::string_view() : pod;
        end.address = cells[first + 3];
    };
    fill(text.from, SrcNs, srcPod);
    fill(text.to, DstNs, dstPod);
    text.protocol = parseProtocolNumber(cells[Proto]);
    readActions(text, cells[Egress], cells[Ingress]);
    text.reply = Reply::No;
    Tally tally;
    tally.weightKind = WeightKind::Record;
    std::int64_t first = 0;
    std::int64_t last = 0;
    if (!parse(cells[Port], text.to.port) || !parse(cells[Records], tally.records) || !parse(cells[First], first) ||
        !parse(cells[Last], last) || !parseDays(cells[StartDays], tally.days) || !parseDays(cells[EndDays], tally.days))
        return fail(Error::Kind::Unreadable, "the server's answer has a number that is none");
    tally.weight = tally.records;
    tally.hasUnlistedDays = cells[OverDays] != "0";
    tally.firstSeen = first * kNanosecondsPerSecond;
    tally.lastSeen = std::max(first, last) * kNanosecondsPerSecond;
    const bool isAnswered = cells[Unanswered] != "1" || text.observation != Observation::Sighted;
    if (isAnswered) return evidence.add(std::move(text), std::move(tally));
    evidence.skip(SkipReason::NoAnswer, tally);
    return {};
}

} // namespace

std::string theiaWhere(const Address& address) {
    constexpr std::int64_t kLateness = 86'400; // clocks of nodes differ; the primary key begins with timeInserted
    const auto time = [](std::int64_t seconds) { return "toDateTime(" + std::to_string(seconds) + ')'; };
    std::string out;
    const auto add = [&](const std::string& condition) { out += (out.empty() ? " WHERE " : " AND ") + condition; };
    if (address.from != 0) {
        const std::int64_t from = address.from / kNanosecondsPerSecond;
        add("flowEndSeconds >= " + time(from));
        add("timeInserted >= " + time(std::max<std::int64_t>(0, from - kLateness)));
    }
    if (address.to != 0)
        add("flowEndSeconds < " + time((address.to + kNanosecondsPerSecond - 1) / kNanosecondsPerSecond));
    return out;
}

Result<void> readTheia(Session& session, const Address& address, const TableShape& shape, GroupEvidence& evidence,
                       const RunControl& control) {
    // Rows that come while we ask are left for the next time: all queries have to speak of the same ones.
    const auto now = session.rows("SELECT toUnixTimestamp(now()) AS seconds", control);
    if (!now) return tl::make_unexpected(now.error());
    std::string where = theiaWhere(address);
    const auto add = [&](const std::string& condition) { where += (where.empty() ? " WHERE " : " AND ") + condition; };
    if (shape.has("timeInserted") && now->size() == 1) add("timeInserted <= toDateTime(" + now->front().front() + ')');
    if (shape.has("clusterUUID") && !address.kubernetes.empty()) add("clusterUUID = " + literal(address.kubernetes));
    const std::string from = " FROM " + identifier(address.database) + '.' + identifier(address.table) + where;
    const auto sources = sharedSets(session, from, "source", evidence, control);
    if (!sources) return tl::make_unexpected(sources.error());
    const auto destinations = sharedSets(session, from, "destination", evidence, control);
    if (!destinations) return tl::make_unexpected(destinations.error());
    const auto asked = session.proven(
        groupsQuery(from, shape, *sources, *destinations), {Records, "SELECT count() AS n" + from}, kPhase,
        [&](Cells cells) { return takeGroup(cells, evidence); }, control);
    if (!asked) return tl::make_unexpected(asked.error());
    return {};
}

} // namespace portolan::clickhouse
