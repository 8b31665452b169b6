#include "core/flow/row_reader.h"

#include "core/flow/json_text.h"
#include "core/flow/line_blocks.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <deque>
#include <unordered_map>

namespace portolan {
namespace {

constexpr std::array<std::string_view, kRowColumnCount> kColumnNames{
    "time",         "first_seen", "last_seen", "src_ns",   "src_workload", "src_pod", "src_ip", "dst_ns",
    "dst_workload", "dst_pod",    "dst_ip",    "protocol", "dst_port",     "verdict", "count"};
constexpr std::size_t kMaxOpenRow = std::size_t{64} << 10U;
constexpr std::size_t kMaxRememberedEnds = 200'000;

using Cells = std::array<std::string_view, kRowColumnCount>;

std::string_view cell(const Cells& cells, RowColumn column) {
    return cells[static_cast<std::size_t>(column)];
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

template <typename Number>
std::optional<Number> parseNumber(std::string_view text) {
    Number out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return out;
}

/// A name, or an IANA number as many logs print it.
std::optional<Protocol> parseProtocolCell(std::string_view text) {
    if (const auto protocol = parseProtocolAnyCase(text)) return protocol;
    if (text == "6") return Protocol::Tcp;
    if (text == "17") return Protocol::Udp;
    if (text == "132") return Protocol::Sctp;
    return std::nullopt;
}

/// Takes the next field off a row; false where its quotes are still open at the end. Quoted content with doubled quotes
/// is copied into `undone`.
bool takeField(std::string_view& rest, char separator, std::string_view& field, std::deque<std::string>& undone) {
    if (!rest.starts_with('"')) {
        const std::size_t end = std::min(rest.find(separator), rest.size());
        field = trimmed(rest.substr(0, end));
        rest.remove_prefix(end);
        return true;
    }
    rest.remove_prefix(1);
    std::size_t end = rest.find('"');
    bool isCopied = false;
    while (end != std::string_view::npos && end + 1 < rest.size() && rest[end + 1] == '"') {
        if (!isCopied) undone.emplace_back();
        isCopied = true;
        undone.back().append(rest.substr(0, end + 1));
        rest.remove_prefix(end + 2);
        end = rest.find('"');
    }
    if (end == std::string_view::npos) return false;
    field = rest.substr(0, end);
    if (isCopied) field = undone.back().append(field);
    rest.remove_prefix(end + 1);
    const std::size_t next = std::min(rest.find(separator), rest.size()); // what follows a closing quote is dropped
    rest.remove_prefix(next);
    return true;
}

EndFacts endFacts(std::string_view ns, std::string_view workload, std::string_view pod) {
    EndFacts facts;
    facts.ns = ns;
    facts.pod = pod;
    facts.workload = workload;
    if (workload.ends_with(']'))
        if (const std::size_t open = workload.rfind('['); open != std::string_view::npos) {
            facts.workload = workload.substr(0, open);
            facts.workloadKind = workload.substr(open + 1, workload.size() - open - 2);
        }
    if (const std::size_t slash = facts.workload.find('/'); ns.empty() && slash != std::string_view::npos) {
        facts.ns = facts.workload.substr(0, slash);
        facts.workload.remove_prefix(slash + 1);
    }
    if (ns.empty() && facts.workload == "internet") facts.endClass = EndClass::World;
    if (ns.empty() && facts.workload == "reserved:ingress") facts.endClass = EndClass::Proxy;
    if (ns.empty() && facts.workloadKind == "Node") facts.endClass = EndClass::Node;
    if (facts.endClass == EndClass::Proxy) facts.workload = {};
    return facts;
}

} // namespace

std::optional<RowColumn> parseRowColumn(std::string_view name) {
    std::string lower;
    for (const char c : name) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto it = std::ranges::find(kColumnNames, std::string_view(lower));
    if (it == kColumnNames.end()) return std::nullopt;
    return static_cast<RowColumn>(it - kColumnNames.begin());
}

std::optional<RowLayout> parseRowHeader(std::string_view line) {
    for (const char separator : {',', ';', '\t'}) {
        RowLayout layout{separator, {}, {}};
        std::deque<std::string> undone;
        std::array<bool, kRowColumnCount> has{};
        std::string_view rest = line;
        for (bool isMore = true; isMore;) {
            std::string_view field;
            if (!takeField(rest, separator, field, undone)) return std::nullopt;
            const auto column = parseRowColumn(trimmed(field));
            layout.columns.push_back(column);
            if (column)
                has[static_cast<std::size_t>(*column)] = true;
            else
                layout.unread.emplace_back(field);
            isMore = !rest.empty();
            if (isMore) rest.remove_prefix(1);
        }
        const auto hasAny = [&](RowColumn first, RowColumn last) {
            return std::any_of(has.begin() + static_cast<int>(first), has.begin() + static_cast<int>(last) + 1,
                               [](bool b) { return b; });
        };
        if (hasAny(RowColumn::DstPort, RowColumn::DstPort) && hasAny(RowColumn::SrcNs, RowColumn::SrcIp) &&
            hasAny(RowColumn::DstNs, RowColumn::DstIp))
            return layout;
    }
    return std::nullopt;
}

struct RowReader::State {
    explicit State(Attribution& a) : attribution(a) {}

    LineResult read(const Cells& cells, std::uint64_t position);
    std::optional<Attributed> end(const Cells& cells, RowColumn ns, RowColumn workload, RowColumn pod, RowColumn ip);

    Attribution& attribution;
    simdjson::ondemand::parser parser;
    std::unordered_map<std::string, std::optional<Attributed>> knownEnds;
    std::deque<std::string> undone;
    std::string open; ///< a row whose quotes are still open
    std::uint64_t openPosition = 0;
};

std::optional<Attributed> RowReader::State::end(const Cells& cells, RowColumn ns, RowColumn workload, RowColumn pod,
                                                RowColumn ip) {
    std::string key;
    for (const RowColumn column : {ns, workload, pod, ip}) key.append(cell(cells, column)).append(1, '\n');
    if (const auto it = knownEnds.find(key); it != knownEnds.end()) return it->second;
    if (knownEnds.size() >= kMaxRememberedEnds) knownEnds.clear();
    const EndFacts facts = endFacts(cell(cells, ns), cell(cells, workload), cell(cells, pod));
    std::optional<Attributed> out;
    if (const auto named = attribution.byName(facts))
        out = Attributed{*named, std::nullopt};
    else
        out = attribution.byAddress(facts.endClass, facts.ns, cell(cells, ip));
    knownEnds.emplace(std::move(key), out);
    return out;
}

LineResult RowReader::State::read(const Cells& cells, std::uint64_t position) {
    LineResult result;
    result.kind = LineResult::Kind::Skip;
    result.fields = {true, true, true, true, true, true, true};
    FlowRecord& record = result.record;
    record.position = position;
    const std::string_view time = cell(cells, RowColumn::Time);
    const std::string_view first = cell(cells, RowColumn::FirstSeen);
    const std::string_view last = cell(cells, RowColumn::LastSeen);
    record.firstSeen = parseTime(first.empty() ? time : first).value_or(0);
    record.lastSeen = std::max(record.firstSeen, parseTime(last.empty() ? time : last).value_or(0));
    if (record.firstSeen == 0) record.firstSeen = record.lastSeen;
    const std::string_view port = cell(cells, RowColumn::DstPort);
    const std::string_view count = cell(cells, RowColumn::Count);
    const auto protocol = parseProtocolCell(cell(cells, RowColumn::Protocol));
    const auto portNumber = parseNumber<std::uint16_t>(port);
    const auto verdict = parseFlowVerdict(cell(cells, RowColumn::Verdict));
    const auto weight = count.empty() ? std::optional<std::uint64_t>(1) : parseNumber<std::uint64_t>(count);
    result.reason = SkipReason::Malformed;
    if (!weight || *weight == 0 || (!port.empty() && !portNumber)) return result;
    result.reason = SkipReason::NoTransport;
    if (!protocol || portNumber.value_or(0) == 0) return result;
    result.reason = SkipReason::NoVerdict;
    if (!verdict) return result;
    result.reason = SkipReason::NoEnd;
    auto from = end(cells, RowColumn::SrcNs, RowColumn::SrcWorkload, RowColumn::SrcPod, RowColumn::SrcIp);
    auto to = end(cells, RowColumn::DstNs, RowColumn::DstWorkload, RowColumn::DstPod, RowColumn::DstIp);
    if (!from || !to) return result;
    record.protocol = *protocol;
    record.toPort = *portNumber;
    record.verdict = *verdict;
    record.weight = *weight;
    if (from->service) from->end = attribution.translated(*from->service, record.protocol, 0).first;
    if (to->service)
        std::tie(to->end, record.toPort) = attribution.translated(*to->service, record.protocol, record.toPort);
    record.from = from->end;
    record.to = to->end;
    record.observation = Observation::Stated;
    record.reply = Reply::No;
    result.kind = LineResult::Kind::Flow;
    return result;
}

RowReader::RowReader(Attribution& attribution) : m_state(std::make_unique<State>(attribution)) {}
RowReader::~RowReader() = default;

LineResult RowReader::readCsv(const RowLayout& layout, std::string_view line, std::uint64_t position) {
    State& s = *m_state;
    const bool isContinued = !s.open.empty();
    if (isContinued)
        s.open.append(1, '\n').append(line);
    else
        s.openPosition = position;
    const std::string joined = isContinued ? std::move(s.open) : std::string();
    s.open.clear();
    std::string_view rest = isContinued ? std::string_view(joined) : line;
    if (rest.empty()) return {};
    s.undone.clear();
    Cells cells;
    std::size_t fields = 0;
    for (bool isMore = true; isMore; ++fields) {
        std::string_view field;
        const std::string_view whole = isContinued ? std::string_view(joined) : line;
        if (!takeField(rest, layout.separator, field, s.undone)) {
            if (whole.size() <= kMaxOpenRow) {
                s.open = whole;
                return {};
            }
            LineResult result;
            result.kind = LineResult::Kind::Skip;
            result.record.position = s.openPosition;
            return result;
        }
        if (fields < layout.columns.size() && layout.columns[fields])
            cells[static_cast<std::size_t>(*layout.columns[fields])] = field;
        isMore = !rest.empty();
        if (isMore) rest.remove_prefix(1);
    }
    if (fields != layout.columns.size()) {
        LineResult result;
        result.kind = LineResult::Kind::Skip;
        result.record.position = s.openPosition;
        return result;
    }
    return s.read(cells, s.openPosition);
}

LineResult RowReader::readJson(std::string_view line, std::uint64_t position) {
    State& s = *m_state;
    s.undone.clear();
    Cells cells;
    simdjson::ondemand::document document;
    json::Object top;
    const bool isObject =
        s.parser.iterate(line.data(), line.size(), line.size() + kPaddingBytes).get(document) == simdjson::SUCCESS &&
        document.get_object().get(top) == simdjson::SUCCESS;
    const bool isRead =
        isObject && json::forEachField(top, [&](simdjson::ondemand::raw_json_string key, json::Value& value) {
            for (std::size_t i = 0; i < kColumnNames.size(); ++i)
                if (json::is(key, kColumnNames[i])) {
                    const std::string_view text = json::token(value);
                    if (text.starts_with('"'))
                        cells[i] = json::string(value, s.undone);
                    else if (text != "null")
                        cells[i] = text;
                }
            return true;
        });
    if (isRead) return s.read(cells, position);
    LineResult result;
    result.kind = LineResult::Kind::Skip;
    result.record.position = position;
    return result;
}

LineResult RowReader::finish() {
    LineResult result;
    if (m_state->open.empty()) return result;
    m_state->open.clear();
    result.kind = LineResult::Kind::Skip;
    result.record.position = m_state->openPosition;
    return result;
}

void RowReader::forgetEnds() {
    m_state->knownEnds.clear();
}

} // namespace portolan
