#pragma once

#include "core/analysis/analysis.h"

#include <QString>

#include <optional>

class QCommandLineParser;

namespace portolan {

/// What the window is asked to show when it starts.
struct StartRequest {
    bool isSample = false;
    std::optional<Options> open; ///< files, a live cluster, or both
    QString problem;             ///< a sentence where what was asked has no meaning; then nothing else is set
};

/// Declares the options of portolan-desktop.
void declareStart(QCommandLineParser& parser);
/// What the parsed options ask for.
StartRequest startRequest(const QCommandLineParser& parser);

} // namespace portolan
