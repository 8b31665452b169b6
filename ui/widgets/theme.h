#pragma once

#include "ui/widgets/edge_class.h"
#include "ui/widgets/severity.h"

#include <QColor>
#include <QPalette>
#include <QString>

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace portolan {

/// The two token tables.
enum class Scheme : std::uint8_t { Light, Dark };

/// `line` for strokes and bars, `ink` for what must be read (glyph, text, arrow head, end bar), `tint` for chips and
/// halos.
struct ClassColors {
    QColor line;
    QColor ink;
    QColor tint;
};

struct SeverityColors {
    QColor ink;
    QColor tint;
};

/// The token table: every colour of the window by what it is for. No colour literal stands outside theme.cpp.
/// Grey carries structure, hue a verdict, teal (accent) the reader: selection, focus, the next step.
struct Theme {
    Scheme scheme = Scheme::Light;

    QColor window;    ///< page behind cards, quiet boxes in panels
    QColor surface;   ///< cards, docks, tables, bars, menus
    QColor raised;    ///< selected segment, tooltip, popup; map nodes in dark
    QColor sunken;    ///< segment track, empty bar track, group header
    QColor canvas;    ///< map, matrix and route background
    QColor canvasDot; ///< its dots, one every 24 px
    QColor hover;
    QColor press;
    QColor border;       ///< separators and cards
    QColor borderStrong; ///< buttons, inputs, nodes
    QColor control;      ///< hollow control outlines, neutral bars
    QColor grid;         ///< table row lines

    QColor text1; ///< primary
    QColor text2; ///< supporting, also on accentTint, heat and tints
    QColor text3; ///< labels, headers, units; on surface, window and sunken only
    QColor textDisabled;

    QColor accent;     ///< primary button, focus, selection line, isolation ring
    QColor accentInk;  ///< links, file:line, selected header, "after" numbers
    QColor accentTint; ///< selected row, crosshair, banner, best suggestion
    QColor accentText; ///< text on accent

    QColor rail; ///< the mode bar, dark in both schemes
    QColor railSelected;
    QColor railText;
    QColor railSelectedText;
    QColor railMark;

    QColor added; ///< lines of a YAML difference
    QColor addedTint;
    QColor removed;
    QColor removedTint;

    QColor rejectedCross; ///< the cross on the disc of a rejected decision
    QColor draftHalo;     ///< halo of the draft overlay
    QColor selectionHalo; ///< accent at 22 % (dark 35 %)
    QColor shadow;        ///< depth 1, black at 12 % (dark 40 %)
    std::array<QColor, 6> heat;

    std::array<ClassColors, kEdgeClasses.size()> edgeClasses;
    std::array<SeverityColors, kSeverityLevels.size()> severities;

    const ClassColors& edge(EdgeClass c) const { return edgeClasses[static_cast<std::size_t>(c)]; }
    const SeverityColors& severity(SeverityLevel s) const { return severities[static_cast<std::size_t>(s)]; }
    bool isDark() const { return scheme == Scheme::Dark; }
    /// Matrix shade for the share of pairs allowed, 0..1; only an exact 0 takes the first step, which is `surface`.
    QColor heatFor(double share) const;

    /// The table of a scheme; lives as long as the program.
    static const Theme& of(Scheme scheme);
};

/// The table the application palette was made from; Light before any theme was applied. Widgets ask at paint time, so a
/// change of theme needs no bookkeeping of theirs.
const Theme& currentTheme();

/// Every palette role from the tokens.
QPalette themePalette(const Theme& theme);

/// The single-colour tokens by their name in style_sheet.cpp, longest name first.
std::vector<std::pair<QString, QColor>> themeTokens(const Theme& theme);

/// Ratio of luminances as WCAG 2.1 defines it, 1..21, order of arguments irrelevant, alpha ignored.
double contrastRatio(const QColor& a, const QColor& b);

} // namespace portolan
