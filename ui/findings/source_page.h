#pragma once

#include "ui/session/source_place.h"

#include <QWidget>

class QPushButton;
class QStackedLayout;

namespace portolan {

class ElidedLabel;
struct LiveObjectPlace;
class Session;
class SourceView;
class StateView;

/// The Source dock: the text of an input at a line, with the findings of the file in its gutter. Values that a
/// manifest must not show are masked. For an object of a live cluster it shows the command that prints it.
class SourcePage : public QWidget {
    Q_OBJECT
  public:
    explicit SourcePage(Session& session, QWidget* parent = nullptr);

    /// Shows the file at "name:line"; a problem state where it cannot be read.
    void showPlace(const QString& place);
    SourceView& view() { return *m_view; }

  private:
    void showLive(const LiveObjectPlace& object);
    bool load(const SourcePlace& place);
    void showMarks();
    void selectFindingAt(int line);
    void openExternally();
    void takeAnalysis();

    Session& m_session;
    SourcePlace m_place;
    QString m_path;
    QString m_command; ///< of a live object
    ElidedLabel* m_name;
    QPushButton* m_open;
    QPushButton* m_copy;
    QStackedLayout* m_stack;
    SourceView* m_view;
    StateView* m_state;
};

} // namespace portolan
