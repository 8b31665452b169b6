#pragma once

#include "core/analysis/analysis.h"
#include "ui/session/preferences.h"
#include "ui/session/view_state.h"

#include <QObject>
#include <QStringList>
#include <QUndoStack>

#include <memory>

namespace portolan {

class Draft;
class JobRunner;
class LogFollower;

/// The one thing all pages share: the analysis at hand, how a new one comes, and what the reader looks at. Pages talk
/// through it and never to one another.
///
///     open, addFlows, reload ──> analyze() on a thread ──queued, newest wins──> analysisChanged()
///                                     Escape: cancel()                └──────> failed()
///     select, setFilter, setPage ──> selectionChanged(), filterChanged(), pageChanged() ──> every view
///                                └──> history: goBack(), goForward()
///
/// The old analysis stays until a new one is there. Belongs to the window's thread.
class Session : public QObject {
    Q_OBJECT
  public:
    /// `preferences` must live as long as the session.
    explicit Session(Preferences& preferences, QObject* parent = nullptr);
    ~Session() override;

    /// nullptr until something was opened and after close().
    const std::shared_ptr<const Analysis>& analysis() const { return m_analysis; }
    bool isBusy() const;
    /// Why the last attempt failed; empty where it did not.
    const QString& problem() const { return m_problem; }

    /// Reads and analyses inputs (manifests, dumps, directories) with the given flow logs.
    void open(const QStringList& inputs, const QStringList& flows = {});
    void open(const Options& options);
    /// Follows flow logs that are still being written, together with the logs that are open: each time something was
    /// added there is a new analysis. Nothing happens where nothing is open.
    void follow(const QStringList& flows);
    bool isFollowing() const;
    /// What was read stays.
    void stopFollowing();
    /// Adds flow logs to what is open; nothing happens where nothing is.
    void addFlows(const QStringList& flows);
    /// The password for flows that a ClickHouse server keeps, until the program ends; it is never stored.
    void setFlowPassword(const QString& password) { m_flowPassword = password.toStdString(); }
    bool hasFlowPassword() const { return !m_flowPassword.empty(); }
    /// Reads the same inputs again.
    void reload();
    /// Stops the running job; what was there before stays.
    void cancel();
    /// Forgets the analysis.
    void close();

    const Selection& selection() const { return m_state.selection; }
    void select(const Selection& selection);
    void clearSelection() { select({}); }
    const ViewFilter& filter() const { return m_state.filter; }
    /// Takes a query if it is well formed; otherwise the filter stays and the problem is returned.
    std::optional<QueryProblem> setFilter(const QString& text);
    const QString& page() const { return m_state.page; }
    void setPage(const QString& page);

    bool canGoBack() const { return m_history.canGoBack(); }
    bool canGoForward() const { return m_history.canGoForward(); }
    void goBack();
    void goForward();

    QUndoStack& undoStack() { return m_undo; }
    /// The draft that pages share; follows the analysis.
    Draft& draft() { return *m_draft; }
    Preferences& preferences() { return m_preferences; }

  Q_SIGNALS:
    /// A new analysis is there, or none any more. Selection and filter stay; keys that are gone find nothing.
    void analysisChanged();
    void busyChanged(bool isBusy);
    /// Logs are followed from now on, or no more.
    void followingChanged(bool isFollowing);
    void progressed(const QString& phase, double fraction);
    /// The inputs could not be analysed; `message` is one sentence. Not for cancelled jobs.
    void failed(const QString& message);
    void selectionChanged();
    void filterChanged();
    void pageChanged();
    void historyChanged();
    void recentChanged();

  private:
    void finish(const Result<std::shared_ptr<const Analysis>>& result);
    void take(std::shared_ptr<const Analysis> analysis);
    void endFollowing();
    void rememberInputs();
    void moveTo(const ViewState& state);
    void pushHistory();

    Preferences& m_preferences;
    JobRunner* m_jobs;
    LogFollower* m_follower;
    std::shared_ptr<const Analysis> m_analysis;
    QString m_problem;
    ViewState m_state;
    ViewHistory m_history;
    QUndoStack m_undo;
    Draft* m_draft;
    std::string m_flowPassword;
};

} // namespace portolan
