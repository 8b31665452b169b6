#pragma once

#include "core/flow/attribution.h"
#include "core/flow/evidence.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace portolan {

/// Reads the JSON lines of Cilium Hubble and of what speaks its format: `hubble observe -o json` and `-o jsonpb`, the
/// exporter's files with or without a field mask, the bare flows of older versions, Retina. Reads each line in one pass
/// and only the fields that matter; what a line says of an end is understood once and then known by its text.
/// One object a thread; an Attribution is shared with nobody else.
class HubbleReader {
  public:
    explicit HubbleReader(Attribution& attribution);
    ~HubbleReader();
    HubbleReader(const HubbleReader&) = delete;
    HubbleReader& operator=(const HubbleReader&) = delete;

    /// The line must be followed by kPaddingBytes readable bytes. Views in the result live as long as the line.
    LineResult read(std::string_view line, std::uint64_t position);
    /// To be called when the Attribution was coarsened: its indices have changed.
    void forgetEnds();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace portolan
