#pragma once

#include "ui/widgets/facts.h"
#include "ui/widgets/gate.h"

#include <QString>
#include <QWidget>

#include <vector>

namespace portolan {

struct PlacedFact;

/// One end of the connection that is explained.
struct LadderEnd {
    QString name = {};
    QString note = {}; ///< "3 pods"
    bool isCrownJewel = false;
};

/// One gate: its state, a title, why, and the rules that decide, one box of facts each.
struct LadderGate {
    GateState state = GateState::Rule;
    QString title = {};  ///< "Ingress gate: a rule matches"
    QString reason = {}; ///< one or two sentences, may be empty
    std::vector<Facts> rules = {};
};

/// Why a connection is allowed or denied: source, egress gate, ingress gate, target. Both gates must open.
struct Ladder {
    LadderEnd from = {};
    std::vector<LadderGate> gates = {}; ///< from source to target
    LadderEnd to = {};
};

/// Draws a ladder; its height follows from its width. Links (file:line) are clicked, or walked with Up and Down and
/// opened with Enter.
class LadderView : public QWidget {
    Q_OBJECT
  public:
    explicit LadderView(QWidget* parent = nullptr);
    void setLadder(Ladder ladder);
    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

  Q_SIGNALS:
    void linkActivated(const QString& target);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

  private:
    std::vector<PlacedFact> placed() const;
    const Fact* linkAt(QPointF at) const;

    Ladder m_ladder;
    LinkCursor m_cursor;
};

} // namespace portolan
