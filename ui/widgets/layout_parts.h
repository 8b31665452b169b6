#pragma once

#include <QFrame>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace portolan {

class ElidedLabel;

/// Page: title 20/600 with a line of 13 px below. Section: title 15/600 with a note beside it.
enum class HeaderKind : std::uint8_t { Page, Section };

/// A title with what belongs to it at the right: buttons, segments.
class TitleRow : public QWidget {
    Q_OBJECT
  public:
    TitleRow(HeaderKind kind, const QString& title, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    /// The supporting line or note.
    void setNote(const QString& note);
    /// Adds a widget at the right end, after those added before.
    void addControl(QWidget* control);

  private:
    QLabel* m_title;
    ElidedLabel* m_note;
    QHBoxLayout* m_controls;
};

/// A white card with a 1 px border; its layout has no margins, so that tables reach the edges.
QFrame* makeCard(QVBoxLayout** layout);
/// A 1 px separator in the border token.
QWidget* makeLine(Qt::Orientation orientation);
/// A plain surface panel inside a vertical scroll area; contents get 16 px of padding.
QWidget* makeScrollPanel(QVBoxLayout** layout);

} // namespace portolan
