#pragma once

#include "ui/inspector/closing_edits.h"
#include "ui/inspector/entry_panel.h"
#include "ui/inspector/exposure_panel.h"
#include "ui/session/selection.h"

#include <QWidget>

#include <memory>

class QVBoxLayout;

namespace portolan {

class JobRunner;
class Session;
class StateView;

/// The Inspector dock: what is selected, and why it is as it is. An edge gets the ladder of its two gates, the single
/// edits that would close it and its evidence; a workload, rule, finding, entry point or block its facts. What takes
/// long, such as the pods that could be created, comes when it is there.
class InspectorPage : public QWidget {
    Q_OBJECT
  public:
    explicit InspectorPage(Session& session, QWidget* parent = nullptr);

  Q_SIGNALS:
    void sourceRequested(const QString& place);
    /// A namespace whose workload shall be isolated by a draft.
    void proposalRequested(const QString& ns);
    /// The content for the present selection is there, closing edits included.
    void settled();

  private:
    void show();
    QWidget* makeContent();
    void startEdits(const WhyQuestion& question, QVBoxLayout* cards);
    void startTightening(const RuleRef& rule, QVBoxLayout* layout);
    void startExposure(WorkloadId workload, QVBoxLayout* layout);
    void startEntry(const std::string& object, QVBoxLayout* layout);
    void startBlock(const BlockKey& key, QVBoxLayout* layout);
    /// A link of a panel was followed.
    void follow(const QString& target);
    void showEdits(const std::vector<ClosingEdit>& edits, QVBoxLayout* cards);

    Session& m_session;
    JobRunner* m_jobs;
    QVBoxLayout* m_column;
    QWidget* m_content = nullptr;
    PotentialOf m_potential; ///< of the analysis that was last asked about
    EntryFactsOf m_entries;  ///< likewise
};

} // namespace portolan
