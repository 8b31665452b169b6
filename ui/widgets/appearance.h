#pragma once

#include "ui/widgets/theme.h"

class QApplication;

namespace portolan {

/// What View > Theme offers.
enum class ThemeChoice : std::uint8_t { System, Light, Dark };

/// Style, bundled fonts, palette and style sheet of the application. Owns nothing but the scheme the desktop had
/// when it was made, so make it before anything else sets a palette.
class Appearance {
  public:
    /// Loads the bundled fonts and reads the desktop's scheme and font size; applies nothing yet.
    explicit Appearance(QApplication& application);

    /// Sets style, font, palette and sheet for the choice; every widget repaints.
    void apply(ThemeChoice choice);
    ThemeChoice choice() const { return m_choice; }
    Scheme schemeFor(ThemeChoice choice) const;

  private:
    QApplication& m_application;
    Scheme m_systemScheme = Scheme::Light;
    double m_textScale = 1.0;
    ThemeChoice m_choice = ThemeChoice::System;
};

} // namespace portolan
