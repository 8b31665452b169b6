#pragma once

#include <QLineEdit>

class QLabel;

namespace portolan {

/// What the query in a search field amounts to at the moment.
struct QueryState {
    QString matches = {}; ///< "312 of 41,870"; shown at the right while typing
    QString problem = {}; ///< what is wrong with the text; empty when it is well formed
    int position = -1;    ///< 0-based column of the problem, or -1

    bool operator==(const QueryState&) const = default;
};

/// A one-line query: search icon, monospaced once it has text, match count at the right, caret and message below when
/// it is not well formed. The caller keeps the last valid result on screen.
class SearchField : public QLineEdit {
    Q_OBJECT
  public:
    explicit SearchField(const QString& placeholder, QWidget* parent = nullptr);
    void setState(const QueryState& state);

  Q_SIGNALS:
    /// 120 ms after the last key, and at once on Enter.
    void queryChanged(const QString& query);
    /// Ctrl+Enter: show where it matches without hiding the rest.
    void highlightRequested(const QString& query);

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void moveEvent(QMoveEvent* event) override;

  private:
    void placeParts();
    void updateFont();

    QueryState m_state;
    QTimer* m_pause;
    QLabel* m_matches;
    QLabel* m_problem = nullptr;
};

} // namespace portolan
