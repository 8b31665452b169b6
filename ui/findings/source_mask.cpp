#include "ui/findings/source_mask.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace portolan {

namespace {

constexpr std::string_view kMask = "\u2022\u2022\u2022\u2022";

/// Keys whose whole content is hidden: lists of words, or maps whose values are hidden.
constexpr std::array<std::string_view, 6> kHiddenKeys{"args",       "command",    "data",
                                                      "binaryData", "stringData", "annotations"};
/// Keys inside the above that may be read.
constexpr std::array<std::string_view, 4> kHarmlessAnnotations{
    "deployment.kubernetes.io/revision", "kubernetes.io/ingress.class", "kubernetes.io/description",
    "app.kubernetes.io/managed-by"};

bool isHiddenKey(std::string_view key) {
    return std::ranges::find(kHiddenKeys, key) != kHiddenKeys.end();
}

bool isHarmless(std::string_view key) {
    return std::ranges::find(kHarmlessAnnotations, key) != kHarmlessAnnotations.end();
}

std::string_view unquoted(std::string_view text) {
    const bool isQuoted =
        text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
    return isQuoted ? text.substr(1, text.size() - 2) : text;
}

/// A line of block YAML: indentation with list dashes, key, and what follows its colon.
struct YamlLine {
    std::size_t indent = 0;  ///< column of the content after the dashes
    std::size_t dash = 0;    ///< column of the first dash, or indent where there is none
    std::size_t valueAt = 0; ///< column of the value, after "key: " or after the dashes
    std::string_view key;    ///< without quotes, empty where there is none
    bool isBlank = false;
};

/// The column of the colon that ends a plain or quoted key, or npos.
std::size_t keyEnd(std::string_view line, std::size_t from) {
    if (from >= line.size()) return std::string_view::npos;
    std::size_t at = from;
    if (line[from] == '"' || line[from] == '\'') {
        at = line.find(line[from], from + 1);
        if (at == std::string_view::npos) return at;
        ++at;
        return at < line.size() && line[at] == ':' ? at : std::string_view::npos;
    }
    while (true) {
        at = line.find(':', at);
        if (at == std::string_view::npos || at + 1 == line.size() || line[at + 1] == ' ') return at;
        ++at;
    }
}

YamlLine readYamlLine(std::string_view line) {
    YamlLine out;
    std::size_t at = line.find_first_not_of(' ');
    if (at == std::string_view::npos || line[at] == '#') {
        out.isBlank = true;
        return out;
    }
    out.dash = at;
    while (at < line.size() && line[at] == '-' && (at + 1 == line.size() || line[at + 1] == ' ')) {
        const std::size_t next = line.find_first_not_of(' ', at + 1);
        at = next == std::string_view::npos ? line.size() : next;
    }
    out.indent = at;
    out.valueAt = at;
    const std::size_t colon = keyEnd(line, at);
    if (colon == std::string_view::npos) return out;
    out.key = unquoted(line.substr(at, colon - at));
    const std::size_t value = line.find_first_not_of(' ', colon + 1);
    out.valueAt = value == std::string_view::npos ? line.size() : value;
    return out;
}

/// Hides the values of block YAML, line by line.
class YamlMasker {
  public:
    std::string mask(std::string_view line) {
        const YamlLine it = readYamlLine(line);
        if (line.starts_with("---") || line.starts_with("...")) {
            m_hidden.reset();
            m_scalar.reset();
            return std::string(line);
        }
        if (it.isBlank) return m_scalar ? std::string() : std::string(line);
        if (m_scalar) {
            if (it.dash > *m_scalar) return std::string(it.dash, ' ') + std::string(kMask);
            m_scalar.reset();
        }
        if (m_hidden && !isInside(it)) m_hidden.reset();
        if (m_hidden) return hide(line, it);
        if (isHiddenKey(it.key)) {
            m_hidden = Hidden{it.indent, it.key == "annotations"};
            return it.valueAt < line.size() ? cut(line, it) : std::string(line);
        }
        if (it.key == "env" && it.valueAt < line.size()) return cut(line, it);
        if (it.key == "value") return cut(line, it);
        return std::string(line);
    }

  private:
    struct Hidden {
        std::size_t indent = 0; ///< of the key
        bool isAnnotations = false;
    };

    bool isInside(const YamlLine& it) const {
        return it.dash > m_hidden->indent || (it.dash == m_hidden->indent && it.indent > it.dash);
    }

    /// The line without its value; what continues it on deeper lines is hidden, too.
    std::string cut(std::string_view line, const YamlLine& it) {
        m_scalar = it.key.empty() ? it.dash : it.indent;
        return std::string(line.substr(0, it.valueAt)) + std::string(kMask);
    }

    std::string hide(std::string_view line, const YamlLine& it) {
        if (it.valueAt >= line.size()) return std::string(line);
        if (m_hidden->isAnnotations && isHarmless(it.key)) return std::string(line);
        return cut(line, it);
    }

    std::optional<Hidden> m_hidden;
    std::optional<std::size_t> m_scalar; ///< lines deeper than this continue a hidden value
};

/// Hides the values of JSON by walking its tokens.
class JsonMasker {
  public:
    std::string mask(std::string_view text) {
        std::string out;
        for (std::size_t at = 0; at < text.size();) {
            const char c = text[at];
            if (c == '"')
                at = takeString(text, at, out);
            else if (std::string_view("{}[]:,").find(c) != std::string_view::npos)
                takeMark(text[at++], out);
            else if (std::string_view(" \t\r\n").find(c) != std::string_view::npos)
                out += text[at++];
            else
                at = takeWord(text, at, out);
        }
        return out;
    }

  private:
    struct Level {
        bool isObject = false;
        bool isHidden = false;
        bool isAnnotations = false;
        std::string key;
        bool isKeyNext = true;
    };

    void takeMark(char c, std::string& out) {
        out += c;
        if (c == '{' || c == '[') {
            Level level{c == '{', isHiddenHere(), false, {}, true};
            level.isAnnotations = !m_levels.empty() && m_levels.back().key == "annotations";
            m_levels.push_back(level);
        } else if ((c == '}' || c == ']') && !m_levels.empty()) {
            m_levels.pop_back();
        } else if (!m_levels.empty()) {
            m_levels.back().isKeyNext = c == ',';
        }
    }

    /// Whether a value at this place is hidden.
    bool isHiddenHere() const {
        if (m_levels.empty()) return false;
        const Level& level = m_levels.back();
        if (level.isHidden) return !(level.isAnnotations && isHarmless(level.key));
        return level.isObject && (isHiddenKey(level.key) || level.key == "value");
    }

    std::size_t takeString(std::string_view text, std::size_t from, std::string& out) {
        std::size_t end = from + 1;
        while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2U : 1U;
        end = std::min(end + 1, text.size());
        const std::string_view word = text.substr(from, end - from);
        const bool isKey = !m_levels.empty() && m_levels.back().isObject && m_levels.back().isKeyNext;
        if (isKey) {
            m_levels.back().key = std::string(unquoted(word));
            out += word;
        } else {
            out += isHiddenHere() ? '"' + std::string(kMask) + '"' : std::string(word);
        }
        return end;
    }

    std::size_t takeWord(std::string_view text, std::size_t from, std::string& out) {
        const std::size_t end = std::min(text.find_first_of(" \t\r\n{}[]:,\"", from), text.size());
        out += isHiddenHere() ? kMask : text.substr(from, end - from);
        return end;
    }

    std::vector<Level> m_levels;
};

} // namespace

std::string maskedSource(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && (text[first] == '{' || text[first] == '[')) return JsonMasker().mask(text);
    YamlMasker masker;
    std::string out;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        out += masker.mask(line);
        if (end == std::string_view::npos) break;
        out += '\n';
        text.remove_prefix(end + 1);
    }
    return out;
}

} // namespace portolan
