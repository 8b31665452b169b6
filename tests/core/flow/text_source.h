#pragma once

#include "core/flow/input/byte_source.h"

#include <algorithm>
#include <string>

namespace portolan::flowtest {

/// A source that hands out `chunk` bytes at a time.
class TextSource final : public ByteSource {
  public:
    TextSource(std::string text, std::size_t chunk) : m_text(std::move(text)), m_chunk(chunk) {}
    Result<std::size_t> read(std::span<char> into) override {
        const std::size_t count = std::min({into.size(), m_chunk, m_text.size() - m_at});
        m_text.copy(into.data(), count, m_at);
        m_at += count;
        return count;
    }
    std::uint64_t consumed() const override { return m_at; }
    const std::string& problem() const override { return m_problem; }

  private:
    std::string m_text;
    std::size_t m_chunk;
    std::size_t m_at = 0;
    std::string m_problem;
};

} // namespace portolan::flowtest
