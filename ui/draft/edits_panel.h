#pragma once

#include "ui/session/draft.h"

#include <QWidget>

class QPushButton;

namespace portolan {

class EditsModel;
class TableView;
class TitleRow;

/// The edits of rules in the draft as a list, each to be taken back; what they prove together stands in the title.
class EditsPanel : public QWidget {
    Q_OBJECT
  public:
    /// `draft` must live as long as the panel.
    explicit EditsPanel(Draft& draft, QWidget* parent = nullptr);

    EditsModel& model() { return *m_model; }
    TableView& table() { return *m_table; }
    /// Adds a button at the right of the title.
    void addControl(QWidget* control);
    void setVersion(std::shared_ptr<const DraftVersion> version);
    /// Takes the selected edits out of the draft.
    void takeBack();
    /// The policy of the current row; none where no row is current or it is gone.
    std::optional<PolicyId> currentPolicy() const;

  Q_SIGNALS:
    void currentChanged();

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QString summary(const DraftVersion& version) const;
    void enable();

    Draft& m_draft;
    EditsModel* m_model;
    TitleRow* m_title;
    TableView* m_table;
    QPushButton* m_takeBack;
};

} // namespace portolan
