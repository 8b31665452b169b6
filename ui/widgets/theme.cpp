#include "ui/widgets/theme.h"

#include <QGuiApplication>

#include <algorithm>
#include <cmath>

namespace portolan {

namespace {

QColor rgb(QRgb value) {
    return QColor::fromRgb(value);
}

QColor withAlpha(QRgb value, int percent) {
    QColor color = rgb(value);
    color.setAlphaF(static_cast<float>(percent) / 100.0F);
    return color;
}

Theme lightTheme() {
    const ClassColors used{rgb(0x0072B2), rgb(0x00629B), rgb(0xE1F0F8)};
    const ClassColors open{rgb(0xE69F00), rgb(0x8A5A00), rgb(0xFDF1D6)};
    return Theme{
        .scheme = Scheme::Light,
        .window = rgb(0xF3F5F7),
        .surface = rgb(0xFFFFFF),
        .raised = rgb(0xFFFFFF),
        .sunken = rgb(0xEBEEF2),
        .canvas = rgb(0xFAFBFC),
        .canvasDot = rgb(0xE3E8EC),
        .hover = rgb(0xEDF1F4),
        .press = rgb(0xE1E7EC),
        .border = rgb(0xE1E6EB),
        .borderStrong = rgb(0xC8D0D8),
        .control = rgb(0x8593A0),
        .grid = rgb(0xE9EDF1),
        .text1 = rgb(0x15202B),
        .text2 = rgb(0x45525F),
        .text3 = rgb(0x5F6C79),
        .textDisabled = rgb(0x98A3AE),
        .accent = rgb(0x0F766E),
        .accentInk = rgb(0x0B5F58),
        .accentTint = rgb(0xDFF1EE),
        .accentText = rgb(0xFFFFFF),
        .rail = rgb(0x13212E),
        .railSelected = rgb(0x24384A),
        .railText = rgb(0xA9B7C4),
        .railSelectedText = rgb(0xFFFFFF),
        .railMark = rgb(0x5FD0C1),
        .added = rgb(0x0B5F58),
        .addedTint = rgb(0xE2F3EF),
        .removed = rgb(0xB04A00),
        .removedTint = rgb(0xFDEEE5),
        .rejectedCross = rgb(0xFFFFFF),
        .draftHalo = rgb(0x15202B),
        .selectionHalo = withAlpha(0x0F766E, 22),
        .shadow = withAlpha(0x000000, 12),
        .heat = {rgb(0xFFFFFF), rgb(0xF3F6F9), rgb(0xE8EEF3), rgb(0xDAE4EC), rgb(0xCCD9E4), rgb(0xBDCEDC)},
        .edgeClasses = {used, used, open, open, ClassColors{rgb(0xD55E00), rgb(0xB04A00), rgb(0xFCE8DC)},
                        ClassColors{rgb(0xCC79A7), rgb(0x99366E), rgb(0xF9E7F1)},
                        ClassColors{rgb(0x777777), rgb(0x5C6166), rgb(0xEBEDEF)}},
        .severities = {SeverityColors{rgb(0xA3123A), rgb(0xFBE4EA)}, SeverityColors{rgb(0xB04A00), rgb(0xFCE8DC)},
                       SeverityColors{rgb(0x8A5A00), rgb(0xFDF1D6)}, SeverityColors{rgb(0x00629B), rgb(0xE1F0F8)},
                       SeverityColors{rgb(0x5F6C79), rgb(0xEBEEF2)}},
    };
}

Theme darkTheme() {
    const ClassColors used{rgb(0x4FA8DC), rgb(0x7CC0EA), rgb(0x15324A)};
    const ClassColors open{rgb(0xE69F00), rgb(0xF2B94A), rgb(0x3C2F12)};
    return Theme{
        .scheme = Scheme::Dark,
        .window = rgb(0x131C24),
        .surface = rgb(0x19242E),
        .raised = rgb(0x202D38),
        .sunken = rgb(0x0F171E),
        .canvas = rgb(0x10181F),
        .canvasDot = rgb(0x1C2831),
        .hover = rgb(0x22303B),
        .press = rgb(0x2A3A47),
        .border = rgb(0x293743),
        .borderStrong = rgb(0x3B4B59),
        .control = rgb(0x6F8191),
        .grid = rgb(0x1B2630),
        .text1 = rgb(0xE8EDF2),
        .text2 = rgb(0xB7C2CC),
        .text3 = rgb(0x93A1AE),
        .textDisabled = rgb(0x5D6B78),
        .accent = rgb(0x45BFAF),
        .accentInk = rgb(0x6AD4C5),
        .accentTint = rgb(0x163B3A),
        .accentText = rgb(0x06211E),
        .rail = rgb(0x0B1218),
        .railSelected = rgb(0x1E2D3A),
        .railText = rgb(0x93A3B1),
        .railSelectedText = rgb(0xFFFFFF),
        .railMark = rgb(0x5FD0C1),
        .added = rgb(0x6AD4C5),
        .addedTint = rgb(0x143433),
        .removed = rgb(0xF79A62),
        .removedTint = rgb(0x3B251B),
        .rejectedCross = rgb(0x2A1509),
        .draftHalo = rgb(0xFFFFFF),
        .selectionHalo = withAlpha(0x45BFAF, 35),
        .shadow = withAlpha(0x000000, 40),
        .heat = {rgb(0x19242E), rgb(0x1D2B37), rgb(0x243646), rgb(0x294053), rgb(0x304B61), rgb(0x35516A)},
        .edgeClasses = {used, used, open, open, ClassColors{rgb(0xEC7A33), rgb(0xF79A62), rgb(0x42261A)},
                        ClassColors{rgb(0xD98CB7), rgb(0xE9AACB), rgb(0x3F2636)},
                        ClassColors{rgb(0x8D979F), rgb(0xB0B9C1), rgb(0x2A353F)}},
        .severities = {SeverityColors{rgb(0xFF8FA6), rgb(0x451E2A)}, SeverityColors{rgb(0xF79A62), rgb(0x42261A)},
                       SeverityColors{rgb(0xF2B94A), rgb(0x3C2F12)}, SeverityColors{rgb(0x7CC0EA), rgb(0x15324A)},
                       SeverityColors{rgb(0x93A1AE), rgb(0x2A353F)}},
    };
}

double linearChannel(float channel) {
    const double c = static_cast<double>(channel);
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linearChannel(color.redF()) + 0.7152 * linearChannel(color.greenF()) +
           0.0722 * linearChannel(color.blueF());
}

} // namespace

QColor Theme::heatFor(double share) const {
    if (share <= 0.0) return heat.front();
    const auto steps = static_cast<double>(heat.size() - 1);
    const auto step = static_cast<std::size_t>(std::ceil(std::min(share, 1.0) * steps));
    return heat[std::clamp<std::size_t>(step, 1, heat.size() - 1)];
}

const Theme& Theme::of(Scheme scheme) {
    static const Theme light = lightTheme();
    static const Theme dark = darkTheme();
    return scheme == Scheme::Dark ? dark : light;
}

const Theme& currentTheme() {
    const Theme& dark = Theme::of(Scheme::Dark);
    const bool isDark = QGuiApplication::palette().color(QPalette::Active, QPalette::Window) == dark.window;
    return isDark ? dark : Theme::of(Scheme::Light);
}

QPalette themePalette(const Theme& theme) {
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor& color) { palette.setColor(role, color); };
    set(QPalette::Window, theme.window);
    set(QPalette::WindowText, theme.text1);
    set(QPalette::Base, theme.surface);
    set(QPalette::AlternateBase, theme.window);
    set(QPalette::Text, theme.text1);
    set(QPalette::BrightText, theme.accentText);
    set(QPalette::Button, theme.surface);
    set(QPalette::ButtonText, theme.text1);
    set(QPalette::Highlight, theme.accentTint);
    set(QPalette::HighlightedText, theme.text1);
    set(QPalette::PlaceholderText, theme.text3);
    set(QPalette::ToolTipBase, theme.raised);
    set(QPalette::ToolTipText, theme.text1);
    set(QPalette::Link, theme.accentInk);
    set(QPalette::LinkVisited, theme.accentInk);
    set(QPalette::Light, theme.surface);
    set(QPalette::Midlight, theme.hover);
    set(QPalette::Mid, theme.border);
    set(QPalette::Dark, theme.borderStrong);
    set(QPalette::Shadow, theme.shadow);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText,
                                           QPalette::HighlightedText, QPalette::PlaceholderText}) {
        palette.setColor(QPalette::Disabled, role, theme.textDisabled);
    }
    return palette;
}

std::vector<std::pair<QString, QColor>> themeTokens(const Theme& theme) {
    std::vector<std::pair<QString, QColor>> tokens{
        {QStringLiteral("window"), theme.window},
        {QStringLiteral("surface"), theme.surface},
        {QStringLiteral("raised"), theme.raised},
        {QStringLiteral("sunken"), theme.sunken},
        {QStringLiteral("canvas"), theme.canvas},
        {QStringLiteral("hover"), theme.hover},
        {QStringLiteral("press"), theme.press},
        {QStringLiteral("border"), theme.border},
        {QStringLiteral("borderStrong"), theme.borderStrong},
        {QStringLiteral("control"), theme.control},
        {QStringLiteral("grid"), theme.grid},
        {QStringLiteral("text1"), theme.text1},
        {QStringLiteral("text2"), theme.text2},
        {QStringLiteral("text3"), theme.text3},
        {QStringLiteral("textDisabled"), theme.textDisabled},
        {QStringLiteral("accent"), theme.accent},
        {QStringLiteral("accentInk"), theme.accentInk},
        {QStringLiteral("accentTint"), theme.accentTint},
        {QStringLiteral("accentText"), theme.accentText},
        {QStringLiteral("rail"), theme.rail},
        {QStringLiteral("critical"), theme.severity(SeverityLevel::Critical).ink},
        {QStringLiteral("high"), theme.severity(SeverityLevel::High).ink},
        {QStringLiteral("medium"), theme.severity(SeverityLevel::Medium).ink},
    };
    std::stable_sort(tokens.begin(), tokens.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    return tokens;
}

double contrastRatio(const QColor& a, const QColor& b) {
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

} // namespace portolan
