#include "core/flow/input/line_source.h"

#include "core/flow/input/line_blocks.h"
#include "core/flow/input/time_mark.h"
#include "core/flow/input/wrapping.h"
#include "core/flow/time_text.h"

namespace portolan {

void LineSource::take(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos) {
            m_carry.append(bytes);
            if (m_isTooLong || m_carry.size() > kMaxLineBytes) handOn();
            return;
        }
        if (m_isTooLong) {
            m_out.append(bytes.substr(0, end));
            m_isTooLong = false;
        } else if (m_carry.empty()) {
            takeLine(bytes.substr(0, end));
        } else {
            m_carry.append(bytes.substr(0, end));
            const std::size_t size = m_carry.size();
            m_carry.append(kPaddingBytes, ' ');
            takeLine(std::string_view(m_carry).substr(0, size));
            m_carry.clear();
        }
        m_out += '\n';
        bytes.remove_prefix(end + 1);
    }
}

/// A line that is too long goes on as it is, piece by piece, for the blocks to leave out.
void LineSource::handOn() {
    m_out.append(m_carry);
    m_carry.clear();
    m_isTooLong = true;
}

void LineSource::finish() {
    if (!m_carry.empty()) {
        const std::size_t size = m_carry.size();
        m_carry.append(kPaddingBytes, ' ');
        takeLine(std::string_view(m_carry).substr(0, size));
        m_carry.clear();
    }
    for (std::string& pieces : m_pieces) {
        if (pieces.empty()) continue;
        if (!m_out.empty() && !m_out.ends_with('\n')) m_out += '\n';
        m_out.append(pieces);
        pieces.clear();
    }
}

void LineSource::takeLine(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::string_view whole = line;
    const std::int64_t outerTime = takeTimeMark(line);
    if (!unwrap(line, outerTime)) m_out.append(whole);
}

bool LineSource::unwrap(std::string_view line, std::int64_t outerTime) {
    switch (m_wrap.kind) {
    case LineWrap::Kind::Envelope: {
        const std::size_t before = m_out.size();
        if (!m_envelope.take(line, m_wrap.field, m_out)) return false;
        if (outerTime == 0 || (m_out.size() > before && m_out[before] == kTimeMark)) return true;
        std::string mark;
        appendTimeMark(outerTime, mark);
        m_out.insert(before, mark);
        return true;
    }
    case LineWrap::Kind::Prefix: {
        const auto prefixed = prefixedObject(line);
        if (!prefixed) return false;
        appendTimeMark(prefixed->time == 0 ? outerTime : prefixed->time, m_out);
        m_out.append(prefixed->text);
        return true;
    }
    default: return takeContainerLine(line, outerTime);
    }
}

bool LineSource::takeContainerLine(std::string_view line, std::int64_t outerTime) {
    const bool isCri = m_wrap.kind == LineWrap::Kind::Cri;
    const auto container = isCri ? criLine(line) : dockerLine(line);
    if (!container) return false;
    std::string& pieces = m_pieces[container->isError ? 1 : 0];
    const auto append = [&](std::string& out) {
        if (isCri)
            out.append(container->text);
        else if (!appendUnescaped(container->text, out))
            out.append("\\"); // damaged, as the reader will find
    };
    if (container->isPartial && pieces.size() < kMaxLineBytes) {
        append(pieces);
        return true;
    }
    appendTimeMark(container->time.empty() ? outerTime : parseRfc3339(container->time).value_or(outerTime), m_out);
    m_out.append(pieces);
    pieces.clear();
    append(m_out);
    while (!isCri && (m_out.ends_with('\n') || m_out.ends_with('\r'))) m_out.pop_back();
    return true;
}

} // namespace portolan
