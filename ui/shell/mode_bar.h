#pragma once

#include "ui/shell/mode.h"

#include <QWidget>

#include <array>
#include <optional>

class QAbstractButton;

namespace portolan {

/// The dark bar at the left edge, 64 px wide: the mark, one item a mode, the gear at the bottom.
class ModeBar : public QWidget {
    Q_OBJECT
  public:
    explicit ModeBar(QWidget* parent = nullptr);
    /// Marks a mode without a signal; nothing marks none (the welcome page).
    void setCurrent(std::optional<Mode> mode);
    /// Says in the mode's tooltip why it cannot be shown; an empty reason makes it available again.
    void setUnavailable(Mode mode, const QString& reason);

  Q_SIGNALS:
    void modeChosen(portolan::Mode mode);
    /// The mark at the top was clicked.
    void homeRequested();
    /// The gear was clicked; `at` is where its menu goes, in global coordinates.
    void settingsRequested(QPoint at);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::array<QAbstractButton*, kModes.size()> m_items{};
};

} // namespace portolan
