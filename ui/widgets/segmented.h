#pragma once

#include <QFrame>
#include <QStringList>

#include <vector>

class QPushButton;

namespace portolan {

/// One of a few choices, side by side on a sunken track, 28 px high. Arrow keys move the choice.
class Segmented : public QFrame {
    Q_OBJECT
  public:
    explicit Segmented(const QStringList& choices, QWidget* parent = nullptr);
    /// Index of the choice, 0-based.
    int current() const { return m_current; }
    /// Selects without a signal; out of range selects nothing.
    void setCurrent(int index);
    /// Selects as if the reader had: signals a change, and does nothing where the choice is not available.
    void choose(int index);
    /// Renames a choice in place, for counts: "New 3".
    void setText(int index, const QString& text);
    /// Says in the choice's tooltip why it cannot be chosen; an empty reason makes it available again.
    void setUnavailable(int index, const QString& reason);

  Q_SIGNALS:
    /// The reader chose another segment.
    void chosen(int index);

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    std::vector<QPushButton*> m_buttons;
    int m_current = 0;
};

} // namespace portolan
