#include "app/desktop/desktop.h"
#include "app/desktop/pages.h"
#include "ui/map/map_page.h"
#include "ui/matrix/matrix_view.h"
#include "ui/session/draft.h"
#include "ui/shell/scope_bar.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>
#include <numeric>

/// Opens inputs without a display and writes a picture of the window for each page in both themes, to be looked at
/// beside the specification. Usage: shoot [--size WIDTHxHEIGHT] OUTPUT_DIRECTORY INPUT [FLOWS]

namespace {

constexpr int kPatience = 60'000; // ms

bool waitForAnalysis(portolan::Session& session) {
    QEventLoop loop;
    QTimer::singleShot(kPatience, &loop, &QEventLoop::quit);
    QObject::connect(&session, &portolan::Session::analysisChanged, &loop, &QEventLoop::quit);
    QObject::connect(&session, &portolan::Session::failed, &loop, &QEventLoop::quit);
    loop.exec();
    return session.analysis() != nullptr;
}

void settle(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

void shoot(portolan::Desktop& desktop, const QDir& folder, const QString& name) {
    settle(400);
    const QString path = folder.filePath(name + QStringLiteral(".png"));
    if (!desktop.window().grab().save(path)) std::fprintf(stderr, "cannot write %s\n", qPrintable(path));
}

/// The first edge of that class, which the Inspector then explains.
void selectEdge(portolan::Session& session, portolan::EdgeState state) {
    for (const portolan::LedgerEdge& edge : session.analysis()->ledger->edges()) {
        if (edge.state != state) continue;
        session.select(keyOf(*session.analysis()->cluster, edge));
        return;
    }
}

/// The overview with a finding chosen, and the matrix with a namespace open both ways and a cell chosen.
void shootChoices(portolan::Desktop& desktop, const QDir& folder, const QString& ending) {
    portolan::MainWindow& window = desktop.window();
    const portolan::Analysis& analysis = *desktop.session().analysis();
    if (!analysis.findings.empty()) {
        window.showMode(portolan::Mode::Overview);
        desktop.session().select(portolan::keyOf(analysis.findings.front()));
        shoot(desktop, folder, QStringLiteral("overview-finding") + ending);
    }
    window.showMode(portolan::Mode::Matrix);
    settle(600);
    auto* view = window.findChild<portolan::MatrixView*>();
    if (view == nullptr || view->matrix().rows.size() < 4) return;
    const QString from = view->matrix().rows[view->matrix().rows.size() - 2].ns;
    const QString to = view->matrix().columns.front().ns;
    Q_EMIT view->expansionToggled(Qt::Vertical, from);
    settle(400);
    Q_EMIT view->expansionToggled(Qt::Horizontal, to);
    settle(400);
    view->setCurrent(portolan::MatrixPlace{1, 1});
    Q_EMIT view->cellChosen(1, 1);
    shoot(desktop, folder, QStringLiteral("matrix-open") + ending);
    Q_EMIT view->collapseRequested();
    desktop.session().clearSelection();
}

void shootPages(portolan::Desktop& desktop, const QDir& folder, const QString& ending) {
    using portolan::DockKind;
    using portolan::Mode;
    portolan::MainWindow& window = desktop.window();
    for (const Mode mode : portolan::kModes) {
        desktop.session().clearSelection();
        window.showMode(mode);
        if (window.mode() != mode) continue;
        if (mode == Mode::Map) {
            settle(300);
            desktop.pages().map().view().waitUntilSharp();
        }
        shoot(desktop, folder, portolan::modeName(mode).toLower() + ending);
    }
    shootChoices(desktop, folder, ending);
    window.showMode(Mode::Map);
    for (const auto& [state, name] :
         {std::pair(portolan::EdgeState::Used, "why-used"), std::pair(portolan::EdgeState::Mismatch, "why-mismatch"),
          std::pair(portolan::EdgeState::Open, "why-open")}) {
        selectEdge(desktop.session(), state);
        desktop.pages().map().revealSelection();
        shoot(desktop, folder, QString::fromUtf8(name) + ending);
    }
    for (const auto& [kind, name] :
         {std::pair(DockKind::Flows, "flows"), std::pair(DockKind::Policies, "policies"),
          std::pair(DockKind::Findings, "findings"), std::pair(DockKind::Problems, "problems")}) {
        window.showDock(kind);
        shoot(desktop, folder, QString::fromUtf8(name) + ending);
        window.dock(kind)->hide();
    }
    if (!desktop.session().analysis()->findings.empty()) {
        const portolan::Finding& finding = desktop.session().analysis()->findings.front();
        desktop.session().select(portolan::keyOf(finding));
        desktop.pages().showSource(
            QString::fromStdString(desktop.session().analysis()->cluster->files.line(finding.where)));
        shoot(desktop, folder, QStringLiteral("source") + ending);
        window.dock(DockKind::Source)->hide();
    }
}

/// What the Inspector says of an admin policy, of one of its rules and of an entry point, where the input has them.
void shootObjects(portolan::Desktop& desktop, const QDir& folder, const QString& ending) {
    const portolan::Analysis& analysis = *desktop.session().analysis();
    const portolan::Reachability& reachability = *analysis.reachability;
    desktop.window().showMode(portolan::Mode::Map);
    if (reachability.adminPolicyCount() > 0) {
        const portolan::PolicyId first = portolan::adminPolicyId(0);
        desktop.window().showDock(portolan::DockKind::Policies);
        desktop.session().select(keyOf(reachability, first));
        shoot(desktop, folder, QStringLiteral("policy-admin") + ending);
        desktop.session().select(portolan::RuleKey{keyOf(reachability, first).name, portolan::Direction::Ingress, 0});
        shoot(desktop, folder, QStringLiteral("rule-admin") + ending);
        desktop.window().dock(portolan::DockKind::Policies)->hide();
        desktop.session().select(keyOf(*analysis.cluster, portolan::WorkloadId(0U)));
        shoot(desktop, folder, QStringLiteral("workload-admin") + ending);
    }
    for (const portolan::MapNode& node : desktop.pages().map().view().graph().nodes) {
        if (node.kind != portolan::MapNodeKind::Entry) continue;
        desktop.session().select(portolan::EntryKey{node.id.toStdString()});
        shoot(desktop, folder, QStringLiteral("entry") + ending);
        break;
    }
    desktop.session().clearSelection();
}

/// The map with a workload, a trunk, a reach and each version of the policies.
void shootMap(portolan::Desktop& desktop, const QDir& folder, const QString& ending) {
    using portolan::MapAction;
    using portolan::MapItem;
    using portolan::PolicyVersion;
    portolan::MapPage& page = desktop.pages().map();
    desktop.window().showMode(portolan::Mode::Map);
    desktop.session().clearSelection();
    page.view().waitUntilSharp();
    const auto picture = [&](const char* name) {
        for (int i = 0; i < 100 && page.isBusy(); ++i) settle(50);
        page.view().waitUntilSharp();
        shoot(desktop, folder, QString::fromLatin1(name) + ending);
    };
    std::uint32_t busiest = 0;
    std::vector<std::size_t> degree(page.view().graph().nodes.size());
    for (const portolan::MapEdge& edge : page.view().graph().edges)
        if (!edge.isHubTraffic && ++degree[edge.from] > degree[busiest]) busiest = edge.from;
    page.view().canvas().fit();
    page.view().canvas().select({MapItem::Kind::Node, busiest});
    picture("map-node");
    if (!page.view().graph().trunks.empty()) {
        page.view().canvas().select({MapItem::Kind::Trunk, 0});
        picture("map-trunk");
    }
    page.view().clearSelection();
    page.act(MapAction::Reach2, {MapItem::Kind::Node, busiest});
    picture("map-reach");
    page.act(MapAction::Neighbourhood, {MapItem::Kind::Node, busiest});
    picture("map-neighbourhood");
    page.act(MapAction::WholeMap, {});
    portolan::Draft& draft = desktop.session().draft();
    draft.begin();
    for (int i = 0; i < 100 && draft.isBusy(); ++i) settle(50);
    if (draft.version()) {
        std::vector<std::uint32_t> all(draft.version()->basis->edges().size());
        std::iota(all.begin(), all.end(), 0U);
        draft.decide(all, portolan::DraftDecision::Accepted);
        for (int i = 0; i < 100 && draft.isBusy(); ++i) settle(50);
    }
    desktop.window().scopeBar().chooseVersion(PolicyVersion::Draft);
    picture("map-draft");
    desktop.window().scopeBar().chooseVersion(PolicyVersion::Changes);
    picture("map-changes");
    desktop.window().scopeBar().chooseVersion(PolicyVersion::Current);
}

} // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QStringList arguments = QApplication::arguments();
    QSize size(1440, 900);
    if (arguments.value(1) == QLatin1String("--size")) {
        const QStringList sides = arguments.value(2).split(QLatin1Char('x'));
        size = QSize(sides.value(0).toInt(), sides.value(1).toInt());
        arguments.remove(1, 2);
    }
    if (arguments.size() < 3 || size.isEmpty()) {
        std::fprintf(stderr, "usage: shoot [--size WIDTHxHEIGHT] OUTPUT_DIRECTORY INPUT [FLOWS]\n");
        return 2;
    }
    const QTemporaryDir scratch;
    QSettings settings(scratch.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    portolan::Appearance appearance(application);
    portolan::Desktop desktop(settings, appearance);
    const QDir folder(arguments[1]);
    desktop.window().resize(size);
    desktop.window().show();
    for (const auto choice : {portolan::ThemeChoice::Light, portolan::ThemeChoice::Dark}) {
        const QString ending = choice == portolan::ThemeChoice::Dark ? QStringLiteral("-dark") : QString();
        appearance.apply(choice);
        if (!desktop.session().analysis()) {
            shoot(desktop, folder, QStringLiteral("welcome") + ending);
            QElapsedTimer clock;
            clock.start();
            desktop.session().open({arguments[2]}, arguments.mid(3));
            if (!waitForAnalysis(desktop.session())) {
                std::fprintf(stderr, "%s\n", qPrintable(desktop.session().problem()));
                return 1;
            }
            std::printf("opened in %lld ms\n", static_cast<long long>(clock.elapsed()));
        }
        shootPages(desktop, folder, ending);
        shootObjects(desktop, folder, ending);
        shootMap(desktop, folder, ending);
    }
    return 0;
}
