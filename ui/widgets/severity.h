#pragma once

#include <QPointF>
#include <QString>

#include <array>
#include <cstdint>

class QPainter;

namespace portolan {

struct Theme;

/// How bad a finding is, for painting; worst first.
enum class SeverityLevel : std::uint8_t { Critical, High, Medium, Low, Info };

inline constexpr std::array<SeverityLevel, 5> kSeverityLevels{
    SeverityLevel::Critical, SeverityLevel::High, SeverityLevel::Medium, SeverityLevel::Low, SeverityLevel::Info};

/// "Critical", "High", "Medium", "Low", "Info".
QString severityName(SeverityLevel level);

/// Paints the level's 9 px shape (octagon, triangle, diamond, circle) in its ink, centred at `centre`.
void paintSeverity(QPainter& painter, SeverityLevel level, QPointF centre, const Theme& theme);

} // namespace portolan
