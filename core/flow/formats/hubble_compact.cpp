#include "core/flow/formats/cells.h"
#include "core/flow/formats/hubble_classes.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/formats/text_fields.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

/// What `hubble observe` prints for people (flows.md 2.1; hubble/pkg/printer of cilium/cilium): names, no labels, a
/// time without year.
///
///     Feb  7 13:06:45.130 [node]: shop/web-1:40000 (ID:31028) -> shop/db-1:5432 (ID:16530) policy-verdict:L3-L4
///         INGRESS ALLOWED BY p (NetworkPolicy) (TCP Flags: SYN)
///
/// "<-" is printed with the ends of the connection, not of the packet: the right one sent it.

namespace portolan {
namespace {

constexpr std::size_t kMaxRemembered = 100'000;

struct CompactEnd {
    std::string_view name; ///< with its port
    std::string_view identity;
};

struct CompactLine {
    std::string_view time;
    CompactEnd left, right;
    std::string_view arrow;
    std::string_view event; ///< what follows the ends
};

/// Takes "name:port (identity)" off.
bool takeEnd(std::string_view& rest, CompactEnd& end) {
    const std::size_t open = rest.find(" (");
    const std::size_t close = rest.find(')', open == std::string_view::npos ? rest.size() : open);
    if (close == std::string_view::npos) return false;
    end.name = rest.substr(0, open);
    end.identity = rest.substr(open + 2, close - open - 2);
    rest.remove_prefix(close + 1);
    return !end.name.empty();
}

/// Where the time ends: before ": " or " [node]: ". npos where the line begins with none.
std::size_t timeEnd(std::string_view line) {
    constexpr std::size_t kShortest = 15;
    if (line.size() < kShortest + 2) return std::string_view::npos;
    const bool isStamp = line[3] == ' ' && line[6] == ' ' && line[9] == ':' && line[12] == ':';
    const bool isRfc = line[4] == '-' && line[7] == '-' && line[10] == 'T';
    if (!isStamp && !isRfc) return std::string_view::npos;
    const std::size_t blank = line.find_first_of(" ", isStamp ? kShortest - 1 : 0);
    return blank;
}

std::optional<CompactLine> parseCompact(std::string_view line) {
    CompactLine out;
    const std::size_t blank = timeEnd(line);
    if (blank == std::string_view::npos) return std::nullopt;
    out.time = line.substr(0, blank);
    std::string_view rest = line.substr(blank + 1);
    if (out.time.ends_with(':')) {
        out.time.remove_suffix(1);
    } else {
        const std::size_t node = rest.find("]: ");
        if (!rest.starts_with('[') || node == std::string_view::npos) return std::nullopt;
        rest.remove_prefix(node + 3);
    }
    if (!takeEnd(rest, out.left)) return std::nullopt;
    out.arrow = takeWord(rest);
    if (out.arrow != "->" && out.arrow != "<-" && out.arrow != "<>") return std::nullopt;
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    if (!takeEnd(rest, out.right)) return std::nullopt;
    out.event = trimmed(rest);
    return out;
}

/// The words of the event in those of the JSON form.
struct CompactEvent {
    HubbleWords words;
    std::string_view summary; ///< in the last brackets: "TCP Flags: SYN", "UDP"
};

struct VerdictWord {
    std::string_view text;
    std::string_view verdict; ///< in the JSON form
};
constexpr std::array kVerdicts{
    VerdictWord{"FORWARDED", "FORWARDED"},   VerdictWord{"DROPPED", "DROPPED"}, VerdictWord{"ALLOWED", "FORWARDED"},
    VerdictWord{"DENIED", "DROPPED"},        VerdictWord{"AUDITED", "AUDIT"},   VerdictWord{"AUDIT", "AUDIT"},
    VerdictWord{"REDIRECTED", "REDIRECTED"}, VerdictWord{"ERROR", "ERROR"},     VerdictWord{"TRACED", "TRACED"},
    VerdictWord{"TRANSLATED", "TRANSLATED"},
};

/// drop_reason_desc of what the printer writes for it.
std::string_view dropReason(std::string_view type) {
    if (type == "Policy denied") return "POLICY_DENIED";
    if (type == "Policy denied by denylist") return "POLICY_DENY";
    if (type == "Authentication required") return "AUTH_REQUIRED";
    return type.empty() ? std::string_view("unknown") : type;
}

CompactEvent parseEvent(std::string_view event) {
    constexpr std::uint64_t kDrop = 1;
    constexpr std::uint64_t kTrace = 4;
    constexpr std::uint64_t kPolicyVerdict = 5;
    constexpr std::uint64_t kLayer7 = 129;
    CompactEvent out;
    const std::size_t open = event.rfind('(');
    if (open != std::string_view::npos && event.ends_with(')'))
        out.summary = event.substr(open + 1, event.size() - open - 2);
    std::string_view rest = event;
    std::string_view type;
    while (out.words.verdict.empty()) {
        const std::string_view word = takeWord(rest);
        if (word.empty()) return out;
        if (word == "INGRESS" || word == "EGRESS") out.words.direction = word;
        const auto it = std::ranges::find(kVerdicts, word, &VerdictWord::text);
        if (it != kVerdicts.end())
            out.words.verdict = it->verdict;
        else if (out.words.direction.empty())
            type = event.substr(0, event.size() - rest.size());
    }
    type = trimmed(type);
    const bool isDrop = out.words.verdict == "DROPPED" || out.words.verdict == "ERROR" || out.words.verdict == "AUDIT";
    if (type.starts_with("policy-verdict"))
        out.words.eventType = kPolicyVerdict;
    else if (type.starts_with("http-") || type.starts_with("dns-") || type.starts_with("kafka-") ||
             type.starts_with("l7-"))
        out.words.eventType = kLayer7;
    else
        out.words.eventType = isDrop ? kDrop : kTrace;
    if (isDrop && out.words.eventType != kPolicyVerdict) out.words.dropReason = dropReason(type);
    if (type == "to-endpoint") out.words.tracePoint = "TO_ENDPOINT";
    if (type.starts_with("to-") && out.words.tracePoint.empty()) out.words.tracePoint = "TO_STACK";
    if (type.starts_with("xlate-") || type.starts_with("pre-xlate-") || type.starts_with("post-xlate-"))
        out.words.flowType = "SOCK";
    return out;
}

std::optional<Protocol> protocolOf(std::string_view summary) {
    if (summary.starts_with("TCP") || summary.starts_with("HTTP")) return Protocol::Tcp;
    if (summary == "UDP") return Protocol::Udp;
    if (summary == "SCTP") return Protocol::Sctp;
    return std::nullopt;
}

/// "TCP Flags: SYN, ACK".
TcpFlags flagsOf(std::string_view summary) {
    TcpFlags flags;
    flags.isKnown = summary.starts_with("TCP Flags:");
    flags.hasSyn = flags.isKnown && summary.find("SYN") != std::string_view::npos;
    flags.hasAck = flags.isKnown && summary.find("ACK") != std::string_view::npos;
    return flags;
}

/// "health", "world", "ID:12345".
EndClass classOf(std::string_view identity) {
    constexpr std::string_view kNumber = "ID:";
    if (!identity.starts_with(kNumber)) return reservedClass(identity).value_or(EndClass::Unknown);
    return identityClass(parseNumber<std::uint64_t>(identity.substr(kNumber.size())).value_or(0));
}

class HubbleCompactReader final : public LineReader {
  public:
    HubbleCompactReader(Attribution& attribution, std::int64_t fileTime)
        : m_attribution(attribution), m_maker(attribution), m_fileTime(fileTime) {}
    LineResult read(std::string_view line, std::uint64_t position) override;
    void forgetEnds() override { m_maker.forgetEnds(); }

  private:
    LineResult readLost(std::string_view line, std::uint64_t position) const;
    FlowTextEnd endOf(const CompactEnd& end);
    bool isService(std::string_view ns, std::string_view name);

    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    Attribution& m_attribution;
    RecordMaker m_maker;
    std::int64_t m_fileTime;
    std::string m_plain; ///< the line without colours
    std::string m_key;
    std::unordered_map<std::string, bool, TextHash, std::equal_to<>> m_services; ///< by "namespace/name"
};

constexpr char kEscape = '\x1b';

/// Appends a line without the escape sequences that colour it (ECMA-48: ESC [ parameters letter).
void appendPlain(std::string_view line, std::string& out) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != kEscape) {
            out += line[i];
            continue;
        }
        if (i + 1 < line.size() && line[i + 1] == '[') ++i;
        while (i + 1 < line.size() && (line[i + 1] == ';' || (line[i + 1] >= '0' && line[i + 1] <= '9'))) ++i;
        if (i + 1 < line.size()) ++i; // the letter
    }
}

/// "EVENTS LOST: HUBBLE_RING_BUFFER CPU(0) 5".
LineResult HubbleCompactReader::readLost(std::string_view line, std::uint64_t position) const {
    if (!line.starts_with("EVENTS LOST:")) return skippedLine(SkipReason::Malformed, position);
    LineResult loss;
    loss.kind = LineResult::Kind::Loss;
    const std::string_view number = line.substr(line.rfind(' ') + 1);
    loss.lostEvents = parseNumber<std::uint64_t>(number).value_or(1);
    return loss;
}

/// Pods and Services are printed alike. A pod that the inventory knows is one; then a Service of that very name is.
bool HubbleCompactReader::isService(std::string_view ns, std::string_view name) {
    m_key.assign(ns).append(1, '/').append(name);
    if (const auto it = m_services.find(std::string_view(m_key)); it != m_services.end()) return it->second;
    if (m_services.size() >= kMaxRemembered) m_services.clear();
    EndFacts facts;
    facts.ns = ns;
    facts.workload = name;
    facts.workloadKind = "Service";
    const bool is = !m_attribution.cluster().findPod(ns, name) && m_attribution.serviceByName(facts).has_value();
    return m_services.emplace(m_key, is).first->second;
}

FlowTextEnd HubbleCompactReader::endOf(const CompactEnd& end) {
    FlowTextEnd out;
    out.facts.endClass = classOf(end.identity);
    std::string_view host = end.name;
    if (const auto socket = parseSocket(host)) {
        out.address = socket->address;
        out.port = socket->port;
        return out;
    }
    const std::size_t colon = host.rfind(':');
    const bool isAddress = isLikelyAddress(host) && host.find('/') == std::string_view::npos;
    if (colon != std::string_view::npos && !isAddress) {
        out.port = parseNumber<std::uint16_t>(host.substr(colon + 1)).value_or(0);
        host = host.substr(0, colon);
    }
    const std::size_t slash = host.find('/');
    if (slash == std::string_view::npos) {
        out.address = host; // or DNS names, which are no address and leave the identity to speak
        return out;
    }
    out.facts.ns = host.substr(0, slash);
    const std::string_view name = host.substr(slash + 1);
    if (isService(out.facts.ns, name)) {
        out.facts.workload = name;
        out.facts.workloadKind = "Service";
    } else {
        out.facts.pod = name;
    }
    return out;
}

LineResult HubbleCompactReader::read(std::string_view line, std::uint64_t position) {
    if (line.find(kEscape) != std::string_view::npos) {
        m_plain.clear();
        appendPlain(line, m_plain);
        line = m_plain;
    }
    const auto compact = parseCompact(line);
    if (!compact) {
        const bool isOther = timeEnd(line) != std::string_view::npos; // agent and debug events
        return isOther ? skippedLine(SkipReason::OtherEvent, position) : readLost(line, position);
    }
    const CompactEvent event = parseEvent(compact->event);
    FlowText text;
    const auto time = parseRfc3339(compact->time);
    text.firstSeen = text.lastSeen = time ? *time : parseYearlessTime(compact->time, m_fileTime).value_or(0);
    text.protocol = protocolOf(event.summary);
    if (!text.protocol) return skippedFlow(SkipReason::NoTransport, text, position);
    const auto classOrReason = classified(event.words);
    if (const auto* reason = std::get_if<SkipReason>(&classOrReason)) return skippedFlow(*reason, text, position);
    const auto& kind = std::get<HubbleClass>(classOrReason);
    const bool isReply = compact->arrow == "<-";
    text.from = endOf(isReply ? compact->right : compact->left);
    text.to = endOf(isReply ? compact->left : compact->right);
    if (compact->arrow != "<>") text.reply = isReply ? Reply::Yes : Reply::No;
    text.observation = kind.observation;
    text.verdict = kind.verdict;
    text.reporter = kind.reporter;
    text.flags = flagsOf(event.summary);
    text.weightKind = WeightKind::Connection;
    LineResult result = m_maker.make(text, position);
    const CompactEnd& sender = isReply ? compact->right : compact->left;
    result.record.clientIdentity = TextHash{}(sender.name.substr(0, sender.name.rfind(':')));
    return result;
}

} // namespace

extern const FormatEntry kHubbleCompactEntry;
const FormatEntry kHubbleCompactEntry{
    FlowFormat::HubbleCompact,
    [](const SniffedLine& line, FormatHeader&) {
        if (line.isObject) return false;
        if (line.text.starts_with("EVENTS LOST: ")) return true;
        if (line.text.find(kEscape) == std::string_view::npos) return parseCompact(line.text).has_value();
        std::string plain;
        appendPlain(line.text, plain);
        return parseCompact(plain).has_value();
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints& hints) -> std::unique_ptr<LineReader> {
        return std::make_unique<HubbleCompactReader>(attribution, hints.fileTime);
    }};

} // namespace portolan
