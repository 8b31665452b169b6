#pragma once

#include "core/flow/input/byte_source.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace portolan {

/// A source whose first bytes can be looked at before they are read.
class HeadSource final : public ByteSource {
  public:
    explicit HeadSource(std::unique_ptr<ByteSource> source) : m_source(std::move(source)) {}

    /// The first `count` bytes, fewer only at the end of the stream or where whole lines are all there is for now;
    /// read() gives them again. To be asked before the
    /// first read(). Fails as read() does.
    Result<std::string_view> peek(std::size_t count);
    /// Leaves out bytes at the beginning; at most as many as were looked at.
    void skip(std::size_t count) { m_at += count; }

    Result<std::size_t> read(std::span<char> into) override;
    bool isIdle() const override { return m_at >= m_head.size() && m_source->isIdle(); }
    std::uint64_t consumed() const override { return m_source->consumed(); }
    const std::string& problem() const override { return m_source->problem(); }

  private:
    std::unique_ptr<ByteSource> m_source;
    std::string m_head;
    std::size_t m_at = 0; ///< of what is left of the head
};

/// A source that makes its text of another's. Bounded memory: what one piece of input gives is handed on before the
/// next piece is read.
class FilterSource : public ByteSource {
  public:
    explicit FilterSource(std::unique_ptr<ByteSource> source);

    Result<std::size_t> read(std::span<char> into) final;
    bool isIdle() const final { return m_at == m_out.size() && !m_isAtEnd && m_source->isIdle(); }
    std::uint64_t consumed() const final { return m_source->consumed(); }
    const std::string& problem() const final { return m_problem.empty() ? m_source->problem() : m_problem; }

  protected:
    /// Appends to m_out what the next bytes give. kPaddingBytes may be read past them.
    virtual void take(std::string_view bytes) = 0;
    /// Appends what is left when the input has ended.
    virtual void finish() = 0;

    std::string m_out;
    std::string m_problem; ///< of this filter's own

  private:
    std::unique_ptr<ByteSource> m_source;
    std::unique_ptr<char[]> m_in;
    std::size_t m_at = 0; ///< of what is left of m_out
    bool m_isAtEnd = false;
};

} // namespace portolan
