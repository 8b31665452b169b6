#pragma once

#include "core/flow/input/envelope.h"
#include "core/flow/input/filter_source.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace portolan {

/// What stands around every line of a log.
struct LineWrap {
    enum class Kind : std::uint8_t { Cri, Docker, Prefix, Envelope };
    Kind kind = Kind::Cri;
    std::string_view field = {}; ///< Envelope: the one that holds the line
};

/// Takes that off, line by line. Every line of the input is one line of the output, so that line numbers stay: a piece
/// of a line that a container runtime split becomes an empty line, and the last piece the whole line; pieces of
/// standard output and standard error are joined apart. Lines that are wrapped otherwise stay as they are.
class LineSource final : public FilterSource {
  public:
    LineSource(std::unique_ptr<ByteSource> source, LineWrap wrap) : FilterSource(std::move(source)), m_wrap(wrap) {}

  protected:
    void take(std::string_view bytes) override;
    void finish() override;

  private:
    void handOn();
    void takeLine(std::string_view line);
    bool unwrap(std::string_view line, std::int64_t outerTime);
    bool takeContainerLine(std::string_view line, std::int64_t outerTime);

    LineWrap m_wrap;
    Envelope m_envelope;
    std::string m_carry;                 ///< the beginning of a line that goes on in the next bytes
    std::array<std::string, 2> m_pieces; ///< of a line, by stream
    bool m_isTooLong = false;            ///< the beginning of the present line was handed on as it is
};

} // namespace portolan
