#include "core/flow/clickhouse/mapped_reader.h"

#include "core/flow/clickhouse/sql_text.h"
#include "core/flow/clickhouse/summary_table.h"
#include "core/flow/time_text.h"

#include <array>
#include <charconv>

namespace portolan::clickhouse {
namespace {

constexpr std::string_view kPhase = "Reading flows from ClickHouse";

/// The fields that groups are made by, in the order of the cells.
constexpr std::array kKeys{"src_ns",   "src_workload", "src_kind", "src_pod",  "src_ip",   "dst_ns", "dst_workload",
                           "dst_kind", "dst_pod",      "dst_ip",   "protocol", "dst_port", "verdict"};
enum Cell : std::size_t {
    SrcNs = 0,
    DstNs = 5,
    ProtocolCell = 10,
    Port,
    VerdictCell,
    Weight,
    Records,
    First,
    Last,
    StartDays,
    EndDays,
    OverDays,
    CellCount
};

template <typename Number>
bool parse(std::string_view text, Number& out) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
    return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

std::optional<Protocol> protocolOf(std::string_view text) {
    const auto named = parseProtocolAnyCase(text);
    return named ? named : parseProtocolNumber(text);
}

struct Times {
    std::string first, last; ///< seconds since 1970 UTC
};

Times timesOf(const Mapping& mapping) {
    const std::string time = mapping.of("time", "");
    Times out{mapping.of("first_seen", time), mapping.of("last_seen", time)};
    if (out.first.empty()) out.first = out.last.empty() ? "0" : out.last;
    if (out.last.empty()) out.last = out.first;
    return out;
}

std::string whereOf(const Address& address, const Mapping& mapping, const Times& times) {
    std::string out;
    const auto add = [&](const std::string& condition) {
        out += (out.empty() ? " WHERE (" : " AND (") + condition + ')';
    };
    if (!mapping.where.empty()) add(mapping.where);
    if (address.from != 0) add('(' + times.last + ") >= " + std::to_string(address.from / kNanosecondsPerSecond));
    if (address.to != 0) add('(' + times.last + ") < " + std::to_string(address.to / kNanosecondsPerSecond));
    return out;
}

std::string queryOf(const Address& address, const Mapping& mapping) {
    const Times times = timesOf(mapping);
    std::string sql = "SELECT ";
    std::string keys;
    for (const char* key : kKeys) {
        sql += "toString(" + mapping.of(key, "''") + ") AS key_" + key + ", ";
        keys += (keys.empty() ? "key_" : ", key_") + std::string(key);
    }
    const auto seconds = [](const std::string& expression) { return "toInt64(" + expression + ')'; };
    return sql + "sum(toUInt64(" + mapping.of("count", "1") + ")) AS weight_sum, count() AS record_sum, min(" +
           seconds(times.first) + ") AS first_min, max(" + seconds(times.last) +
           ") AS last_max, groupUniqArray(intDiv(" + seconds(times.first) +
           ", 86400)) AS start_days, groupUniqArray(intDiv(" + seconds(times.last) +
           ", 86400)) AS end_days, max(intDiv(" + seconds(times.first) + ", 86400) + 1 < intDiv(" +
           seconds(times.last) + ", 86400)) AS over_days FROM " + identifier(address.database) + '.' +
           identifier(address.table) + whereOf(address, mapping, times) + " GROUP BY " + keys + " WITH TOTALS";
}

void fillEnd(FlowTextEnd& end, Cells cells, std::size_t first) {
    EndFacts& facts = end.facts;
    facts.ns = cells[first];
    facts.workload = cells[first + 1];
    facts.workloadKind = cells[first + 2];
    facts.pod = cells[first + 3];
    end.address = cells[first + 4];
    if (facts.workloadKind == "Node") facts.endClass = EndClass::Node;
    if (facts.workload.empty()) facts.workloadKind = {};
}

Result<void> takeGroup(Cells cells, GroupEvidence& evidence) {
    if (cells.size() != CellCount) return fail(Error::Kind::Internal, "the server's answer has other columns");
    FlowText text;
    fillEnd(text.from, cells, SrcNs);
    fillEnd(text.to, cells, DstNs);
    text.protocol = protocolOf(cells[ProtocolCell]);
    text.observation = Observation::Stated;
    text.reply = Reply::No;
    Tally tally;
    tally.weightKind = WeightKind::Record;
    std::int64_t first = 0;
    std::int64_t last = 0;
    const bool isRead = parse(cells[Port], text.to.port) && parse(cells[Weight], tally.weight) &&
                        parse(cells[Records], tally.records) && parse(cells[First], first) &&
                        parse(cells[Last], last) && parseDays(cells[StartDays], tally.days) &&
                        parseDays(cells[EndDays], tally.days);
    const auto verdict = parseFlowVerdict(cells[VerdictCell]);
    if (!isRead)
        return fail(Error::Kind::Unreadable,
                    "the mapping gives no port from 0 to 65535: " + std::string(cells[Port].substr(0, 40)));
    if (!verdict)
        return fail(Error::Kind::Unreadable, "the mapping gives a verdict that is none of allowed, denied, would-deny "
                                             "and observed: " +
                                                 std::string(cells[VerdictCell].substr(0, 40)));
    text.verdict = *verdict;
    if (last == 0) tally.days = {};
    tally.hasUnlistedDays = cells[OverDays] != "0";
    tally.firstSeen = first * kNanosecondsPerSecond;
    tally.lastSeen = std::max(first, last) * kNanosecondsPerSecond;
    return evidence.add(text, std::move(tally));
}

} // namespace

Result<void> readMapped(Session& session, const Address& address, const TableShape& shape, const Mapping& mapping,
                        GroupEvidence& evidence, const RunControl& control) {
    const Times times = timesOf(mapping);
    if (times.last == "0" && (address.from != 0 || address.to != 0))
        return fail(Error::Kind::Usage, "from and to of the ClickHouse URL need a time in the mapping: an expression "
                                        "for time, first_seen or last_seen");
    const std::string count = "SELECT count() AS n FROM " + identifier(address.database) + '.' +
                              identifier(address.table) + whereOf(address, mapping, times);
    const auto asked = session.proven(
        queryOf(address, mapping), {Records, count}, kPhase, [&](Cells cells) { return takeGroup(cells, evidence); },
        control);
    if (!asked) {
        Error error = asked.error();
        if (error.message.find("no such column") != std::string::npos)
            error.message += "; the table " + address.table + " has the columns " + listed(columnNames(shape));
        return tl::make_unexpected(error);
    }
    return {};
}

} // namespace portolan::clickhouse
