#pragma once

#include "core/findings/finding.h"

#include <QPlainTextEdit>

#include <map>

namespace portolan {

/// What the gutter marks: the most serious finding of a line.
using SourceMarks = std::map<int, Severity>;

/// Read-only text of an input with line numbers, finding marks and one highlighted line. Lines count from 1.
class SourceView : public QPlainTextEdit {
    Q_OBJECT
  public:
    explicit SourceView(QWidget* parent = nullptr);
    void setMarks(SourceMarks marks);
    /// Highlights the line and brings it into view; 0 highlights none.
    void showLine(int line);
    int shownLine() const { return m_line; }

  Q_SIGNALS:
    /// A marked line number was clicked.
    void markClicked(int line);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    class Gutter;
    int gutterWidth() const;
    void placeGutter();
    void paintGutter(QPaintEvent* event);
    int lineAt(int y) const;
    void highlight();

    Gutter* m_gutter;
    SourceMarks m_marks;
    int m_line = 0;
};

} // namespace portolan
