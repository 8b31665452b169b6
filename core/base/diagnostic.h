#pragma once

#include "core/base/source_ref.h"

#include <string>
#include <vector>

namespace portolan {

/// What was wrong or noteworthy about an input, while the analysis went on.
struct Diagnostic {
    enum class Level { Error, Warning, Note };
    Level level = Level::Note;
    std::string code; ///< a findings id such as "PARSE-01", or "" where no finding follows from it
    SourceRef where;
    std::string object;  ///< "NetworkPolicy shop/allow-web", empty where no object is concerned
    std::string message; ///< what is wrong, with field path and offending value
    std::string fix;     ///< what to do about it, may be empty

    bool operator==(const Diagnostic&) const = default;
};

using Diagnostics = std::vector<Diagnostic>;

} // namespace portolan
