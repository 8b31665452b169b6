// Usage: gallery [folder]. Writes one PNG a page and theme into the folder (the working directory where none is given).
#include "tests/ui/gallery/pages.h"
#include "ui/shell/command_list.h"
#include "ui/shell/help_sheets.h"
#include "ui/shell/main_window.h"
#include "ui/shell/scope_bar.h"
#include "ui/shell/welcome_page.h"

#include <QApplication>
#include <QDir>
#include <QMenu>

#include <cstdio>

namespace portolan::gallery {

namespace {

class Camera {
  public:
    Camera(const QString& folder, const QString& suffix) : m_folder(folder), m_suffix(suffix) {}
    bool take(QWidget& widget, const QString& name) const {
        for (int i = 0; i < 4; ++i) QApplication::processEvents();
        return widget.grab().save(QDir(m_folder).filePath(name + m_suffix + QStringLiteral(".png")));
    }

  private:
    QString m_folder;
    QString m_suffix;
};

void fillScope(ScopeBar& bar) {
    bar.setCrumbs({"prod-eu", "all namespaces"});
    bar.setHistory({true, false});
    bar.setGroupings({"namespace", "team", "workload"}, 0);
    bar.setTimeWindow(QStringLiteral("Last 30 days"));
}

bool takeWindow(const Camera& camera) {
    MainWindow window;
    window.addPage(Mode::Overview, makeOverviewPage());
    window.addPage(Mode::Map, makePartsPage());
    window.addPage(Mode::Draft, makeDraftPage());
    window.addDock(DockKind::Inspector, makeInspectorPanel());
    window.welcome().offerLive();
    window.welcome().setRecent({{"prod-eu", "40 workloads, 131 decisions", "Today, 09:14", "a"},
                                {"prod-us", "1,204 workloads", "Yesterday", "b"},
                                {"staging", "388 workloads, 12 decisions", "18 November", "c"},
                                {"edge-lab", "96 workloads, no flow logs", "2 November", "d"}});
    fillScope(window.scopeBar());
    window.setStatus({{"No data loaded"}, {}, {}});
    window.show();
    bool isSaved = camera.take(window, QStringLiteral("welcome"));
    window.setStatus({{"40 workloads", "26 policies", "System traffic hidden: 78 edges"},
                      {"Evidence 30 days, 1.84 M connections", "Uncertain 2"},
                      {2, 5, 9, 4, 1}});
    window.showMode(Mode::Overview);
    isSaved = camera.take(window, QStringLiteral("overview")) && isSaved;
    window.showMode(Mode::Draft);
    isSaved = camera.take(window, QStringLiteral("draft")) && isSaved;
    window.setDefaultDocks(Mode::Map, {});
    window.showMode(Mode::Map);
    window.resize(1440, 1060);
    isSaved = camera.take(window, QStringLiteral("parts")) && isSaved;
    window.resize(1440, 900);
    window.addPage(Mode::Matrix, makeDraftPage());
    window.showMode(Mode::Matrix);
    window.setBusy(QStringLiteral("Computing reachability"), .4);
    isSaved = camera.take(window, QStringLiteral("inspector")) && isSaved;
    return isSaved;
}

bool takeSheets(const Camera& camera) {
    EdgeStyleSheet styles(nullptr);
    styles.show();
    CommandList commands(collectCommands(), nullptr);
    commands.show();
    KeySheet keys({{"Window", {{"Ctrl+1", "Overview"}, {"/", "Filter"}, {"Alt+Left", "Back"}}},
                   {"Review", {{"A", "Accept"}, {"R", "Reject"}, {"D", "Defer"}}}},
                  nullptr);
    keys.show();
    QMenu menu;
    menu.addAction(QStringLiteral("Show on map"))->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_M));
    menu.addAction(QStringLiteral("Go to source"));
    menu.addSeparator();
    QAction* hide = menu.addAction(QStringLiteral("Hide system traffic"));
    hide->setCheckable(true);
    hide->setChecked(true);
    menu.addAction(QStringLiteral("Draft a fix"))->setEnabled(false);
    menu.addMenu(QStringLiteral("Apply as filter"));
    menu.popup(QPoint(0, 0));
    menu.setActiveAction(hide);
    return camera.take(styles, QStringLiteral("edge-styles")) && camera.take(commands, QStringLiteral("commands")) &&
           camera.take(keys, QStringLiteral("keys")) && camera.take(menu, QStringLiteral("menu"));
}

} // namespace

} // namespace portolan::gallery

int main(int argc, char** argv) {
    using namespace portolan;
    QApplication application(argc, argv);
    Appearance appearance(application);
    const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral(".");
    QDir().mkpath(folder);
    bool isSaved = true;
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        appearance.apply(choice);
        const gallery::Camera camera(folder, choice == ThemeChoice::Dark ? QStringLiteral("-dark") : QString());
        isSaved = gallery::takeWindow(camera) && gallery::takeSheets(camera) && isSaved;
    }
    if (!isSaved) std::fputs("gallery: could not write a picture\n", stderr);
    return isSaved ? 0 : 1;
}
