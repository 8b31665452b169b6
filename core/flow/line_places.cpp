#include "core/flow/line_places.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr unsigned kLineBits = 40;
constexpr std::uint64_t kLowerHalf = 0xffffffffU;

SourceRef lineOf(FileId file, std::uint64_t line) {
    return {file, static_cast<std::uint32_t>(std::min(line, kLowerHalf)), 0};
}

} // namespace

LinePlaces::LinePlaces(FileId file, FlowFormat format, std::vector<std::pair<std::uint32_t, std::uint32_t>> blockLines)
    : m_file(file), m_hasLines(format != FlowFormat::ClickHouse) {
    std::ranges::sort(blockLines);
    std::uint64_t lines = 0;
    for (const auto& [block, count] : blockLines) {
        m_before.resize(block + std::size_t{1}, lines);
        m_before[block] = lines;
        lines += count;
    }
}

std::uint64_t LinePlaces::lineAt(std::uint64_t position) const {
    const std::uint64_t block = position >> 32U;
    return (block < m_before.size() ? m_before[block] : 0) + (position & kLowerHalf) + 1;
}

SourceRef LinePlaces::refAt(std::uint64_t position) const {
    return position == Evidence::kNowhere ? SourceRef{m_file, 0, 0} : lineOf(m_file, lineAt(position));
}

std::uint64_t LinePlaces::placeAt(std::uint64_t position) const {
    return std::uint64_t{m_file.value} << kLineBits | (m_hasLines ? lineAt(position) : 0);
}

SourceRef LinePlaces::refOf(std::uint64_t place) {
    return lineOf(FileId(place >> kLineBits), place & ((std::uint64_t{1} << kLineBits) - 1));
}

} // namespace portolan
