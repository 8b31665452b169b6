#pragma once

#include <QPointF>
#include <QString>

#include <array>
#include <cstdint>

class QFont;
class QColor;
class QPainter;

namespace portolan {

struct Theme;

/// Where a reviewer stands with one edge of a draft.
enum class DecisionState : std::uint8_t { Undecided, Suggested, Accepted, Rejected, Deferred };

inline constexpr std::array<DecisionState, 5> kDecisionStates{DecisionState::Undecided, DecisionState::Suggested,
                                                              DecisionState::Accepted, DecisionState::Rejected,
                                                              DecisionState::Deferred};

/// "Decide", "Accept", "Accepted", "Rejected", "Deferred".
QString decisionText(DecisionState state);
/// Colour of that text.
QColor decisionInk(DecisionState state, const Theme& theme);
/// Paints the 14 px disc: hollow, hollow tick, filled tick, filled cross, clock.
void paintDecision(QPainter& painter, DecisionState state, QPointF centre, const Theme& theme);

} // namespace portolan
