#pragma once

#include "ui/matrix/matrix_data.h"

#include <QWidget>

class QStackedLayout;

namespace portolan {

class JobRunner;
class MatrixView;
class Session;
class StateView;

/// The Matrix mode: which namespace talks to which, by class, shaded by how much is allowed. Namespaces open into their
/// workloads. A chosen cell is what the Inspector speaks of; the filter of all views fades the cells without an edge
/// for it.
///
///     analysis ──matrixFacts()──> facts ──matrixOf(expansion, filter)──> data ──> view      both on a thread
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
    struct Counted {
        std::shared_ptr<const MatrixFacts> facts;
        MatrixData data;
    };
    void takeAnalysis();
    void count();
    void act();
    void takeCounted(const Result<Counted>& counted);
    void choose(std::size_t row, std::size_t column);
    void filterBy(std::size_t row, std::size_t column);
    void toggle(Qt::Orientation axis, const QString& ns);
    void collapse();
    void followSelection();

    Session& m_session;
    JobRunner* m_jobs;
    QStackedLayout* m_stack;
    StateView* m_state;
    MatrixView* m_view;
    std::shared_ptr<const MatrixFacts> m_facts; // of the present analysis, once asked
    MatrixExpansion m_expansion;
    QString m_note;           // why a namespace was not opened; empty where none was refused
    bool m_isCounted = false; ///< the matrix is that of the present analysis, or on its way
    bool m_isStopped = false;
};

} // namespace portolan
