#include "core/flow/input/line_blocks.h"

#include <algorithm>
#include <cstring>

namespace portolan {

void LineBlock::reserve(std::size_t capacity) {
    if (capacity <= m_capacity) return;
    auto larger = std::make_unique_for_overwrite<char[]>(capacity + kPaddingBytes);
    if (m_size > 0) std::memcpy(larger.get(), m_bytes.get(), m_size);
    m_bytes = std::move(larger);
    m_capacity = capacity;
}

Result<bool> BlockReader::next(LineBlock& block) {
    const std::scoped_lock lock(m_mutex);
    block.m_size = 0;
    block.m_tooLong = 0;
    block.m_isCutOff = false;
    block.reserve(std::max(m_blockBytes, m_carry.size() + 1));
    if (!m_carry.empty()) std::memcpy(block.m_bytes.get(), m_carry.data(), m_carry.size());
    block.m_size = m_carry.size();
    m_carry.clear();
    const auto isFilled = fill(block);
    if (!isFilled || !*isFilled) return isFilled;
    std::memset(block.m_bytes.get() + block.m_size, ' ', kPaddingBytes);
    block.m_number = m_blocks++;
    return true;
}

std::uint64_t BlockReader::consumed() const {
    const std::scoped_lock lock(m_mutex);
    return m_source->consumed();
}

Result<bool> BlockReader::fill(LineBlock& block) {
    std::size_t limit = std::max(m_blockBytes, block.m_size + 1); // not the capacity: that differs from block to block
    while (true) {
        while (!m_isAtEnd && block.m_size < limit && !(block.text().ends_with('\n') && m_source->isIdle())) {
            const auto count = m_source->read({block.m_bytes.get() + block.m_size, limit - block.m_size});
            if (!count) return tl::make_unexpected(count.error());
            m_isAtEnd = *count == 0;
            block.m_size += *count;
        }
        const std::string_view text = block.text();
        if (m_isAtEnd) {
            block.m_isCutOff = !text.empty() && text.back() != '\n';
            return !text.empty() || block.m_tooLong > 0;
        }
        const std::size_t end = text.rfind('\n');
        if (end != std::string_view::npos) {
            m_carry.assign(text.substr(end + 1));
            block.m_size = end + 1;
            return true;
        }
        if (limit < kMaxLineBytes) {
            limit = std::min(limit * 2, kMaxLineBytes);
            block.reserve(limit);
            continue;
        }
        const auto isSkipped = skipLongLine(block);
        if (!isSkipped) return isSkipped;
    }
}

/// Leaves in the block what follows the end of a line that fills it wholly.
Result<bool> BlockReader::skipLongLine(LineBlock& block) {
    ++block.m_tooLong;
    while (true) {
        const auto count = m_source->read({block.m_bytes.get(), block.m_capacity});
        if (!count) return tl::make_unexpected(count.error());
        block.m_size = *count;
        m_isAtEnd = *count == 0;
        if (m_isAtEnd) return true;
        const std::size_t end = block.text().find('\n');
        if (end == std::string_view::npos) continue;
        block.m_size -= end + 1;
        std::memmove(block.m_bytes.get(), block.m_bytes.get() + end + 1, block.m_size);
        return true;
    }
}

std::optional<std::string_view> takeLine(std::string_view& rest) {
    if (rest.empty()) return std::nullopt;
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

} // namespace portolan
