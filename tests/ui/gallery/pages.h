#pragma once

#include <QWidget>

namespace portolan::gallery {

/// Every small part on one page: icons, glyphs, badges, chips, buttons, inputs, states.
QWidget* makePartsPage();
/// The overview with made-up figures.
QWidget* makeOverviewPage();
/// The review table of a draft with made-up rows.
QWidget* makeDraftPage();
/// The Why panel of a made-up edge.
QWidget* makeInspectorPanel();

} // namespace portolan::gallery
