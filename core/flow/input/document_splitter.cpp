#include "core/flow/input/document_splitter.h"

#include "core/flow/input/json_scan.h"
#include "core/flow/input/line_blocks.h"
#include "core/flow/input/time_mark.h"
#include "core/flow/input/wrapping.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace portolan {
namespace {

/// What a byte outside strings means to the splitter.
enum class Sort : std::uint8_t { Plain, Blank, Quote, Open, Close };

constexpr std::array<Sort, 256> kSorts = [] {
    std::array<Sort, 256> sorts{};
    for (const unsigned char c : {' ', '\t', '\r', '\n'}) sorts[c] = Sort::Blank;
    sorts['"'] = Sort::Quote;
    sorts['{'] = sorts['['] = Sort::Open;
    sorts['}'] = sorts[']'] = Sort::Close;
    return sorts;
}();

Sort sortOf(char c) {
    return kSorts[static_cast<unsigned char>(c)];
}

/// The end of a string whose content begins at `at`: after its quote; npos where it is not whole in the text, or
/// damaged.
std::size_t stringEnd(std::string_view text, std::size_t at) {
    while ((at = findAny<'"', '\\', '\n'>(text, at)) < text.size()) {
        if (text[at] == '"') return at + 1;
        if (text[at] == '\n') break;
        at += 2;
    }
    return std::string_view::npos;
}

bool endsWithKey(std::string_view text, std::string_view key) {
    const std::size_t length = key.size() + 3;
    return text.size() > length && text.ends_with("\":") &&
           text.substr(text.size() - key.size() - 2, key.size()) == key && text[text.size() - length] == '"';
}

constexpr unsigned kDeepestRecords = 3;  ///< brackets around the deepest array that is gone into
constexpr std::size_t kMaxKeyBytes = 64; ///< more than the longest key asked for

} // namespace

void DocumentSplitter::take(std::string_view bytes, std::string& out) {
    while (!bytes.empty()) {
        std::size_t taken = 0;
        if (m_isInText)
            taken = takeText(bytes, out);
        else if (m_isInString)
            taken = takeString(bytes, out);
        else if (m_depth == 0)
            taken = takeBetween(bytes);
        else
            taken = takeValue(bytes, out);
        m_valueBytes += taken;
        bytes.remove_prefix(taken);
    }
}

std::size_t DocumentSplitter::takeText(std::string_view bytes, std::string& out) {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) {
        append(bytes);
        return bytes.size();
    }
    append(bytes.substr(0, end));
    giveUp(out);
    return end + 1;
}

std::size_t DocumentSplitter::takeString(std::string_view bytes, std::string& out) {
    if (m_isEscaped) {
        append(bytes.substr(0, 1));
        m_isEscaped = false;
        return 1;
    }
    const std::size_t at = findAny<'"', '\\', '\n'>(bytes, 0);
    append(bytes.substr(0, at));
    if (at == bytes.size()) return at;
    if (bytes[at] == '\n') {
        giveUp(out);
        return at + 1;
    }
    append(bytes.substr(at, 1));
    m_isEscaped = bytes[at] == '\\';
    m_isInString = m_isEscaped;
    return at + 1;
}

/// Between two values: brackets begin one, anything else at the top is no JSON.
std::size_t DocumentSplitter::takeBetween(std::string_view bytes) {
    const char c = bytes.front();
    const Sort sort = sortOf(c);
    if (sort == Sort::Blank || c == ',') return 1;
    m_valueBytes = 0;
    if (sort == Sort::Open) {
        if (c == '[' && m_place == Place::Top)
            m_place = Place::TopArray;
        else
            begin(shapeIn(m_place), c);
        return 1;
    }
    if (c == ']' && m_place == Place::TopArray) {
        m_place = Place::Top;
        return 1;
    }
    if (c == ']' && !m_suspended.empty()) {
        comeBack();
        return 1;
    }
    m_value.clear();
    if (sort == Sort::Quote && m_place != Place::Top)
        m_isInString = true; // an element that is no record
    else if (m_place == Place::Top)
        m_isInText = true;
    return m_isInText ? 0 : 1;
}

/// Of the present value, up to its end, or to a string that is not whole in these bytes.
std::size_t DocumentSplitter::takeValue(std::string_view bytes, std::string& out) {
    std::size_t from = 0; // what precedes is appended
    std::size_t at = 0;
    while (at < bytes.size()) {
        const Sort sort = sortOf(bytes[at]);
        if (sort == Sort::Quote) {
            const std::size_t end = stringEnd(bytes, at + 1);
            if (end == std::string_view::npos) {
                append(bytes.substr(from, at + 1 - from));
                m_isInString = true;
                return at + 1;
            }
            at = end;
            continue;
        }
        const bool isDeep = m_depth > kDeepestRecords && !m_ahead;
        const bool isUnremarkable = sort == Sort::Plain || (isDeep && sort == Sort::Open) ||
                                    (isDeep && sort == Sort::Close && at > from && bytes[at - 1] != ',');
        if (isUnremarkable) {
            if (sort != Sort::Plain) m_depth = sort == Sort::Open ? m_depth + 1 : m_depth - 1;
            ++at;
            continue;
        }
        append(bytes.substr(from, at - from));
        from = at + 1;
        if (sort == Sort::Open) open(bytes[at]);
        if (sort == Sort::Close) close(bytes[at], out);
        ++at;
        if (m_depth == 0) return at;
    }
    append(bytes.substr(from));
    return bytes.size();
}

void DocumentSplitter::open(char bracket) {
    if (m_ahead && m_value.ends_with('[') && (bracket == '[') == (*m_ahead == Place::Lines)) {
        goInto(*m_ahead);
        begin(shapeIn(m_place), bracket);
        return;
    }
    m_ahead = bracket == '[' ? placeInside() : std::nullopt;
    append({&bracket, 1});
    ++m_depth;
}

void DocumentSplitter::close(char bracket, std::string& out) {
    if (m_value.ends_with(',')) m_value.pop_back(); // as published samples have it
    append({&bracket, 1});
    if (--m_depth == 0) complete(out);
}

DocumentSplitter::Shape DocumentSplitter::shapeIn(Place place) {
    switch (place) {
    case Place::Records: return Shape::Record;
    case Place::Streams: return Shape::Stream;
    case Place::Lines: return Shape::Line;
    default: return Shape::Top;
    }
}

void DocumentSplitter::begin(Shape shape, char bracket) {
    m_shape = shape;
    m_value.assign(1, bracket);
    m_valueBytes = 0;
    m_depth = 1;
    m_isLeftOut = false;
    m_isTooLong = false;
}

/// The records that the array opened now would hold.
std::optional<DocumentSplitter::Place> DocumentSplitter::placeInside() const {
    const auto is = [this](std::string_view key) { return endsWithKey(m_value, key); };
    if (m_shape == Shape::Stream && m_depth == 1 && is("values")) return Place::Lines;
    if (m_shape != Shape::Top) return std::nullopt;
    if (m_depth == 1 && (is("logEvents") || is("events") || is("items") || is("records") || is("flows")))
        return Place::Records;
    const auto isInside = [this](std::string_view outer) { return m_value.find(outer) != std::string::npos; };
    if (m_depth == 2 && is("hits") && isInside("\"hits\":{")) return Place::Records;
    if (m_depth == 2 && is("result") && isInside("\"data\":{")) return Place::Streams;
    return std::nullopt;
}

void DocumentSplitter::goInto(Place place) {
    if (place == Place::Lines) {
        constexpr std::string_view kStream = "\"stream\":{";
        m_labels.clear();
        const std::size_t at = m_value.find(kStream);
        const std::size_t end = at == std::string::npos ? at : m_value.find('}', at);
        if (end != std::string::npos) m_labels = m_value.substr(at + kStream.size(), end - at - kStream.size());
    }
    m_hasGoneInto = true;
    m_suspended.push_back({m_shape, m_place, m_depth - 1});
    m_place = place;
}

void DocumentSplitter::comeBack() {
    const Suspended left = m_suspended.back();
    m_suspended.pop_back();
    m_shape = left.shape;
    m_place = left.around;
    m_depth = left.depth;
    m_value.clear();
    m_isLeftOut = true;
    m_isTooLong = false;
}

void DocumentSplitter::complete(std::string& out) {
    if (m_isTooLong) {
        ++m_tooLong;
    } else if (m_isLeftOut || m_shape == Shape::Stream) {
        // Its records are out already.
    } else if (m_shape == Shape::Line) {
        completeLine(out);
    } else {
        out.append(m_value).append(1, '\n');
    }
    m_value.clear();
}

/// ["1708011867120999936","{...}"] of a Loki stream, or with an object of further labels as the third element.
void DocumentSplitter::completeLine(std::string& out) {
    std::string_view rest = m_value;
    const std::size_t timeEnd = rest.starts_with("[\"") ? rest.find("\",\"", 2) : std::string_view::npos;
    if (timeEnd == std::string_view::npos) {
        out.append(m_value).append(1, '\n');
        return;
    }
    std::int64_t time = 0;
    std::from_chars(rest.data() + 2, rest.data() + timeEnd, time);
    rest.remove_prefix(timeEnd + 3);
    std::size_t end = 0;
    while ((end = findAny<'"', '\\'>(rest, end)) < rest.size() && rest[end] != '"') end += 2;
    std::string line;
    if (end >= rest.size() || !appendUnescaped(rest.substr(0, end), line)) {
        out.append(m_value).append(1, '\n');
        return;
    }
    appendTimeMark(time, out);
    appendLabelled(m_labels, line, out);
    out += '\n';
}

void DocumentSplitter::append(std::string_view text) {
    if (m_isTooLong || m_isLeftOut) {
        // The end is what keys and trailing commas are told by.
        if (text.size() > kMaxKeyBytes) text.remove_prefix(text.size() - kMaxKeyBytes);
        if (m_value.size() > 4 * kMaxKeyBytes) m_value.erase(0, m_value.size() - kMaxKeyBytes);
        m_value.append(text);
        return;
    }
    m_value.append(text);
    m_isTooLong = m_value.size() > kMaxLineBytes;
}

/// Hands on what was read as it is, and begins anew.
void DocumentSplitter::giveUp(std::string& out) {
    out.append(m_value).append(1, '\n');
    m_value.clear();
    m_suspended.clear();
    m_place = Place::Top;
    m_depth = 0;
    m_ahead.reset();
    m_isInString = m_isEscaped = m_isInText = m_isLeftOut = m_isTooLong = false;
}

std::string DocumentSplitter::finish(std::string& out) {
    std::string problem;
    if (m_isInText)
        out.append(m_value);
    else if (m_depth > 0 && !m_isLeftOut)
        problem = "the JSON document ends in the middle of a record: its last " + std::to_string(m_valueBytes) +
                  " bytes are left out";
    else if (m_place != Place::Top || m_depth > 0)
        problem = "the JSON document is not closed";
    if (m_tooLong > 0)
        problem += (problem.empty() ? "" : "; ") + std::to_string(m_tooLong) +
                   (m_tooLong == 1 ? " record is" : " records are") + " longer than 16 MiB and left out";
    return problem;
}

} // namespace portolan
