#include "core/flow/formats/conntrack_entry.h"

#include "core/flow/formats/cells.h"
#include "core/flow/formats/text_fields.h"
#include "core/flow/time_text.h"

namespace portolan {
namespace {

/// The four values of one direction, as text.
struct TupleText {
    std::string_view from, to, fromPort, toPort;

    /// The place of a key that has none yet; nullptr for keys that are not of a tuple.
    std::string_view* place(std::string_view key) {
        if (key == "src") return &from;
        if (key == "dst") return &to;
        if (key == "sport") return &fromPort;
        if (key == "dport") return &toPort;
        return nullptr;
    }
};

/// What a line says, before the texts are understood.
struct EntryText {
    std::string_view protocol;
    std::string_view state;
    TupleText original;
    TupleText reply;
    bool isReplied = true;
    bool isAssured = false;
};

std::optional<ConnectionTuple> tupleOf(const TupleText& text, Protocol protocol) {
    const auto from = IpAddress::parse(text.from);
    const auto to = IpAddress::parse(text.to);
    const auto fromPort = parseNumber<std::uint16_t>(text.fromPort);
    const auto toPort = parseNumber<std::uint16_t>(text.toPort);
    if (!from || !to || !fromPort || !toPort) return std::nullopt;
    return ConnectionTuple{*from, *to, *fromPort, *toPort, protocol};
}

std::variant<ConntrackEntry, NoConntrackEntry> understood(const EntryText& text) {
    const auto protocol = parseProtocolAnyCase(text.protocol);
    if (!protocol) return text.protocol.empty() ? NoConntrackEntry::Malformed : NoConntrackEntry::NoTransport;
    const auto original = tupleOf(text.original, *protocol);
    const auto reply = tupleOf(text.reply, *protocol);
    if (!original || !reply) return NoConntrackEntry::Malformed;
    ConntrackEntry entry;
    entry.before = *original;
    entry.after = reply->reversed();
    const bool isRefused = *protocol == Protocol::Tcp && text.state == "CLOSE" && !text.isAssured;
    const bool isTried = text.state == "SYN_SENT" || text.state == "SYN_SENT2";
    entry.isAnswered = text.isReplied && !isRefused && !isTried;
    return entry;
}

/// "[1615895912.123456]": seconds, as -o timestamp prints them before an event.
std::int64_t takeTimestamp(std::string_view& line) {
    if (!line.starts_with('[')) return 0;
    const std::size_t close = line.find(']');
    if (close == std::string_view::npos) return 0;
    const auto time = parseTime(trimmed(line.substr(1, close - 1)));
    if (!time) return 0;
    line.remove_prefix(close + 1);
    return *time;
}

bool isProtocolWord(std::string_view word) {
    return parseProtocolAnyCase(word) || word.starts_with("icmp") || word == "gre" || word == "dccp" ||
           word == "udplite" || word == "unknown" || word == "igmp" || word == "esp" || word == "ah";
}

bool isUpper(std::string_view word) {
    return !word.empty() && word.front() >= 'A' && word.front() <= 'Z';
}

std::variant<ConntrackEntry, NoConntrackEntry> parseKernelLine(std::string_view line) {
    EntryText text;
    auto event = ConntrackEntry::Event::None;
    const std::int64_t time = takeTimestamp(line);
    while (true) {
        const std::string_view word = takeWord(line);
        if (word.empty()) break;
        const std::size_t equals = word.find('=');
        if (equals != std::string_view::npos) {
            const std::string_view key = word.substr(0, equals);
            std::string_view* place = text.original.place(key);
            if (place && !place->empty()) place = text.reply.place(key);
            if (place && place->empty()) *place = word.substr(equals + 1);
        } else if (word == "[NEW]") {
            event = ConntrackEntry::Event::New;
        } else if (word == "[UPDATE]") {
            event = ConntrackEntry::Event::Update;
        } else if (word == "[DESTROY]") {
            event = ConntrackEntry::Event::Destroy;
        } else if (word == "[UNREPLIED]") {
            text.isReplied = false;
        } else if (word == "[ASSURED]" || word == "[OFFLOAD]" || word == "[HW_OFFLOAD]") {
            text.isAssured = true;
        } else if (text.protocol.empty() && isProtocolWord(word)) {
            text.protocol = word;
        } else if (text.state.empty() && isUpper(word)) {
            text.state = word;
        }
    }
    auto entry = understood(text);
    if (auto* found = std::get_if<ConntrackEntry>(&entry)) {
        found->event = event;
        found->time = time;
    }
    return entry;
}

/// What stands in the brackets after "name=("; empty where it is not there.
std::string_view bracketed(std::string_view line, std::string_view name) {
    const std::size_t at = line.find(name);
    if (at == std::string_view::npos) return {};
    line.remove_prefix(at + name.size());
    return line.substr(0, line.find(')'));
}

TupleText commaTuple(std::string_view text) {
    TupleText out;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::string_view field = text.substr(0, comma);
        text.remove_prefix(std::min(comma + 1, text.size()));
        const std::size_t equals = field.find('=');
        if (equals == std::string_view::npos) continue;
        if (std::string_view* place = out.place(field.substr(0, equals))) *place = field.substr(equals + 1);
    }
    return out;
}

/// The value after ",key="; empty where there is none.
std::string_view valueOf(std::string_view line, std::string_view key) {
    const std::size_t at = line.find(key);
    if (at == std::string_view::npos) return {};
    line.remove_prefix(at + key.size());
    return line.substr(0, line.find_first_of(",)"));
}

std::variant<ConntrackEntry, NoConntrackEntry> parseSwitchLine(std::string_view line, int zoneMinutes) {
    EntryText text;
    text.protocol = line.substr(0, line.find(','));
    text.original = commaTuple(bracketed(line, "orig=("));
    text.reply = commaTuple(bracketed(line, "reply=("));
    const std::string_view status = valueOf(line, ",status=");
    text.isReplied = status.empty() || status.find("SEEN_REPLY") != std::string_view::npos;
    text.isAssured = status.find("ASSURED") != std::string_view::npos;
    const std::string_view protocolState = bracketed(line, "protoinfo=(");
    text.state =
        protocolState.starts_with("state=") ? valueOf(protocolState, "state=") : valueOf(protocolState, "state_orig=");
    if (text.state == "CLOSED") text.state = "CLOSE";
    if (status.empty() && text.state == "CLOSE") text.isAssured = true; // nothing says whether it had been open
    auto entry = understood(text);
    if (auto* found = std::get_if<ConntrackEntry>(&entry))
        found->time = parseLocalTime(valueOf(line, ",start="), zoneMinutes).value_or(0);
    return entry;
}

} // namespace

std::variant<ConntrackEntry, NoConntrackEntry> parseConntrackLine(std::string_view line, int zoneMinutes) {
    const bool isSwitch = line.find(",orig=(") != std::string_view::npos;
    return isSwitch ? parseSwitchLine(line, zoneMinutes) : parseKernelLine(line);
}

bool isConntrackLine(std::string_view line) {
    if (line.find(",orig=(src=") != std::string_view::npos) return line.find("reply=(") != std::string_view::npos;
    const std::size_t first = line.find(" src=");
    if (first == std::string_view::npos || line.find(" dst=", first) == std::string_view::npos) return false;
    return line.find(" src=", first + 1) != std::string_view::npos;
}

} // namespace portolan
