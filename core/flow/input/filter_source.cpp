#include "core/flow/input/filter_source.h"

#include "core/flow/input/line_blocks.h"

#include <algorithm>
#include <cstring>

namespace portolan {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{256} << 10U;

} // namespace

Result<std::string_view> HeadSource::peek(std::size_t count) {
    while (m_head.size() < count) {
        if (m_head.ends_with('\n') && m_source->isIdle()) break;
        const std::size_t had = m_head.size();
        m_head.resize(count);
        const auto more = m_source->read(std::span(m_head).subspan(had));
        m_head.resize(had + (more ? *more : 0));
        if (!more) return tl::make_unexpected(more.error());
        if (*more == 0) break;
    }
    return std::string_view(m_head).substr(0, count);
}

Result<std::size_t> HeadSource::read(std::span<char> into) {
    if (m_at >= m_head.size()) {
        if (!m_head.empty()) {
            m_head = std::string();
            m_at = 0;
        }
        return m_source->read(into);
    }
    const std::size_t count = m_head.copy(into.data(), into.size(), m_at);
    m_at += count;
    return count;
}

FilterSource::FilterSource(std::unique_ptr<ByteSource> source)
    : m_source(std::move(source)), m_in(std::make_unique_for_overwrite<char[]>(kPieceBytes + kPaddingBytes)) {}

Result<std::size_t> FilterSource::read(std::span<char> into) {
    while (m_at == m_out.size() && !m_isAtEnd) {
        m_out.clear();
        m_at = 0;
        const auto count = m_source->read({m_in.get(), kPieceBytes});
        if (!count) return tl::make_unexpected(count.error());
        m_isAtEnd = *count == 0;
        if (m_isAtEnd)
            finish();
        else
            take({m_in.get(), *count});
    }
    const std::size_t count = m_out.copy(into.data(), into.size(), m_at);
    m_at += count;
    return count;
}

} // namespace portolan
