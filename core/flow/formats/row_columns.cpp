#include "core/flow/formats/row_columns.h"

#include "core/flow/formats/column_mapping.h"

#include <algorithm>
#include <cctype>
#include <span>

namespace portolan {
namespace {

constexpr std::array<std::string_view, kRowColumnCount> kNames{
    "time",        "first_seen", "last_seen",    "src_ns",   "src_workload", "src_pod",  "src_ip",
    "src_port",    "dst_ns",     "dst_workload", "dst_pod",  "dst_ip",       "dst_port", "dst_service_ns",
    "dst_service", "dst_nat_ip", "dst_nat_port", "protocol", "verdict",      "action",   "count",
    "tcp_flags",   "direction",  "reporter",     "reply",    "own_ns",       "own_pod"};

struct Alias {
    std::string_view name; ///< lower case, without what joins words
    RowColumn column;
};

/// The ends' names are made of these: who, then what.
constexpr std::array<std::string_view, 4> kSources{"source", "src", "client", "initiator"};
constexpr std::array<std::string_view, 5> kDestinations{"destination", "dst", "dest", "server", "responder"};

struct EndWord {
    std::string_view word;
    std::optional<RowColumn> source, destination;
};

constexpr std::array kEndWords{
    EndWord{"ip", RowColumn::SrcIp, RowColumn::DstIp},
    EndWord{"ipaddress", RowColumn::SrcIp, RowColumn::DstIp},
    EndWord{"ipaddr", RowColumn::SrcIp, RowColumn::DstIp},
    EndWord{"addr", RowColumn::SrcIp, RowColumn::DstIp},
    EndWord{"address", RowColumn::SrcIp, RowColumn::DstIp},
    EndWord{"port", RowColumn::SrcPort, RowColumn::DstPort},
    EndWord{"transportport", RowColumn::SrcPort, RowColumn::DstPort},
    EndWord{"l4port", RowColumn::SrcPort, RowColumn::DstPort},
    EndWord{"ns", RowColumn::SrcNs, RowColumn::DstNs},
    EndWord{"namespace", RowColumn::SrcNs, RowColumn::DstNs},
    EndWord{"podnamespace", RowColumn::SrcNs, RowColumn::DstNs},
    EndWord{"kubernetesnamespace", RowColumn::SrcNs, RowColumn::DstNs},
    EndWord{"k8snamespace", RowColumn::SrcNs, RowColumn::DstNs},
    EndWord{"namespacename", RowColumn::SrcNs, RowColumn::DstNs},
    EndWord{"workload", RowColumn::SrcWorkload, RowColumn::DstWorkload},
    EndWord{"workloadname", RowColumn::SrcWorkload, RowColumn::DstWorkload},
    EndWord{"deployment", RowColumn::SrcWorkload, RowColumn::DstWorkload},
    EndWord{"owner", RowColumn::SrcWorkload, RowColumn::DstWorkload},
    EndWord{"ownername", RowColumn::SrcWorkload, RowColumn::DstWorkload},
    EndWord{"kubernetesdeploymentname", RowColumn::SrcWorkload, RowColumn::DstWorkload},
    EndWord{"pod", RowColumn::SrcPod, RowColumn::DstPod},
    EndWord{"podname", RowColumn::SrcPod, RowColumn::DstPod},
    EndWord{"kubernetespodname", RowColumn::SrcPod, RowColumn::DstPod},
    EndWord{"k8spodname", RowColumn::SrcPod, RowColumn::DstPod},
    EndWord{"natip", std::nullopt, RowColumn::DstNatIp},
    EndWord{"natport", std::nullopt, RowColumn::DstNatPort},
    EndWord{"service", std::nullopt, RowColumn::DstService},
    EndWord{"servicename", std::nullopt, RowColumn::DstService},
    EndWord{"servicens", std::nullopt, RowColumn::DstServiceNs},
    EndWord{"servicenamespace", std::nullopt, RowColumn::DstServiceNs},
};

constexpr std::array kAliases{
    Alias{"time", RowColumn::Time},
    Alias{"timestamp", RowColumn::Time},
    Alias{"ts", RowColumn::Time},
    Alias{"eventtime", RowColumn::Time},
    Alias{"datetime", RowColumn::Time},
    Alias{"timereceived", RowColumn::Time},
    Alias{"firstseen", RowColumn::FirstSeen},
    Alias{"start", RowColumn::FirstSeen},
    Alias{"starttime", RowColumn::FirstSeen},
    Alias{"eventstart", RowColumn::FirstSeen},
    Alias{"flowstart", RowColumn::FirstSeen},
    Alias{"flowstartseconds", RowColumn::FirstSeen},
    Alias{"flowstartmilliseconds", RowColumn::FirstSeen},
    Alias{"lastseen", RowColumn::LastSeen},
    Alias{"end", RowColumn::LastSeen},
    Alias{"endtime", RowColumn::LastSeen},
    Alias{"eventend", RowColumn::LastSeen},
    Alias{"flowend", RowColumn::LastSeen},
    Alias{"flowendseconds", RowColumn::LastSeen},
    Alias{"flowendmilliseconds", RowColumn::LastSeen},
    Alias{"saddr", RowColumn::SrcIp},
    Alias{"daddr", RowColumn::DstIp},
    Alias{"sip", RowColumn::SrcIp},
    Alias{"dip", RowColumn::DstIp},
    Alias{"sa", RowColumn::SrcIp},
    Alias{"da", RowColumn::DstIp},
    Alias{"sp", RowColumn::SrcPort},
    Alias{"dp", RowColumn::DstPort},
    Alias{"sport", RowColumn::SrcPort},
    Alias{"dport", RowColumn::DstPort},
    Alias{"dnatip", RowColumn::DstNatIp},
    Alias{"dnatport", RowColumn::DstNatPort},
    Alias{"protocol", RowColumn::Protocol},
    Alias{"proto", RowColumn::Protocol},
    Alias{"networktransport", RowColumn::Protocol},
    Alias{"transport", RowColumn::Protocol},
    Alias{"l4protocol", RowColumn::Protocol},
    Alias{"l4proto", RowColumn::Protocol},
    Alias{"ipprotocol", RowColumn::Protocol},
    Alias{"ipproto", RowColumn::Protocol},
    Alias{"transportprotocol", RowColumn::Protocol},
    Alias{"protocolidentifier", RowColumn::Protocol},
    Alias{"networkiananumber", RowColumn::Protocol},
    Alias{"verdict", RowColumn::Verdict},
    Alias{"policyverdict", RowColumn::Verdict},
    Alias{"networkpolicyverdict", RowColumn::Verdict},
    Alias{"action", RowColumn::Action},
    Alias{"eventaction", RowColumn::Action},
    Alias{"disposition", RowColumn::Action},
    Alias{"decision", RowColumn::Action},
    Alias{"count", RowColumn::Count},
    Alias{"connections", RowColumn::Count},
    Alias{"flowcount", RowColumn::Count},
    Alias{"numflows", RowColumn::Count},
    Alias{"tcpflags", RowColumn::TcpFlags},
    Alias{"flags", RowColumn::TcpFlags},
    Alias{"flg", RowColumn::TcpFlags},
    Alias{"tcpcontrolbits", RowColumn::TcpFlags},
    Alias{"direction", RowColumn::Direction},
    Alias{"networkdirection", RowColumn::Direction},
    Alias{"flowdirection", RowColumn::Direction},
    Alias{"trafficdirection", RowColumn::Direction},
    Alias{"reporter", RowColumn::Reporter},
    Alias{"reply", RowColumn::Reply},
    Alias{"isreply", RowColumn::Reply},
    Alias{"kubernetesnamespace", RowColumn::OwnNs},
    Alias{"kubernetesnamespacename", RowColumn::OwnNs},
    Alias{"kubernetespodname", RowColumn::OwnPod},
};

std::string joined(std::string_view name) {
    std::string out;
    for (const char c : name)
        if (const auto byte = static_cast<unsigned char>(c); std::isalnum(byte) != 0)
            out += static_cast<char>(std::tolower(byte));
    return out;
}

std::optional<ColumnNames::Meaning> endMeaning(std::string_view name) {
    const auto find = [&](std::span<const std::string_view> ends,
                          bool isSource) -> std::optional<ColumnNames::Meaning> {
        for (const std::string_view end : ends) {
            if (!name.starts_with(end)) continue;
            const auto it = std::ranges::find(kEndWords, name.substr(end.size()), &EndWord::word);
            if (it == kEndWords.end()) continue;
            const std::optional<RowColumn> column = isSource ? it->source : it->destination;
            if (!column) return std::nullopt;
            return ColumnNames::Meaning{*column, static_cast<std::uint16_t>(1000 + (it - kEndWords.begin()))};
        }
        return std::nullopt;
    };
    if (auto source = find(kSources, true)) return source;
    return find(kDestinations, false);
}

} // namespace

std::string_view name(RowColumn column) {
    return kNames[static_cast<std::size_t>(column)];
}

std::optional<RowColumn> parseRowColumn(std::string_view text) {
    std::string lower;
    for (const char c : text) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto it = std::ranges::find(kNames, std::string_view(lower));
    if (it == kNames.end()) return std::nullopt;
    return static_cast<RowColumn>(it - kNames.begin());
}

bool ColumnsFound::speaksOfEnds() const {
    const auto first = m_has.begin() + static_cast<std::ptrdiff_t>(RowColumn::SrcNs);
    const auto last = m_has.begin() + static_cast<std::ptrdiff_t>(RowColumn::DstNatPort);
    return std::find(first, last + 1, true) != last + 1;
}

bool ColumnsFound::hasAny(std::initializer_list<RowColumn> columns) const {
    return std::ranges::any_of(columns, [this](RowColumn column) { return has(column); });
}

bool ColumnsFound::hasSource() const {
    return hasAny({RowColumn::SrcIp, RowColumn::SrcPod, RowColumn::SrcWorkload, RowColumn::SrcNs, RowColumn::OwnPod});
}

bool ColumnsFound::hasDestination() const {
    return hasAny({RowColumn::DstIp, RowColumn::DstPod, RowColumn::DstWorkload, RowColumn::DstNs, RowColumn::DstService,
                   RowColumn::DstNatIp, RowColumn::OwnPod});
}

bool ColumnsFound::hasPort() const {
    return hasAny({RowColumn::DstPort, RowColumn::DstNatPort});
}

std::string ColumnsFound::missing() const {
    std::string out;
    const auto need = [&](bool isThere, std::string_view what) {
        if (!isThere) out += (out.empty() ? "" : ", ") + std::string(what);
    };
    need(hasSource(), "the source (src_ip, src_pod or src_workload)");
    need(hasDestination(), "the destination (dst_ip, dst_pod or dst_workload)");
    need(hasPort(), "the destination's port (dst_port)");
    return out;
}

std::optional<ColumnNames::Meaning> ColumnNames::meaningOf(std::string_view path) const {
    if (m_mapping)
        if (const auto column = m_mapping->columnOf(path)) return Meaning{*column, 0};
    if (const auto own = parseRowColumn(path))
        return m_mapping && m_mapping->names(*own) ? std::nullopt : std::optional(Meaning{*own, 1});
    const std::string word = joined(path);
    const auto it = std::ranges::find(kAliases, std::string_view(word), &Alias::name);
    auto meaning = it == kAliases.end()
                       ? endMeaning(word)
                       : std::optional(Meaning{it->column, static_cast<std::uint16_t>(10 + (it - kAliases.begin()))});
    if (meaning && m_mapping && m_mapping->names(meaning->column)) return std::nullopt;
    return meaning;
}

bool ColumnNames::mayHold(std::string_view path) const {
    if (m_mapping && m_mapping->mayHold(path)) return true;
    const std::string word = joined(path);
    if (word.empty()) return false;
    const auto begins = [&](std::string_view name) { return name.starts_with(word); };
    const auto beginsEnd = [&](std::string_view end) {
        if (end == word) return true;
        if (!std::string_view(word).starts_with(end)) return false;
        const std::string_view rest = std::string_view(word).substr(end.size());
        return std::ranges::any_of(kEndWords, [&](const EndWord& w) { return w.word.starts_with(rest); });
    };
    return std::ranges::any_of(kAliases, begins, &Alias::name) || std::ranges::any_of(kSources, beginsEnd) ||
           std::ranges::any_of(kDestinations, beginsEnd);
}

bool ColumnNames::isIgnored(std::string_view path) {
    const std::string word = joined(path);
    return word.find("bytes") != std::string::npos || word.find("packets") != std::string::npos ||
           word.find("octets") != std::string::npos;
}

} // namespace portolan
