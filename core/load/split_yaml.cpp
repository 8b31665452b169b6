#include "core/load/split.h"

#include <algorithm>

namespace portolan::loading {
namespace {

/// Walks the lines of a part of a text.
class Lines {
  public:
    Lines(std::string_view text, LinePoint start, std::size_t end) : m_text(text.substr(0, end)), m_at(start) {
        m_next = start.at;
    }

    /// Goes to the next line; false at the end.
    bool next() {
        if (m_next >= m_text.size()) return false;
        if (m_isStarted) ++m_at.line;
        m_isStarted = true;
        m_at.at = m_at.lineStart = m_next;
        const std::size_t end = m_text.find('\n', m_next);
        m_next = end == std::string_view::npos ? m_text.size() : end + 1;
        m_line = m_text.substr(m_at.at, (end == std::string_view::npos ? m_text.size() : end) - m_at.at);
        if (m_line.ends_with('\r')) m_line.remove_suffix(1);
        return true;
    }

    std::string_view line() const { return m_line; } ///< without its end
    LinePoint start() const { return m_at; }
    /// The start of the line behind this one.
    LinePoint after() const { return {m_next, m_at.line + 1, m_next}; }

  private:
    std::string_view m_text;
    LinePoint m_at;
    std::size_t m_next = 0;
    std::string_view m_line;
    bool m_isStarted = false;
};

/// True for `---` or `...` alone or before white space.
bool isMarker(std::string_view line, std::string_view marker) {
    return line.starts_with(marker) && (line.size() == 3 || line[3] == ' ' || line[3] == '\t');
}

bool isBlankOrComment(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t");
    return first == std::string_view::npos || line[first] == '#';
}

struct Chunk {
    LinePoint start;
    bool hasContent = false;
    bool isDirectivesOnly = false;
    bool hasTextOnMarker = false;
};

void close(std::vector<Document>& out, const Chunk& chunk, std::size_t end) {
    if (!chunk.hasContent) return;
    Document document{{chunk.start.at, end}, chunk.start, chunk.hasTextOnMarker, {}};
    document.pieces.push_back(document.whole());
    out.push_back(std::move(document));
}

/// `KEY: VALUE` with a plain or quoted value on one line; empty where the line is anything else.
std::string_view simpleValue(std::string_view line, std::string_view key) {
    if (!line.starts_with(key) || line.size() < key.size() + 2 || line.substr(key.size(), 2) != ": ") return {};
    std::string_view value = line.substr(key.size() + 2);
    while (value.ends_with(' ')) value.remove_suffix(1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
        value = value.substr(1, value.size() - 2);
    const bool isSimple = std::ranges::all_of(value, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' ||
               c == '-';
    });
    return isSimple ? value : std::string_view();
}

/// Collects the items of a kubectl List; `isPlain` turns false where the layout is another one.
class ListScan {
  public:
    explicit ListScan(std::size_t end) : m_end(end) {}

    void line(std::string_view line, const Lines& lines) {
        if (isBlankOrComment(line)) return;
        const std::size_t indent = line.find_first_not_of(' ');
        const bool isDash = line[indent] == '-' && (line.size() == indent + 1 || line[indent + 1] == ' ');
        if (m_isInItems && isDash && (m_indent == kUnknown || indent == m_indent)) {
            m_indent = indent;
            return item(lines.start());
        }
        if (indent > 0) {
            m_isPlain = m_isPlain && (!m_isInItems || (m_indent != kUnknown && indent > m_indent));
            return;
        }
        key(line, lines);
    }

    bool isPlain() const { return m_isPlain && !m_items.empty(); }
    TypeMeta itemType() const { return TypeMeta::ofItems(m_apiVersion, m_kind); }

    std::vector<Piece> pieces() {
        if (m_isInItems) m_itemsEnd = m_end;
        std::vector<Piece> out;
        const TypeMeta type = itemType();
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            const std::size_t end = i + 1 < m_items.size() ? m_items[i + 1].at : m_itemsEnd;
            if (out.empty() || out.back().extent.size() >= kPieceBytes)
                out.push_back({Piece::Form::YamlItems, {m_items[i].at, end}, m_items[i], {}, type});
            out.back().extent.end = end;
        }
        return out;
    }

  private:
    static constexpr std::size_t kUnknown = std::string_view::npos;

    void item(LinePoint start) { m_items.push_back(start); }

    /// A line of the list's own map.
    void key(std::string_view line, const Lines& lines) {
        if (m_isInItems) m_itemsEnd = lines.start().at;
        m_isInItems = false;
        if (line == "items:") {
            m_isPlain = m_isPlain && m_items.empty();
            m_isInItems = true;
        } else if (line.starts_with("apiVersion:")) {
            m_apiVersion = simpleValue(line, "apiVersion");
            m_isPlain = m_isPlain && !m_apiVersion.empty();
        } else if (line.starts_with("kind:")) {
            m_kind = simpleValue(line, "kind");
            m_isPlain = m_isPlain && m_kind.ends_with("List");
        } else if (!line.starts_with("metadata:")) {
            m_isPlain = false;
        }
    }

    std::size_t m_end;
    std::size_t m_itemsEnd = 0;
    std::vector<LinePoint> m_items;
    std::size_t m_indent = kUnknown; ///< of the dashes
    bool m_isInItems = false;
    bool m_isPlain = true;
    std::string_view m_apiVersion;
    std::string_view m_kind;
};

/// Collects the items of a List that is broken somewhere: what stands between two dashes of the right indentation
/// belongs to the first of them, even where it looks like a key of the List.
class BrokenListScan {
  public:
    void line(std::string_view line, LinePoint start) {
        if (isBlankOrComment(line)) return;
        const std::size_t indent = line.find_first_not_of(' ');
        const bool isDash = line[indent] == '-' && (line.size() == indent + 1 || line[indent + 1] == ' ');
        if (m_hasItems && isDash && (m_items.empty() || indent == m_indent)) {
            m_indent = indent;
            m_items.push_back(start);
            m_tail = Head();
            m_tailStart.reset();
        } else if (indent == 0) {
            key(line, start);
        }
    }

    BrokenList result(std::size_t end) const {
        const std::string_view kind = m_head.kind.empty() ? m_tail.kind : m_head.kind;
        const std::string_view apiVersion = m_head.apiVersion.empty() ? m_tail.apiVersion : m_head.apiVersion;
        BrokenList out;
        // kubectl writes the kind last, where a file that is cut short has none.
        const bool isList = kind.empty() ? !apiVersion.empty() : kind.ends_with("List");
        if (!isList) return out;
        const TypeMeta type = TypeMeta::ofItems(apiVersion, kind);
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            const std::size_t last = m_tailStart.value_or(end);
            const std::size_t itemEnd = i + 1 < m_items.size() ? m_items[i + 1].at : last;
            out.items.push_back({Piece::Form::YamlItems, {m_items[i].at, itemEnd}, m_items[i], {}, type, i + 1});
        }
        return out;
    }

  private:
    struct Head {
        std::string_view apiVersion, kind;
    };

    void key(std::string_view line, LinePoint start) {
        const bool isItems = simpleKey(line) == "items";
        m_hasItems = m_hasItems || isItems;
        Head& head = m_items.empty() ? m_head : m_tail;
        if (line.starts_with("apiVersion:"))
            head.apiVersion = simpleValue(line, "apiVersion");
        else if (line.starts_with("kind:"))
            head.kind = simpleValue(line, "kind");
        else if (!line.starts_with("metadata:"))
            return;
        if (!m_items.empty() && !m_tailStart) m_tailStart = start.at;
    }

    /// Of a line `KEY:`, also with blanks behind it.
    static std::string_view simpleKey(std::string_view line) {
        while (line.ends_with(' ')) line.remove_suffix(1);
        return line.ends_with(':') ? line.substr(0, line.size() - 1) : std::string_view();
    }

    bool m_hasItems = false;
    std::vector<LinePoint> m_items;
    std::size_t m_indent = 0;
    Head m_head, m_tail;                    ///< what the List says before and behind its items
    std::optional<std::size_t> m_tailStart; ///< of the List's keys behind the last item
};

} // namespace

BrokenList itemsOfBrokenYaml(std::string_view text, const Document& document) {
    if (document.hasTextOnMarker) return {};
    BrokenListScan scan;
    Lines lines(text, document.start, document.extent.end);
    while (lines.next()) scan.line(lines.line(), lines.start());
    return scan.result(document.extent.end);
}

std::vector<Document> splitYaml(std::string_view text) {
    std::vector<Document> out;
    Lines lines(text, {}, text.size());
    Chunk chunk;
    while (lines.next()) {
        const std::string_view line = lines.line();
        if (isMarker(line, "---") && !chunk.isDirectivesOnly) {
            close(out, chunk, lines.start().at);
            const bool hasText = !isBlankOrComment(line.substr(3));
            chunk = {hasText ? lines.start() : lines.after(), hasText, false, hasText};
        } else if (isMarker(line, "...")) {
            close(out, chunk, lines.start().at);
            chunk = {lines.after(), false, false, false};
        } else if (!isBlankOrComment(line)) {
            chunk.isDirectivesOnly = line.starts_with('%') && (!chunk.hasContent || chunk.isDirectivesOnly);
            chunk.hasContent = true;
        }
    }
    close(out, chunk, text.size());
    return out;
}

void splitYamlList(std::string_view text, Document& document) {
    if (document.extent.size() < 2 * kPieceBytes || document.hasTextOnMarker) return;
    constexpr std::size_t kHeadBytes = 4096; // what stands before the first item
    ListScan scan(document.extent.end);
    Lines lines(text, document.start, document.extent.end);
    while (lines.next()) {
        scan.line(lines.line(), lines);
        if (lines.start().at - document.extent.begin > kHeadBytes && !scan.isPlain()) return;
    }
    if (scan.isPlain()) document.pieces = scan.pieces();
}

} // namespace portolan::loading
