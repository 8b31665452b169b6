#include "ui/shell/mode.h"

namespace portolan {

QString modeName(Mode mode) {
    switch (mode) {
    case Mode::Overview: return QStringLiteral("Overview");
    case Mode::Map: return QStringLiteral("Map");
    case Mode::Matrix: return QStringLiteral("Matrix");
    case Mode::Paths: return QStringLiteral("Paths");
    case Mode::Draft: return QStringLiteral("Draft");
    }
    return {};
}

Icon modeIcon(Mode mode) {
    switch (mode) {
    case Mode::Overview: return Icon::Overview;
    case Mode::Map: return Icon::Map;
    case Mode::Matrix: return Icon::Matrix;
    case Mode::Paths: return Icon::Paths;
    case Mode::Draft: return Icon::Draft;
    }
    return Icon::Overview;
}

} // namespace portolan
