#include "app/desktop/desktop.h"
#include "app/desktop/sample.h"
#include "app/desktop/server_flows.h"
#include "ui/shell/live_dialog.h"

#include <QFileDialog>

#include <algorithm>
#include <utility>

/// How inputs and flow logs come into the window: from menus, by dropping files, from what was open before.

namespace portolan {

namespace {

/// Files that flow logs come in; whatever else is dropped is read as manifests.
bool isFlowLog(const QString& path) {
    static const QStringList kEndings{
        QStringLiteral(".jsonl"), QStringLiteral(".jsonl.gz"), QStringLiteral(".jsonl.zst"),
        QStringLiteral(".csv"),   QStringLiteral(".csv.gz"),   QStringLiteral(".csv.zst"),
        QStringLiteral(".tsv"),   QStringLiteral(".tsv.gz"),   QStringLiteral(".tsv.zst"),
        QStringLiteral(".log"),   QStringLiteral(".log.gz"),   QStringLiteral(".ndjson")};
    return std::ranges::any_of(kEndings,
                               [&](const QString& ending) { return path.endsWith(ending, Qt::CaseInsensitive); });
}

Options optionsOf(const QStringList& inputs, const QStringList& flows) {
    Options options;
    for (const QString& input : inputs) options.inputs.push_back(input.toStdString());
    for (const QString& flow : flows) options.flows.push_back(flow.toStdString());
    return options;
}

} // namespace

void Desktop::openSample() {
    if (const auto sample = findSample())
        m_session.open(sample->inputs, sample->flows);
    else
        showProblem(tr("The sample cluster was not installed with the program."));
}

void Desktop::openFolder() {
    const QString path = QFileDialog::getExistingDirectory(m_window.get(), tr("Open manifests or a cluster dump"));
    if (!path.isEmpty()) m_session.open({path});
}

void Desktop::openFiles() {
    const QStringList paths = QFileDialog::getOpenFileNames(m_window.get(), tr("Open a cluster dump"), {},
                                                            tr("Manifests (*.yaml *.yml *.json);;All files (*)"));
    if (!paths.isEmpty()) m_session.open(paths);
}

void Desktop::connectLive() {
    const auto& analysis = m_session.analysis();
    auto* dialog =
        new LiveDialog(analysis ? analysis->options.live.value_or(LiveSource()) : LiveSource(), m_window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &LiveDialog::chosen, this, [this](const LiveSource& source) {
        Options options;
        options.live = source;
        m_session.open(options);
    });
    dialog->open();
}

void Desktop::importFlows() {
    if (!m_session.analysis()) {
        openFolder();
        return;
    }
    const QStringList paths =
        QFileDialog::getOpenFileNames(m_window.get(), tr("Import flow logs"), {},
                                      tr("Flow logs (*.jsonl *.json *.csv *.tsv *.log *.gz *.zst);;All files (*)"));
    addLogs(paths, TableImport::Ask::Unknown);
}

void Desktop::importTable() {
    if (!m_session.analysis()) {
        openFolder();
        return;
    }
    const QStringList paths = QFileDialog::getOpenFileNames(
        m_window.get(), tr("Import a table and say what its columns mean"), {},
        tr("Tables (*.csv *.tsv *.txt *.jsonl *.ndjson *.json *.log *.gz *.zst);;All files (*)"));
    addLogs(paths, TableImport::Ask::Always);
}

void Desktop::addLogs(const QStringList& logs, TableImport::Ask ask, Reading reading) {
    if (logs.isEmpty()) return;
    const Analysis& analysis = *m_session.analysis();
    m_tables->start({logs, ask, analysis.cluster, analysis.options.reading},
                    [this, reading](const QStringList& kept, std::shared_ptr<const ColumnMapping> mapping) {
                        if (kept.isEmpty() || !m_session.analysis()) return;
                        Options options = m_session.analysis()->options;
                        for (const QString& log : kept) options.flows.push_back(log.toStdString());
                        options.reading.mapping = std::move(mapping);
                        options.isFollowing = options.isFollowing || reading == Reading::Followed;
                        m_session.open(options);
                    });
}

void Desktop::openAsking(const Options& options, TableImport::Ask ask) {
    QStringList logs;
    for (const std::string& log : options.flows) logs << QString::fromStdString(log);
    if (!hasPasswordFor(logs, m_session, m_window.get())) return;
    if (logs.isEmpty()) {
        m_session.open(options);
        return;
    }
    // There is no cluster yet: the preview names what the log names.
    m_tables->start({logs, ask, std::make_shared<const Cluster>(), options.reading},
                    [this, options](const QStringList& kept, std::shared_ptr<const ColumnMapping> mapping) {
                        Options wanted = options;
                        wanted.flows.clear();
                        for (const QString& log : kept) wanted.flows.push_back(log.toStdString());
                        wanted.reading.mapping = std::move(mapping);
                        m_session.open(wanted);
                    });
}

void Desktop::importServerFlows() {
    if (!m_session.analysis()) {
        openFolder();
        return;
    }
    auto* dialog = new ServerFlowsDialog(m_window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ServerFlowsDialog::chosen, this, [this](const QString& url, const QString& password) {
        m_session.setFlowPassword(password);
        m_session.addFlows({url});
    });
    dialog->open();
}

void Desktop::open(const Options& options) {
    openAsking(options, TableImport::Ask::Once);
}

void Desktop::followFlows() {
    const QStringList paths =
        QFileDialog::getOpenFileNames(m_window.get(), tr("Follow flow logs that are still being written"), {},
                                      tr("Flow logs (*.jsonl *.json *.csv *.tsv *.log);;All files (*)"));
    addLogs(paths, TableImport::Ask::Unknown, Reading::Followed);
}

void Desktop::openPaths(const QStringList& paths) {
    QStringList inputs;
    QStringList flows;
    for (const QString& path : paths) (isFlowLog(path) ? flows : inputs) << path;
    if (!inputs.isEmpty())
        openAsking(optionsOf(inputs, flows), TableImport::Ask::Unknown);
    else if (m_session.analysis())
        addLogs(flows, TableImport::Ask::Unknown);
    else
        showProblem(tr("A flow log alone names no policies. Open the manifests first."));
}

void Desktop::openRecent(const QString& key) {
    for (const RecentInput& item : m_preferences.recent())
        if (item.inputs.join(QLatin1Char('\n')) == key)
            openAsking(optionsOf(item.inputs, item.flows), TableImport::Ask::Once);
}

} // namespace portolan
