#include "core/load/mentions.h"

#include "core/load/names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <vector>

namespace portolan::loading {
namespace {

using namespace std::string_view_literals;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
/// Part of a run that is taken as one word; upper case and '_' make it no host, but belong to the word.
bool isWordByte(char c) {
    return isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
}

/// Schemes whose authority is no host of the network.
constexpr std::array kHostless{"arn"sv, "file"sv, "gs"sv, "s3"sv, "s3a"sv, "secret"sv, "unix"sv, "urn"sv};

std::vector<std::string_view> partsOf(std::string_view host) {
    std::vector<std::string_view> out;
    for (;;) {
        const std::size_t dot = host.find('.');
        out.push_back(host.substr(0, dot));
        if (dot == std::string_view::npos) return out;
        host.remove_prefix(dot + 1);
    }
}

/// An address that another machine may have.
bool isForeignAddress(std::string_view text) {
    const auto address = IpAddress::parse(text);
    if (!address) return false;
    if (address->family() == AddressFamily::V6) return address->high() != 0 || address->low() > 1;
    const auto bits = static_cast<std::uint32_t>(address->low());
    return bits != 0 && (bits >> 24U) != 127U && text.find('.') != text.npos;
}

bool isHost(std::string_view word) {
    if (isForeignAddress(word)) return true;
    if (!isDnsSubdomain(word) || word == "localhost") return false;
    return isLower(word.front()) && std::ranges::any_of(word, isLower);
}

bool isVariable(std::string_view word) {
    return word.find('$') != std::string_view::npos;
}

class HostScanner {
  public:
    HostScanner(std::string_view value, const std::function<void(const HostPort&)>& found)
        : m_value(value), m_found(found) {}

    void run() {
        while (m_at < m_value.size()) {
            if (m_value[m_at] == '[' && readBracketed()) continue;
            const std::size_t end = wordEnd(m_at);
            if (end == m_at)
                pass();
            else
                readWord(m_at, end);
        }
    }

  private:
    /// The end of "$(NAME)" or "${NAME}" that begins here; `at` where none does.
    std::size_t variableEnd(std::size_t at) const {
        const std::string_view rest = m_value.substr(at);
        if (!rest.starts_with("$(") && !rest.starts_with("${")) return at;
        std::size_t i = 2;
        while (i < rest.size() && isWordByte(rest[i])) ++i;
        const bool isClosed = i > 2 && i < rest.size() && rest[i] == (rest[1] == '(' ? ')' : '}');
        return isClosed ? at + i + 1 : at;
    }

    std::size_t wordEnd(std::size_t at) const {
        while (at < m_value.size()) {
            if (isWordByte(m_value[at])) {
                ++at;
            } else if (const std::size_t end = variableEnd(at); end != at) {
                at = end;
            } else {
                break;
            }
        }
        return at;
    }

    bool endsWith(std::size_t at, std::string_view text) const { return m_value.substr(0, at).ends_with(text); }

    /// Ends what a URL says of its hosts, and what a label says of the values behind it.
    void pass() {
        if (m_value.substr(m_at).starts_with("://")) {
            m_at += 3;
            return;
        }
        const char c = m_value[m_at++];
        if (c == ':' || c == ',' || c == '@' || c == ']') return;
        m_scheme = {};
        constexpr std::string_view kEndsLabel = "\n;&{}";
        if (kEndsLabel.find(c) != std::string_view::npos) m_label = {};
    }

    /// The port behind a host that ends at `at`, and where it ends.
    void readPort(std::size_t at, HostPort& spot, std::size_t& end) const {
        if (at >= m_value.size() || m_value[at] != ':') return;
        if (const std::size_t stop = variableEnd(at + 1); stop != at + 1) {
            spot.portVariable = m_value.substr(at + 3, stop - at - 4);
            spot.isAddressed = true;
            end = stop;
            return;
        }
        std::uint32_t port = 0;
        const char* const last = m_value.data() + m_value.size();
        const auto [stop, error] = std::from_chars(m_value.data() + at + 1, last, port);
        if (error != std::errc() || port == 0 || port > std::numeric_limits<std::uint16_t>::max()) return;
        const bool mayGoOn = spot.scheme == "oracle"; // HOST:PORT:SID
        if (stop != last && (isWordByte(*stop) || (*stop == ':' && !mayGoOn))) return;
        spot.port = static_cast<std::uint16_t>(port);
        spot.isAddressed = true;
        end = static_cast<std::size_t>(stop - m_value.data());
    }

    bool isWhole(std::size_t begin, std::size_t end) const {
        constexpr std::string_view kBefore = " \t\r\n,;=\"'[";
        constexpr std::string_view kAfter = " \t\r\n,;\"']}";
        const bool isFree = begin == 0 || kBefore.find(m_value[begin - 1]) != std::string_view::npos;
        return (isFree || isBehindQuotedKey(begin)) &&
               (end >= m_value.size() || kAfter.find(m_value[end]) != std::string_view::npos);
    }

    /// "port":5432
    bool isBehindQuotedKey(std::size_t at) const {
        return at > 1 && m_value[at - 1] == ':' && (m_value[at - 2] == '"' || m_value[at - 2] == '\'');
    }

    /// What stands before '=' or ':' in front of the spot; the same as before for the next item of a list.
    std::string_view labelOf(std::size_t begin) const {
        const auto skip = [&](std::string_view marks) {
            while (begin > 0 && marks.find(m_value[begin - 1]) != std::string_view::npos) --begin;
        };
        if (begin > 0 && m_value[begin - 1] == ',') return m_label;
        const std::size_t unquoted = begin;
        skip(" \t\"'[");
        if (begin == 0) return {};
        const char mark = m_value[begin - 1];
        if (mark == ',') return m_label;
        if (mark != '=' && (mark != ':' || (unquoted == begin && !isBehindQuotedKey(begin))))
            return {}; // not "host:port"
        --begin;
        skip(" \t\"'");
        const std::size_t end = begin;
        while (begin > 0 && isWordByte(m_value[begin - 1])) --begin;
        while (begin < end && m_value[begin] == '-') ++begin;
        return m_value.substr(begin, end - begin);
    }

    /// "postgresql" of "postgresql+psycopg", where `word` is what stands behind the last '+'.
    std::string_view schemeOf(std::size_t begin, std::string_view word) const {
        if (begin == 0 || m_value[begin - 1] != '+') return word;
        const std::size_t end = begin - 1;
        std::size_t first = end;
        while (first > 0 && isWordByte(m_value[first - 1])) --first;
        return m_value.substr(first, end - first);
    }

    void readWord(std::size_t begin, std::size_t end) {
        std::string_view word = m_value.substr(begin, end - begin);
        const bool isAfterScheme = endsWith(begin, "://") || endsWith(begin, "jdbc:oracle:thin:@");
        if (endsWith(begin, "jdbc:oracle:thin:@")) m_scheme = "oracle";
        if (m_value.substr(end).starts_with("://")) {
            m_label = labelOf(endsWith(begin, "jdbc:") ? begin - 5 : begin);
            m_scheme = schemeOf(begin, word);
        } else if (!isAfterScheme && m_scheme.empty()) {
            m_label = labelOf(begin);
        }
        if (word.ends_with('.')) word.remove_suffix(1);
        HostPort spot{word, 0, isAfterScheme || (!m_scheme.empty() && endsWith(begin, "@"))};
        spot.scheme = spot.isAddressed || endsWith(begin, ",") ? m_scheme : std::string_view();
        spot.label = m_label;
        spot.at = begin;
        std::size_t next = end;
        readPort(end, spot, next);
        // USER@HOST, USER:PASSWORD@HOST
        const std::size_t at = m_value.find('@', end);
        const bool isUser =
            at != std::string_view::npos && (at == next || (isAfterScheme && at < m_value.find('/', end)));
        if (isUser) {
            m_at = at;
            return;
        }
        spot.isWhole = isWhole(begin, next);
        m_at = next;
        if (std::ranges::find(kHostless, spot.scheme) != kHostless.end()) return;
        if (isVariable(word) || isHost(word))
            m_found(spot);
        else
            readBarePort(spot, word);
    }

    /// "port: 5432", "port=5432"
    void readBarePort(HostPort spot, std::string_view word) const {
        std::uint16_t port = 0;
        const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), port);
        if (error != std::errc() || stop != word.data() + word.size() || port == 0) return;
        if (!spot.isWhole || spot.isAddressed || spot.label.empty() || !isPortKey(spot.label)) return;
        spot.host = {};
        spot.port = port;
        m_found(spot);
    }

    /// "[fd00::1]:80"; false where the bracket holds no IPv6 address.
    bool readBracketed() {
        const std::size_t close = m_value.find(']', m_at);
        if (close == std::string_view::npos) return false;
        const std::string_view text = m_value.substr(m_at + 1, close - m_at - 1);
        if (text.find(':') == std::string_view::npos || !IpAddress::parse(text)) return false;
        HostPort spot{text, 0, !m_scheme.empty()};
        spot.scheme = m_scheme;
        spot.label = m_scheme.empty() ? labelOf(m_at) : m_label;
        spot.at = m_at;
        std::size_t end = close + 1;
        readPort(end, spot, end);
        spot.isWhole = isWhole(m_at, end);
        m_at = end;
        if (isForeignAddress(text)) m_found(spot);
        return true;
    }

    std::string_view m_value;
    const std::function<void(const HostPort&)>& m_found;
    std::size_t m_at = 0;
    std::string_view m_scheme; ///< of the URL whose hosts are being read
    std::string_view m_label;  ///< of the last spot
};

} // namespace

void findHosts(std::string_view value, const std::function<void(const HostPort&)>& found) {
    HostScanner(value, found).run();
}

bool ServiceNames::isServiceName(const MentionFact& mention) const {
    const std::vector<std::string_view> parts = partsOf(mention.host);
    const auto isSvc = [&](std::size_t i) { return parts.size() > i && parts[i] == "svc"; };
    if (isSvc(2) || isSvc(3)) return true;
    const std::string& ns = mention.owner.ns;
    switch (parts.size()) {
    case 1: {
        const bool isSetting =
            mention.place == HostPortMention::Place::ConfigMap && mention.isWhole && mention.line.empty();
        return (mention.isAddressed || mention.hint == KeyHint::Address || isSetting) && hasService(ns, parts[0]);
    }
    case 2:
        if (hasService(parts[1], parts[0])) return true;
        return mention.isAddressed && (hasService(ns, parts[1]) || m_namespaces.contains(parts[1]));
    case 3: return hasService(parts[2], parts[1]);
    default: return false;
    }
}

bool ServiceNames::isMention(const MentionFact& mention) const {
    if (mention.host.empty()) return true; // a port, which is of no use without a host beside it
    if (isVariable(mention.host)) return mention.place != HostPortMention::Place::Annotation;
    if (isServiceName(mention)) return true;
    if (mention.place == HostPortMention::Place::Annotation) return false;
    const bool isUrl = !mention.scheme.empty();
    if (IpAddress::parse(mention.host)) return isUrl || mention.port != 0 || mention.hint == KeyHint::Address;
    const std::vector<std::string_view> parts = partsOf(mention.host);
    return parts.size() > 1 && isLower(parts.back().front()) && (isUrl || mention.hint == KeyHint::Address);
}

} // namespace portolan::loading
