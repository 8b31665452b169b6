#include "ui/session/session.h"

#include "core/flow/clickhouse/clickhouse.h"
#include "ui/session/draft.h"
#include "ui/session/job_runner.h"
#include "ui/session/log_follower.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace portolan {

namespace {

std::vector<std::string> toStd(const QStringList& texts) {
    std::vector<std::string> out;
    for (const QString& text : texts) out.push_back(text.toStdString());
    return out;
}

/// Absolute, so that the entry still means the same when the program starts elsewhere. URLs of servers are that anyway.
QStringList toAbsolute(const std::vector<std::string>& paths) {
    QStringList out;
    for (const std::string& path : paths) {
        const QString text = QString::fromStdString(path);
        out << (isClickHouse(path) ? text : QFileInfo(text).absoluteFilePath());
    }
    return out;
}

} // namespace

Session::Session(Preferences& preferences, QObject* parent)
    : QObject(parent), m_preferences(preferences), m_jobs(new JobRunner(this)), m_follower(new LogFollower(this)),
      m_draft(new Draft(m_undo, this)) {
    connect(this, &Session::analysisChanged, m_draft, [this] { m_draft->setAnalysis(m_analysis); });
    connect(m_jobs, &JobRunner::started, this, [this] { Q_EMIT busyChanged(true); });
    connect(m_jobs, &JobRunner::stopped, this, [this] { Q_EMIT busyChanged(false); });
    connect(m_jobs, &JobRunner::progressed, this, &Session::progressed);
    connect(m_follower, &LogFollower::grown, this, &Session::take);
    connect(m_follower, &LogFollower::ended, this, [this](const QString& problem) {
        endFollowing();
        if (!problem.isEmpty()) Q_EMIT failed(problem);
    });
}

Session::~Session() = default;

bool Session::isBusy() const {
    return m_jobs->isRunning();
}

void Session::open(const QStringList& inputs, const QStringList& flows) {
    Options options;
    options.inputs = toStd(inputs);
    options.flows = toStd(flows);
    open(options);
}

void Session::open(const Options& given) {
    Options options = given;
    options.reading.password = m_flowPassword;
    m_problem.clear();
    stopFollowing();
    m_jobs->start([this, options](const RunControl& control) -> JobRunner::Deliver {
        return [this, result = analyze(options, control)] { finish(result); };
    });
}

void Session::follow(const QStringList& flows) {
    if (!m_analysis) return;
    Options options = m_analysis->options;
    for (std::string& path : toStd(flows)) options.flows.push_back(std::move(path));
    options.isFollowing = true;
    open(options);
}

bool Session::isFollowing() const {
    return m_follower->isRunning();
}

void Session::stopFollowing() {
    if (!isFollowing()) return;
    m_follower->stop();
    endFollowing();
}

/// From now on the logs are what they are: reading again reads them as any others.
void Session::endFollowing() {
    auto still = std::make_shared<Analysis>(*m_analysis);
    still->options.isFollowing = false;
    m_analysis = std::move(still);
    Q_EMIT followingChanged(false);
    Q_EMIT analysisChanged();
}

void Session::addFlows(const QStringList& flows) {
    if (!m_analysis) return;
    Options options = m_analysis->options;
    for (std::string& path : toStd(flows)) options.flows.push_back(std::move(path));
    open(options);
}

void Session::reload() {
    if (m_analysis) open(Options(m_analysis->options));
}

void Session::cancel() {
    m_jobs->cancel();
}

void Session::close() {
    m_jobs->cancel();
    stopFollowing();
    m_analysis.reset();
    m_problem.clear();
    m_undo.clear();
    m_history.clear();
    moveTo({});
    Q_EMIT historyChanged();
    Q_EMIT analysisChanged();
}

void Session::finish(const Result<std::shared_ptr<const Analysis>>& result) {
    if (!result) {
        if (result.error().kind == Error::Kind::Cancelled) return;
        m_problem = QString::fromStdString(result.error().message);
        Q_EMIT failed(m_problem);
        return;
    }
    m_analysis = *result;
    rememberInputs();
    Q_EMIT analysisChanged();
    if (!m_analysis->options.isFollowing) return;
    m_follower->start(m_analysis);
    Q_EMIT followingChanged(true);
}

void Session::take(std::shared_ptr<const Analysis> analysis) {
    m_analysis = std::move(analysis);
    Q_EMIT analysisChanged();
}

void Session::rememberInputs() {
    const Options& options = m_analysis->options;
    const Cluster& cluster = *m_analysis->cluster;
    // A cluster is contacted when the reader says so, never because it was once.
    if (options.live || options.isFollowing || std::ranges::find(options.inputs, "-") != options.inputs.end()) return;
    m_preferences.remember({toAbsolute(options.inputs), toAbsolute(options.flows),
                            tr("%1 workloads, %2 policies").arg(cluster.workloads.size()).arg(cluster.policies.size()),
                            QDateTime::currentDateTime()});
    Q_EMIT recentChanged();
}

void Session::select(const Selection& selection) {
    if (m_state.selection == selection) return;
    m_state.selection = selection;
    pushHistory();
    Q_EMIT selectionChanged();
}

std::optional<QueryProblem> Session::setFilter(const QString& text) {
    const auto query = parseQuery(text.toStdString());
    if (!query) return query.error();
    const ViewFilter filter{text.trimmed(), *query};
    if (m_state.filter == filter) return std::nullopt;
    m_state.filter = filter;
    pushHistory();
    Q_EMIT filterChanged();
    return std::nullopt;
}

void Session::setPage(const QString& page) {
    if (m_state.page == page) return;
    m_state.page = page;
    pushHistory();
    Q_EMIT pageChanged();
}

void Session::goBack() {
    moveTo(ViewState(m_history.back()));
    Q_EMIT historyChanged();
}

void Session::goForward() {
    moveTo(ViewState(m_history.forward()));
    Q_EMIT historyChanged();
}

void Session::moveTo(const ViewState& state) {
    const ViewState before = std::exchange(m_state, state);
    if (before.page != state.page) Q_EMIT pageChanged();
    if (before.filter != state.filter) Q_EMIT filterChanged();
    if (before.selection != state.selection) Q_EMIT selectionChanged();
}

void Session::pushHistory() {
    m_history.push(m_state);
    Q_EMIT historyChanged();
}

} // namespace portolan
