#pragma once

#include "ui/session/source_place.h"

#include <QString>

#include <optional>

namespace portolan {

/// An object that was read from a live cluster, by the name of its place: "live:shop/NetworkPolicy/db".
struct LiveObjectPlace {
    QString ns; ///< empty for a cluster-wide object
    QString kind;
    QString name; ///< empty: the list of that kind

    /// Nothing where the place is a file's.
    static std::optional<LiveObjectPlace> parse(const SourcePlace& place);
    /// "NetworkPolicy shop/db".
    QString text() const;
};

/// The command that prints the object as the cluster has it now, words quoted for a shell where they need it.
QString kubectlCommand(const LiveObjectPlace& place, const LiveSource& source);

} // namespace portolan
