#include "core/load/feed_block_yaml.h"

#include "core/load/block_lines.h"
#include "core/load/block_scalar.h"

#include <limits>
#include <string>
#include <vector>

namespace portolan::loading {
namespace {

/// Reads line by line with a stack of the open maps and lists. Functions return false for what is left over.
class BlockReader {
  public:
    BlockReader(std::string_view text, EventSink& sink, Unwanted unwanted, const RunControl& control)
        : m_text(text), m_wanting(sink), m_sink(&sink), m_unwanted(unwanted), m_control(control) {}

    BlockOutcome read() {
        constexpr std::size_t kStopCheckInterval = 4096;
        std::size_t lines = 0;
        while (m_next < m_text.size()) {
            if (++lines % kStopCheckInterval == 0 && m_control.isStopped()) return BlockOutcome::Stopped;
            m_line = lineAt(m_text, m_next);
            m_next = m_line.next;
            if (m_line.isBlank() || m_text[m_line.content()] == '#') continue;
            if (!readLine()) return BlockOutcome::LeftOver;
        }
        if (m_isPending) sendNull();
        while (!m_frames.empty()) endFrame();
        return BlockOutcome::Read;
    }

  private:
    struct Frame {
        std::size_t indent = 0;
        bool isMap = false;
    };
    struct Key {
        std::string_view text;
        ScalarStyle style = ScalarStyle::Plain;
        std::size_t end = 0; ///< behind the colon
    };

    std::ptrdiff_t parentIndent() const {
        return m_frames.empty() ? -1 : static_cast<std::ptrdiff_t>(m_frames.back().indent);
    }

    bool isDash(std::size_t at) const { return m_text[at] == '-' && (at + 1 == m_line.end || m_text[at + 1] == ' '); }

    bool readLine() {
        const std::size_t at = m_line.content();
        const std::size_t indent = m_line.indent;
        const bool dash = isDash(at);
        if (indent == 0 && isMarker()) return false;
        if (m_isPending) {
            const Frame parent = m_frames.back();
            const bool isListInMap = parent.isMap && dash && indent == parent.indent;
            if (indent > parent.indent || isListInMap) {
                m_isPending = false;
                return readNode(at);
            }
            sendNull();
        }
        while (!m_frames.empty() && m_frames.back().indent > indent) endFrame();
        if (m_frames.empty()) {
            if (m_isStarted) return false;
            m_isStarted = true;
            return readNode(at);
        }
        if (!m_frames.back().isMap && m_frames.back().indent == indent && !dash) {
            endFrame();
            if (m_frames.empty()) return false;
        }
        if (m_frames.back().indent != indent || m_frames.back().isMap == dash) return false;
        return dash ? readItem(at) : readEntry(at);
    }

    bool isMarker() const {
        const std::string_view start = m_text.substr(m_line.begin, 3);
        return start == "---" || start == "..." || start.starts_with('%');
    }

    /// A value that begins at `at` of the line, in any of its forms.
    bool readNode(std::size_t at) {
        const std::size_t column = at - m_line.begin;
        if (isDash(at)) {
            m_sink->beginList(position(at));
            m_frames.push_back({column, false});
            return readItem(at);
        }
        if (const auto key = findKey(at)) {
            m_sink->beginMap(position(at));
            m_frames.push_back({column, true});
            return readEntry(at, *key);
        }
        if (m_isLeftOver || m_frames.empty()) return false;
        return readScalar(at);
    }

    bool readItem(std::size_t at) {
        std::size_t rest = at + 1;
        while (rest < m_line.end && m_text[rest] == ' ') ++rest;
        if (rest == m_line.end || m_text[rest] == '#') return setPending(at);
        return readNode(rest);
    }

    bool readEntry(std::size_t at) {
        const auto key = findKey(at);
        return key && readEntry(at, *key);
    }

    bool readEntry(std::size_t at, const Key& key) {
        unmute();
        const bool isSkipped = m_sink->key(key.text, key.style, position(at)) == EventSink::Want::Skip;
        const bool isEmpty = isRestEmpty(m_text, m_line, key.end);
        std::size_t rest = key.end;
        while (rest < m_line.end && m_text[rest] == ' ') ++rest;
        if (isSkipped && m_unwanted == Unwanted::PassedOver) return skipValue(rest, isEmpty);
        if (isSkipped) {
            m_sink = &m_null;
            m_muteDepth = m_frames.size();
        }
        if (isEmpty) return setPending(key.end);
        return readScalar(rest);
    }

    /// The key that begins at `at`, with its colon; sets m_isLeftOver for keys that are not simple.
    std::optional<Key> findKey(std::size_t at) {
        const char first = m_text[at];
        if (first == '"' || first == '\'') {
            const auto quotedKey = readQuoted(m_text, m_line, at, m_keyStorage);
            if (!quotedKey) return leaveKey();
            const std::size_t colon = quotedKey->end;
            if (!isColon(colon)) return std::nullopt;
            return Key{quotedKey->text, ScalarStyle::Quoted, colon + 1};
        }
        constexpr std::string_view kSpecial = "?:[]{},#&*!|>%@`\t";
        if (kSpecial.find(first) != std::string_view::npos) return std::nullopt;
        for (std::size_t i = at; i < m_line.end; ++i) {
            if (m_text[i] == '\t') return leaveKey();
            if (m_text[i] == '#' && i > at && m_text[i - 1] == ' ') return std::nullopt;
            if (!isColon(i)) continue;
            std::size_t end = i;
            while (end > at && m_text[end - 1] == ' ') --end;
            return Key{m_text.substr(at, end - at), ScalarStyle::Plain, i + 1};
        }
        return std::nullopt;
    }

    std::optional<Key> leaveKey() {
        m_isLeftOver = true;
        return std::nullopt;
    }

    bool isColon(std::size_t at) const {
        return at < m_line.end && m_text[at] == ':' && (at + 1 == m_line.end || m_text[at + 1] == ' ');
    }

    bool readScalar(std::size_t at) {
        const char first = m_text[at];
        switch (first) {
        case '"':
        case '\'': {
            const auto value = readQuoted(m_text, m_line, at, m_storage);
            if (!value || !isRestEmpty(m_text, m_line, value->end)) return false;
            m_sink->scalar(value->text, ScalarStyle::Quoted, position(at));
            return true;
        }
        case '|': {
            const auto value = readLiteral(m_text, m_line, at, parentIndent(), m_storage);
            if (!value) return false;
            m_sink->scalar(value->text, ScalarStyle::Quoted, position(at));
            m_next = value->next;
            return true;
        }
        case '[':
        case '{': return readEmptyFlow(at);
        default: return readPlainScalar(at);
        }
    }

    bool readEmptyFlow(std::size_t at) {
        const bool isMap = m_text[at] == '{';
        if (at + 1 >= m_line.end || m_text[at + 1] != (isMap ? '}' : ']')) return false;
        if (!isRestEmpty(m_text, m_line, at + 2)) return false;
        if (isMap) {
            m_sink->beginMap(position(at));
            m_sink->endMap();
        } else {
            m_sink->beginList(position(at));
            m_sink->endList();
        }
        return true;
    }

    bool readPlainScalar(std::size_t at) {
        constexpr std::string_view kSpecial = "?:]},#&*!>%@`\t";
        if (kSpecial.find(m_text[at]) != std::string_view::npos || isDash(at)) return false;
        const auto value = readPlain(m_text, m_line, at, parentIndent(), m_storage);
        if (!value) return false;
        m_sink->scalar(value->text, ScalarStyle::Plain, position(at));
        m_next = value->next;
        return true;
    }

    /// Passes over the lines of a value that nobody wants: all that are indented deeper than its map, and the items of
    /// a list that stands at the map's own indentation.
    bool skipValue(std::size_t rest, bool isEmpty) {
        if (!isEmpty && (m_text[rest] == '&' || m_text[rest] == '*' || m_text[rest] == '!')) return false;
        const std::size_t indent = m_frames.back().indent;
        while (m_next < m_text.size()) {
            const BlockLine line = lineAt(m_text, m_next);
            if (!line.isBlank() && line.indent <= indent) {
                const char first = m_text[line.content()];
                const bool isItem = first == '-' && line.indent == indent && isEmpty &&
                                    (line.content() + 1 == line.end || m_text[line.content() + 1] == ' ');
                if (first == '\t') return false;
                if (first != '#' && !isItem) break;
            }
            m_next = line.next;
        }
        return true;
    }

    bool setPending(std::size_t at) {
        m_isPending = true;
        m_pendingAt = position(at);
        return true;
    }

    void sendNull() {
        m_isPending = false;
        m_sink->scalar({}, ScalarStyle::Plain, m_pendingAt);
    }

    /// Lets the sink hear again, once the value that it did not want has ended.
    void unmute() {
        if (m_sink == &m_null && m_frames.size() == m_muteDepth) m_sink = &m_wanting;
    }

    void endFrame() {
        unmute();
        if (m_frames.back().isMap)
            m_sink->endMap();
        else
            m_sink->endList();
        m_frames.pop_back();
    }

    static std::uint32_t position(std::size_t at) { return static_cast<std::uint32_t>(at); }

    std::string_view m_text;
    EventSink& m_wanting;
    EventSink* m_sink; ///< m_wanting, or m_null within what that one does not want
    NullSink m_null;
    std::size_t m_muteDepth = 0; ///< open frames when m_null took over
    Unwanted m_unwanted;
    const RunControl& m_control;
    BlockLine m_line;
    std::size_t m_next = 0;
    std::vector<Frame> m_frames;
    bool m_isStarted = false;
    bool m_isPending = false; ///< a key or dash whose value begins on a later line, or is null
    bool m_isLeftOver = false;
    std::uint32_t m_pendingAt = 0;
    std::string m_storage;
    std::string m_keyStorage;
};

} // namespace

BlockOutcome feedBlockYaml(std::string_view text, EventSink& sink, Unwanted unwanted, const RunControl& control) {
    if (text.size() >= std::numeric_limits<std::uint32_t>::max()) return BlockOutcome::LeftOver;
    try {
        return BlockReader(text, sink, unwanted, control).read();
    } catch (const SyntaxFault&) {
        return BlockOutcome::LeftOver; // over a limit: the complete parser says where
    }
}

} // namespace portolan::loading
