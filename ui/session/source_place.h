#pragma once

#include "core/analysis/analysis.h"

#include <QString>

#include <optional>
#include <string>

namespace portolan {

/// A place in an input file, as text that links and stores can carry: "shop/policies.yaml:44".
struct SourcePlace {
    std::string file; ///< the name that diagnostics show
    std::uint32_t line = 0;

    QString text() const;
    /// Reads what text() wrote; line 0 where there is none.
    static SourcePlace parse(const QString& text);
    bool operator==(const SourcePlace&) const = default;
};

/// The place of a reference into the cluster's files; nothing where no position is known.
std::optional<SourcePlace> placeOf(const Cluster& cluster, const SourceRef& ref);

/// The path of the file on disk, found through the inputs the analysis was made from; nothing for standard input and
/// for files that are gone.
std::optional<QString> pathOf(const Options& options, const SourcePlace& place);

} // namespace portolan
