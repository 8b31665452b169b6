#include "core/load/split.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace portolan::loading {
namespace {

/// Finds the ends of JSON values by their brackets and quotes alone.
class Scanner {
  public:
    explicit Scanner(std::string_view text, std::size_t at = 0) : m_text(text), m_at(at) {}

    std::size_t at() const { return m_at; }
    bool isEnd() const { return m_at >= m_text.size(); }
    char peek() const { return isEnd() ? '\0' : m_text[m_at]; }
    void skipSpace() {
        while (!isEnd() && isSpace(m_text[m_at])) ++m_at;
    }
    bool take(char c) {
        skipSpace();
        if (peek() != c) return false;
        ++m_at;
        return true;
    }

    /// Moves behind the string that begins here.
    bool skipString() {
        ++m_at;
        for (;;) {
            const std::size_t quote = m_text.find('"', m_at);
            if (quote == std::string_view::npos) return false;
            std::size_t backslashes = 0;
            while (quote - backslashes > m_at && m_text[quote - backslashes - 1] == '\\') ++backslashes;
            m_at = quote + 1;
            if (backslashes % 2 == 0) return true;
        }
    }

    /// Moves behind the value that begins here.
    bool skipValue() {
        if (peek() == '"') return skipString();
        if (peek() != '{' && peek() != '[') {
            const std::size_t begin = m_at;
            while (!isEnd() && !isSpace(peek()) && peek() != ',' && peek() != '}' && peek() != ']') ++m_at;
            return m_at > begin;
        }
        std::size_t depth = 0;
        while (!isEnd()) {
            const char c = m_text[m_at];
            if (c == '"') {
                if (!skipString()) return false;
                continue;
            }
            ++m_at;
            if (c == '{' || c == '[') ++depth;
            if ((c == '}' || c == ']') && --depth == 0) return true;
            if (c == '\n') skipIndent();
        }
        return false;
    }

  private:
    static bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
    void skipIndent() {
        constexpr std::size_t kStep = 8;
        while (m_at + kStep <= m_text.size() && std::memcmp(m_text.data() + m_at, "        ", kStep) == 0)
            m_at += kStep;
    }

    std::string_view m_text;
    std::size_t m_at;
};

/// What the top of one value says: where it ends, and its items if it is a List.
struct Top {
    std::vector<Extent> items;
    bool hasItems = false;
    std::string_view apiVersion;
    std::string_view kind;
};

bool scanItems(Scanner& scanner, Top& top) {
    scanner.take('[');
    if (scanner.take(']')) return true;
    do {
        scanner.skipSpace();
        const std::size_t begin = scanner.at();
        if (scanner.peek() != '{' || !scanner.skipValue()) return false;
        top.items.push_back({begin, scanner.at()});
    } while (scanner.take(','));
    return scanner.take(']');
}

bool scanObject(std::string_view text, Scanner& scanner, Top& top) {
    scanner.take('{');
    if (scanner.take('}')) return true;
    do {
        scanner.skipSpace();
        const std::size_t keyBegin = scanner.at();
        if (scanner.peek() != '"' || !scanner.skipString()) return false;
        const std::string_view key = text.substr(keyBegin + 1, scanner.at() - keyBegin - 2);
        if (!scanner.take(':')) return false;
        scanner.skipSpace();
        const std::size_t begin = scanner.at();
        if (key == "items" && std::exchange(top.hasItems, true)) {
            top.items.clear(); // written twice: not ours to cut
            return false;
        }
        if (key == "items" && scanner.peek() == '[') {
            if (!scanItems(scanner, top)) return false;
            continue;
        }
        const bool isString = scanner.peek() == '"';
        if (!scanner.skipValue()) return false;
        const std::string_view value = text.substr(begin, scanner.at() - begin);
        if (isString && key == "apiVersion") top.apiVersion = value.substr(1, value.size() - 2);
        if (isString && key == "kind") top.kind = value.substr(1, value.size() - 2);
    } while (scanner.take(','));
    return scanner.take('}');
}

std::vector<Piece> piecesOf(std::string_view text, const Top& top, LinePoint start) {
    std::vector<Piece> out;
    const TypeMeta type = TypeMeta::ofItems(top.apiVersion, top.kind);
    for (const Extent& item : top.items) {
        if (out.empty() || out.back().extent.size() >= kPieceBytes) {
            start = advance(text, start, item.begin);
            out.push_back({Piece::Form::JsonItems, item, start, {}, type});
        }
        out.back().items.push_back(item);
        out.back().extent.end = item.end;
    }
    return out;
}

} // namespace

BrokenList itemsOfBrokenJson(std::string_view text, const Document& document) {
    const std::string_view part = text.substr(0, document.extent.end);
    Scanner scanner(part, document.extent.begin);
    scanner.skipSpace();
    if (scanner.peek() != '{') return {};
    Top top;
    const bool isWhole = scanObject(part, scanner, top);
    BrokenList out;
    if (!top.kind.empty() && !top.kind.ends_with("List")) return out;
    const TypeMeta type = TypeMeta::ofItems(top.apiVersion, top.kind);
    LinePoint start = document.start;
    for (const Extent& item : top.items) {
        start = advance(text, start, item.begin);
        out.items.push_back({Piece::Form::JsonItems, item, start, {item}, type, out.items.size() + 1});
    }
    if (!isWhole && !top.items.empty()) out.cut = advance(text, start, top.items.back().end);
    return out;
}

std::optional<std::vector<Document>> splitJson(std::string_view text) {
    std::vector<Document> out;
    Scanner scanner(text);
    LinePoint start;
    for (scanner.skipSpace(); !scanner.isEnd(); scanner.skipSpace()) {
        const std::size_t begin = scanner.at();
        Top top;
        const bool isObject = scanner.peek() == '{';
        if (!isObject && scanner.peek() != '[') return std::nullopt;
        if (isObject ? !scanObject(text, scanner, top) : !scanner.skipValue()) return std::nullopt;
        start = advance(text, start, begin);
        Document document{{begin, scanner.at()}, start, false, {}};
        const bool isLarge = document.extent.size() >= 2 * kPieceBytes;
        if (isLarge && top.kind.ends_with("List")) document.pieces = piecesOf(text, top, start);
        if (document.pieces.empty()) document.pieces.push_back(document.whole());
        out.push_back(std::move(document));
    }
    return out;
}

} // namespace portolan::loading
