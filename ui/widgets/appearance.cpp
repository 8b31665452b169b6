#include "ui/widgets/appearance.h"

#include "ui/widgets/style.h"
#include "ui/widgets/style_sheet.h"
#include "ui/widgets/text.h"

#include <QApplication>
#include <QFontDatabase>

#include <algorithm>

namespace portolan {

namespace {

constexpr int kBodyPx = 13;
constexpr double kOrdinaryPoints = 11.5; // desktops ask for 9 to 11 pt; the type table is drawn for those
constexpr double kReferencePoints = 10.0;
constexpr double kLargestScale = 1.25; // rows and buttons of fixed height hold no more

double systemTextScale() {
    const double points = QFontDatabase::systemFont(QFontDatabase::GeneralFont).pointSizeF();
    if (points <= kOrdinaryPoints) return 1.0;
    return std::min(points / kReferencePoints, kLargestScale);
}

} // namespace

Appearance::Appearance(QApplication& application) : m_application(application), m_textScale(systemTextScale()) {
    loadFonts();
    const QColor desktop = QGuiApplication::palette().color(QPalette::Window);
    m_systemScheme = desktop.lightness() < 128 ? Scheme::Dark : Scheme::Light;
}

Scheme Appearance::schemeFor(ThemeChoice choice) const {
    if (choice == ThemeChoice::System) return m_systemScheme;
    return choice == ThemeChoice::Dark ? Scheme::Dark : Scheme::Light;
}

void Appearance::apply(ThemeChoice choice) {
    m_choice = choice;
    const Theme& theme = Theme::of(schemeFor(choice));
    QApplication::setStyle(new Style);
    QFont font(QStringLiteral("Inter"));
    font.setPixelSize(qRound(kBodyPx * m_textScale));
    font.setHintingPreference(QFont::PreferVerticalHinting);
    QApplication::setFont(font);
    QApplication::setPalette(themePalette(theme));
    m_application.setStyleSheet(styleSheet(theme, m_textScale));
}

} // namespace portolan
