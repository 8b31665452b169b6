#pragma once

#include "ui/widgets/icon.h"

#include <QString>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace portolan {

/// What is missing, why, and what to do next.
struct StateText {
    Icon icon = Icon::Info;
    QString sentence = {}; ///< what
    QString reason = {};   ///< why
    QString action = {};   ///< the one button, empty for none
};

/// The empty, busy and problem state of a page, left aligned where the content would be.
class StateView : public QWidget {
    Q_OBJECT
  public:
    explicit StateView(QWidget* parent = nullptr);
    void showEmpty(const StateText& text);
    void showProblem(const StateText& text);
    /// `fraction` 0..1, or negative where it is not known. The button reads "Cancel".
    void showBusy(const QString& phase, double fraction);

  Q_SIGNALS:
    /// The one button was pressed: the action of an empty or problem state, or Cancel.
    void actionRequested();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void setText(const StateText& text);

    StateText m_text;
    bool m_isProblem = false;
    QLabel* m_sentence;
    QLabel* m_reason;
    QProgressBar* m_progress;
    QPushButton* m_action;
};

} // namespace portolan
