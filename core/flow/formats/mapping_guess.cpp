#include "core/flow/formats/mapping_guess.h"

#include "core/flow/formats/cells.h"
#include "core/flow/time_text.h"
#include "core/net/address.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <utility>

namespace portolan {
namespace {

using Words = std::vector<std::string>;

/// The words that a name is made of, in lower case: "clientAddr" and "client.addr" are client and addr.
Words wordsOf(std::string_view name) {
    Words words;
    bool isInWord = false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto byte = static_cast<unsigned char>(name[i]);
        const bool isHump =
            i > 0 && std::isupper(byte) != 0 && std::islower(static_cast<unsigned char>(name[i - 1])) != 0;
        if (std::isalpha(byte) == 0) {
            isInWord = false;
            continue;
        }
        if (!isInWord || isHump) words.emplace_back();
        isInWord = true;
        words.back() += static_cast<char>(std::tolower(byte));
    }
    return words;
}

bool hasAny(const Words& words, std::initializer_list<std::string_view> wanted) {
    return std::ranges::any_of(wanted,
                               [&](std::string_view word) { return std::ranges::find(words, word) != words.end(); });
}

bool areAll(const HeadColumn& column, const std::function<bool(const std::string&)>& isOne) {
    return !column.values.empty() && std::ranges::all_of(column.values, isOne);
}

bool isAddress(const std::string& text) {
    return IpAddress::parse(text).has_value();
}
bool isPort(const std::string& text) {
    return parseNumber<std::uint16_t>(text).has_value();
}
bool isName(const std::string& text) {
    return !isAddress(text) && !parseNumber<double>(text);
}
bool isProtocolWord(const std::string& text) {
    return !parseNumber<double>(text) && (parseProtocolCell(text) || text == "icmp" || text == "ICMP");
}
bool isDate(const std::string& text) {
    return parseRfc3339(text).has_value();
}
/// After 2000, in whatever unit.
bool isEpoch(const std::string& text) {
    constexpr std::int64_t kYear2000 = 946'684'800;
    const auto time = parseNumber<double>(text) ? parseTime(text) : std::nullopt;
    return time && *time >= kYear2000 * kNanosecondsPerSecond;
}
/// A few words, of which at least half say what was decided.
bool areDecisions(const HeadColumn& column) {
    constexpr std::size_t kMostWords = 12;
    const auto isOne = [](const std::string& text) {
        return likelyVerdict(text).value_or(FlowVerdict::Observed) != FlowVerdict::Observed;
    };
    const auto decisions = static_cast<std::size_t>(std::ranges::count_if(column.values, isOne));
    return decisions > 0 && column.values.size() <= kMostWords && decisions * 2 >= column.values.size();
}

/// The same thing of either end.
struct EndColumn {
    RowColumn source, destination;
};

/// What of an end a column tells, by the words of its name and by how its values look.
std::optional<EndColumn> partOf(const HeadColumn& column, const Words& words) {
    if (hasAny(words, {"port"}))
        return areAll(column, isPort) ? std::optional(EndColumn{RowColumn::SrcPort, RowColumn::DstPort}) : std::nullopt;
    if (areAll(column, isAddress)) return EndColumn{RowColumn::SrcIp, RowColumn::DstIp};
    if (!areAll(column, isName)) return std::nullopt;
    if (hasAny(words, {"ns", "namespace"})) return EndColumn{RowColumn::SrcNs, RowColumn::DstNs};
    if (hasAny(words, {"pod"})) return EndColumn{RowColumn::SrcPod, RowColumn::DstPod};
    if (hasAny(words, {"workload", "deployment", "app", "owner"}))
        return EndColumn{RowColumn::SrcWorkload, RowColumn::DstWorkload};
    return std::nullopt;
}

std::optional<RowColumn> endMeaning(const HeadColumn& column, const Words& words) {
    const bool isSource =
        hasAny(words, {"source", "src", "client", "from", "orig", "origin", "originator", "initiator", "caller"});
    const bool isDestination = hasAny(
        words, {"destination", "dst", "dest", "server", "to", "resp", "responder", "target", "callee", "upstream"});
    const auto part = isSource != isDestination ? partOf(column, words) : std::nullopt;
    if (!part) return std::nullopt;
    return isSource ? part->source : part->destination;
}

bool isTime(const HeadColumn& column, const Words& words) {
    if (areAll(column, isDate)) return true;
    return hasAny(words, {"time", "timestamp", "ts", "when", "date", "at", "epoch", "seen"}) && areAll(column, isEpoch);
}

/// Gathers the guesses; each meaning and each column is given away once.
class Guesser {
  public:
    explicit Guesser(const TableHead& head) : m_head(head) {}

    std::vector<ColumnGuess> guess() {
        byNames();
        for (const HeadColumn& column : m_head.columns)
            if (const auto meaning = endMeaning(column, wordsOf(column.name)); meaning && isFree(column))
                give(*meaning, column.name, ColumnGuess::By::Likeness);
        if (!has(RowColumn::DstPort) && !has(RowColumn::DstNatPort))
            giveOnly(RowColumn::DstPort, [](const HeadColumn& column) {
                return wordsOf(column.name).back() == "port" && areAll(column, isPort);
            });
        giveOnly(RowColumn::Protocol, [](const HeadColumn& column) { return areAll(column, isProtocolWord); });
        if (!has(RowColumn::FirstSeen) && !has(RowColumn::LastSeen))
            giveOnly(RowColumn::Time, [](const HeadColumn& column) { return isTime(column, wordsOf(column.name)); });
        if (!has(RowColumn::Verdict)) giveOnly(RowColumn::Action, areDecisions);
        std::ranges::sort(m_guesses, {}, &ColumnGuess::column);
        return std::move(m_guesses);
    }

  private:
    bool has(RowColumn meaning) const {
        return std::ranges::find(m_guesses, meaning, &ColumnGuess::column) != m_guesses.end();
    }
    bool isFree(const HeadColumn& column) const {
        return std::ranges::find(m_guesses, column.name, &ColumnGuess::from) == m_guesses.end() &&
               !wordsOf(column.name).empty() && !ColumnNames::isIgnored(column.name);
    }
    void give(RowColumn meaning, const std::string& from, ColumnGuess::By by) {
        if (!has(meaning)) m_guesses.push_back({meaning, from, by});
    }
    /// Of several columns for one thing the one that the reader would take.
    void byNames() {
        std::array<std::optional<std::pair<std::uint16_t, std::string>>, kRowColumnCount> best;
        const ColumnNames known;
        for (const HeadColumn& column : m_head.columns) {
            const auto meaning = known.meaningOf(column.name);
            if (!meaning) continue;
            auto& place = best[static_cast<std::size_t>(meaning->column)];
            if (!place || meaning->rank < place->first) place.emplace(meaning->rank, column.name);
        }
        for (std::size_t i = 0; i < kRowColumnCount; ++i)
            if (best[i]) give(static_cast<RowColumn>(i), best[i]->second, ColumnGuess::By::Name);
    }
    /// Gives a meaning to the one free column that is like it; of several nobody knows which.
    void giveOnly(RowColumn meaning, const std::function<bool(const HeadColumn&)>& isLike) {
        if (has(meaning)) return;
        const HeadColumn* found = nullptr;
        for (const HeadColumn& column : m_head.columns) {
            if (!isFree(column) || !isLike(column)) continue;
            if (found) return;
            found = &column;
        }
        if (found) give(meaning, found->name, ColumnGuess::By::Likeness);
    }

    const TableHead& m_head;
    std::vector<ColumnGuess> m_guesses;
};

} // namespace

std::optional<FlowVerdict> likelyVerdict(std::string_view word) {
    if (const auto verdict = parseFlowVerdict(word)) return verdict;
    std::string lower;
    for (const char c : word) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto isAny = [&](std::initializer_list<std::string_view> words) {
        return std::ranges::find(words, std::string_view(lower)) != words.end();
    };
    if (isAny({"pass", "passed", "permit", "forward", "let through"})) return FlowVerdict::Allowed;
    if (isAny({"block", "blocked", "refuse", "refused", "discard", "discarded", "prevented"}))
        return FlowVerdict::Denied;
    return std::nullopt;
}

std::vector<ColumnGuess> guessColumns(const TableHead& head) {
    return Guesser(head).guess();
}

ColumnMapping guessedMapping(const TableHead& head) {
    ColumnMapping mapping;
    for (const ColumnGuess& guess : guessColumns(head)) mapping.columns[guess.column] = guess.from;
    if (head.shape == TableHead::Shape::Separated && !head.hasHeader)
        for (const HeadColumn& column : head.columns) mapping.header.push_back(column.name);
    return mapping;
}

std::vector<MappingNeed> needsOf(const ColumnMapping& mapping) {
    ColumnsFound found;
    for (const auto& [column, from] : mapping.columns) found.add(column);
    for (const auto& [column, text] : mapping.constants)
        if (!text.empty()) found.add(column);
    std::vector<MappingNeed> needs;
    if (!found.hasSource()) needs.push_back(MappingNeed::Source);
    if (!found.hasDestination()) needs.push_back(MappingNeed::Destination);
    if (!found.hasPort()) needs.push_back(MappingNeed::Port);
    if (!found.has(RowColumn::Protocol)) needs.push_back(MappingNeed::Protocol);
    return needs;
}

ColumnMapping spelledOut(ColumnMapping mapping, const TableHead& head) {
    const ColumnMapping given = mapping;
    for (const ColumnGuess& guess : guessColumns(head)) {
        const bool isOpen = !given.names(guess.column) && !given.columnOf(guess.from);
        if (isOpen && guess.by == ColumnGuess::By::Name) mapping.columns[guess.column] = guess.from;
    }
    return mapping;
}

ColumnMapping completed(ColumnMapping mapping, const TableHead& head) {
    const ColumnNames known;
    for (const HeadColumn& column : head.columns) {
        const auto meaning = known.meaningOf(column.name);
        const bool isOpen = meaning && !mapping.names(meaning->column) && !mapping.columnOf(column.name);
        if (isOpen) mapping.constants[meaning->column] = std::string();
    }
    return mapping;
}

} // namespace portolan
