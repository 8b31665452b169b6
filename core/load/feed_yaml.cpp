#include "core/load/feed_yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <limits>
#include <map>
#include <streambuf>
#include <string>
#include <vector>

namespace portolan::loading {
namespace {

/// Lets the parser read the text in place, and stops it where it reads on and on without an event: neither a scalar nor
/// anything else that the parser keeps in memory grows without end.
class TextBuffer : public std::streambuf {
  public:
    TextBuffer(std::string_view text, const std::size_t& events, const RunControl& control)
        : m_text(text), m_events(events), m_control(control) {}

  protected:
    int_type underflow() override {
        constexpr std::size_t kWindow = std::size_t{1} << 16U;
        if (m_end == m_text.size()) return traits_type::eof();
        if (m_control.isStopped()) throw SyntaxFault{{SyntaxError::Kind::Stopped, m_end, "stopped"}};
        if (m_events != m_eventsBefore) m_quietFrom = m_end;
        m_eventsBefore = m_events;
        if (m_end - m_quietFrom > kMaxScalarBytes)
            throw SyntaxFault{{SyntaxError::Kind::Limit, m_quietFrom, "a scalar is larger than 64 MiB"}};
        char* const begin = const_cast<char*>(m_text.data()); // a get area is never written to
        char* const next = begin + m_end;
        m_end = std::min(m_end + kWindow, m_text.size());
        setg(begin, next, begin + m_end);
        return traits_type::to_int_type(*next);
    }

  private:
    std::string_view m_text;
    const std::size_t& m_events; ///< that the parser has sent so far
    const RunControl& m_control;
    std::size_t m_end = 0;          ///< of what the parser may read
    std::size_t m_eventsBefore = 0; ///< at the last call
    std::size_t m_quietFrom = 0;    ///< how far the parser was when it last sent an event
};

struct Event {
    enum class Type : std::uint8_t { BeginMap, EndMap, BeginList, EndList, Scalar, Alias };
    Type type = Type::Scalar;
    ScalarStyle style = ScalarStyle::Plain;
    std::uint32_t at = 0;
    YAML::anchor_t alias = 0;
    std::string text;
};

std::uint32_t offset(const YAML::Mark& mark) {
    return mark.pos < 0 ? 0 : static_cast<std::uint32_t>(mark.pos);
}

ScalarStyle styleOf(const std::string& tag) {
    constexpr std::string_view kString = "tag:yaml.org,2002:str";
    return tag == "!" || tag == kString ? ScalarStyle::Quoted : ScalarStyle::Plain;
}

/// Tells keys from values, leaves out what the sink does not want, and replays aliases.
class Adapter : public YAML::EventHandler {
  public:
    /// Counts the events of the text in `events`.
    Adapter(EventSink& sink, const RunControl& control, std::size_t& events)
        : m_sink(sink), m_control(control), m_events(events) {}

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (m_documents++ == 0) return;
        throw SyntaxFault{{SyntaxError::Kind::Malformed, offset(mark), "text after the end of the document"}};
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        accept({.type = Event::Type::Scalar, .at = offset(mark), .text = {}}, anchor);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        accept({.type = Event::Type::Alias, .at = offset(mark), .alias = anchor, .text = {}}, 0);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        m_lastScalar = offset(mark);
        accept({.type = Event::Type::Scalar, .style = styleOf(tag), .at = offset(mark), .text = value}, anchor);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        accept({.type = Event::Type::BeginList, .at = offset(mark), .text = {}}, anchor);
    }
    void OnSequenceEnd() override { accept({.type = Event::Type::EndList, .text = {}}, 0); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        accept({.type = Event::Type::BeginMap, .at = offset(mark), .text = {}}, anchor);
    }
    void OnMapEnd() override { accept({.type = Event::Type::EndMap, .text = {}}, 0); }

    /// Where the last scalar with a text begins.
    std::size_t lastScalar() const { return m_lastScalar; }

  private:
    struct Recording {
        YAML::anchor_t anchor = 0;
        std::size_t depth = 0;
        std::vector<Event> events;
    };
    struct Frame {
        bool isMap = false;
        bool isKeyNext = false;
    };

    /// An event of the text itself: goes to the anchors that are open, then on.
    void accept(Event event, YAML::anchor_t anchor) {
        constexpr std::size_t kStopCheckInterval = 4096;
        if (++m_events % kStopCheckInterval == 0 && m_control.isStopped())
            throw SyntaxFault{{SyntaxError::Kind::Stopped, event.at, "stopped"}};
        const bool isBegin = event.type == Event::Type::BeginMap || event.type == Event::Type::BeginList;
        const bool isEnd = event.type == Event::Type::EndMap || event.type == Event::Type::EndList;
        if (anchor != 0) m_recordings.push_back({anchor, 0, {}});
        for (Recording& r : m_recordings) {
            r.events.push_back(event);
            if (isBegin) ++r.depth;
            if (isEnd) --r.depth;
        }
        dispatch(event);
        while (!m_recordings.empty() && m_recordings.back().depth == 0) {
            m_anchors[m_recordings.back().anchor] = std::move(m_recordings.back().events);
            m_recordings.pop_back();
        }
    }

    void dispatch(const Event& event) {
        if (event.type == Event::Type::Alias && m_skipDepth == 0 && !m_isSkipNext) return replay(event);
        if (m_skipDepth != 0 || m_isSkipNext) return skip(event);
        switch (event.type) {
        case Event::Type::BeginMap:
            checkNoKey(event);
            m_sink.beginMap(event.at);
            m_frames.push_back({true, true});
            break;
        case Event::Type::BeginList:
            checkNoKey(event);
            m_sink.beginList(event.at);
            m_frames.push_back({false, false});
            break;
        case Event::Type::EndMap:
            m_sink.endMap();
            m_frames.pop_back();
            endValue();
            break;
        case Event::Type::EndList:
            m_sink.endList();
            m_frames.pop_back();
            endValue();
            break;
        case Event::Type::Scalar: scalar(event); break;
        case Event::Type::Alias: break;
        }
    }

    void scalar(const Event& event) {
        if (!m_frames.empty() && m_frames.back().isKeyNext) {
            m_frames.back().isKeyNext = false;
            m_isSkipNext = m_sink.key(event.text, event.style, event.at) == EventSink::Want::Skip;
            return;
        }
        m_sink.scalar(event.text, event.style, event.at);
        endValue();
    }

    void skip(const Event& event) {
        m_isSkipNext = false;
        if (event.type == Event::Type::BeginMap || event.type == Event::Type::BeginList) ++m_skipDepth;
        if (event.type == Event::Type::EndMap || event.type == Event::Type::EndList) --m_skipDepth;
        if (m_skipDepth == 0) endValue();
    }

    void replay(const Event& alias) {
        const auto it = m_anchors.find(alias.alias);
        if (it == m_anchors.end())
            throw SyntaxFault{{SyntaxError::Kind::Malformed, alias.at, "an alias inside its own anchor"}};
        m_aliasNodes += it->second.size();
        if (m_aliasNodes > kMaxAliasNodes)
            throw SyntaxFault{{SyntaxError::Kind::Limit, alias.at, "aliases expand to more than 10 million nodes"}};
        if (m_control.isStopped()) throw SyntaxFault{{SyntaxError::Kind::Stopped, alias.at, "stopped"}};
        for (const Event& event : it->second) dispatch(event);
    }

    void checkNoKey(const Event& event) const {
        if (m_frames.empty() || !m_frames.back().isKeyNext) return;
        throw SyntaxFault{{SyntaxError::Kind::Malformed, event.at, "a map or list in the place of a key"}};
    }

    void endValue() {
        if (!m_frames.empty() && m_frames.back().isMap) m_frames.back().isKeyNext = true;
    }

    EventSink& m_sink;
    const RunControl& m_control;
    std::size_t& m_events;
    std::vector<Frame> m_frames;
    std::vector<Recording> m_recordings; ///< anchors whose value has not ended, outermost first
    std::map<YAML::anchor_t, std::vector<Event>> m_anchors;
    std::size_t m_skipDepth = 0;
    bool m_isSkipNext = false;
    std::size_t m_aliasNodes = 0;
    std::size_t m_documents = 0;
    std::size_t m_lastScalar = 0;
};

/// True where a quoted scalar begins at `at`, behind its tag and anchor, and nothing ends it: the parser takes the rest
/// of the text for it then, without a complaint.
bool isQuoteOpen(std::string_view text, std::size_t at) {
    while (at < text.size() && (text[at] == '&' || text[at] == '!'))
        at = text.find_first_not_of(" \t\r\n", std::min(text.find_first_of(" \t\r\n", at), text.size()));
    if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return false;
    const char quote = text[at];
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\')
            ++i;
        else if (text[i] == quote && quote == '\'' && i + 1 < text.size() && text[i + 1] == quote)
            ++i;
        else if (text[i] == quote)
            return false;
    }
    return true;
}

/// Where the line that holds the offset, or the next one, is indented with a tab.
std::optional<std::size_t> findIndentTab(std::string_view text, std::size_t at) {
    const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', std::min(at, text.size()) - 1);
    std::size_t line = before == std::string_view::npos ? 0 : before + 1;
    for (int i = 0; i < 2 && line < text.size(); ++i) {
        const std::size_t end = text.find_first_not_of(" \t", line);
        const std::string_view indent = text.substr(line, end == std::string_view::npos ? end : end - line);
        if (const std::size_t tab = indent.find('\t'); tab != std::string_view::npos) return line + tab;
        const std::size_t next = text.find('\n', line);
        if (next == std::string_view::npos) break;
        line = next + 1;
    }
    return std::nullopt;
}

} // namespace

std::optional<SyntaxError> feedYaml(std::string_view text, EventSink& sink, const RunControl& control) {
    if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        return SyntaxError{SyntaxError::Kind::Limit, 0, "a YAML document larger than 2 GiB that cannot be split"};
    try {
        std::size_t events = 0;
        TextBuffer buffer(text, events, control);
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        Adapter adapter(sink, control, events);
        while (parser.HandleNextDocument(adapter)) {
        }
        if (isQuoteOpen(text, adapter.lastScalar()))
            return SyntaxError{SyntaxError::Kind::Malformed, adapter.lastScalar(), "a quoted text does not end"};
        return std::nullopt;
    } catch (const SyntaxFault& fault) {
        return fault.error;
    } catch (const YAML::Exception& e) {
        const std::size_t at = offset(e.mark);
        if (const auto tab = findIndentTab(text, at))
            return SyntaxError{SyntaxError::Kind::Malformed, *tab, "a tab is used for indentation"};
        return SyntaxError{SyntaxError::Kind::Malformed, at, e.msg};
    }
}

} // namespace portolan::loading
