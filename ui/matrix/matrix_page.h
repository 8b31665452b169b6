#pragma once

#include "ui/matrix/matrix_data.h"

#include <QWidget>

class QStackedLayout;

namespace portolan {

class JobRunner;
class LegendStrip;
class MatrixView;
class Session;
class StateView;

/// The Matrix mode: which namespace talks to which, by class, shaded by how much is allowed. A chosen cell becomes the
/// filter of every view; the matrix itself always shows the whole.
class MatrixPage : public QWidget {
    Q_OBJECT
  public:
    explicit MatrixPage(Session& session, QWidget* parent = nullptr);

    MatrixView& view() { return *m_view; }
    /// For the status bar: "14 namespaces, 131 edges".
    QStringList shownTexts() const;

  Q_SIGNALS:
    void shownChanged();
    void openRequested();
    /// The edges of the chosen cell are wanted as a list.
    void flowsRequested();

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void takeAnalysis();
    void count();
    void act();
    void takeData(const Result<MatrixData>& made);
    void choose(std::size_t from, std::size_t to);
    void followFilter();

    Session& m_session;
    JobRunner* m_jobs;
    QStackedLayout* m_stack;
    StateView* m_state;
    MatrixView* m_view;
    LegendStrip* m_legend;
    bool m_isCounted = false; ///< the matrix is that of the present analysis, or on its way
    bool m_isStopped = false;
};

} // namespace portolan
