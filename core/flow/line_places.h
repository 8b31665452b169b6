#pragma once

#include "core/base/source_ref.h"
#include "core/flow/evidence.h"
#include "core/flow/flow_format.h"

#include <cstdint>
#include <vector>

namespace portolan {

/// What turns positions of lines within one input, as workers count them, into places that tell of any input.
class LinePlaces {
  public:
    LinePlaces(FileId file, FlowFormat format, std::vector<std::pair<std::uint32_t, std::uint32_t>> blockLines);

    /// Of a position (block << 32 | line in block); line 0 for Evidence::kNowhere.
    SourceRef refAt(std::uint64_t position) const;
    /// A number of the order of the lines of all inputs, for Tally::position. Groups of a server have no line.
    std::uint64_t placeAt(std::uint64_t position) const;
    /// The line of placeAt().
    static SourceRef refOf(std::uint64_t place);

  private:
    std::uint64_t lineAt(std::uint64_t position) const;

    FileId m_file;
    bool m_hasLines;
    std::vector<std::uint64_t> m_before; ///< lines before each block
};

} // namespace portolan
