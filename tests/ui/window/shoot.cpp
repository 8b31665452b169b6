#include "app/desktop/desktop.h"
#include "app/desktop/pages.h"
#include "ui/map/map_page.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>

/// Opens inputs without a display and writes a picture of the window for each page in both themes, to be looked at
/// beside the specification. Usage: shoot OUTPUT_DIRECTORY INPUT [FLOWS]

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

} // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 3) {
        std::fprintf(stderr, "usage: shoot OUTPUT_DIRECTORY INPUT [FLOWS]\n");
        return 2;
    }
    const QTemporaryDir scratch;
    QSettings settings(scratch.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    portolan::Appearance appearance(application);
    portolan::Desktop desktop(settings, appearance);
    const QDir folder(arguments[1]);
    desktop.window().resize(1440, 900);
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
    }
    return 0;
}
