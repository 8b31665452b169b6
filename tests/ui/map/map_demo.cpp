// Paints sample maps in both themes into PNG files, to be looked at beside the specification, or with --time measures a
// large map; not installed.
#include "tests/ui/map/sample_maps.h"
#include "ui/map/map_view.h"
#include "ui/widgets/appearance.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QPixmap>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace portolan {
namespace {

struct Shot {
    QString folder;
    QString suffix;
};

void save(MapView& view, const Shot& shot, const char* name) {
    view.waitUntilSharp();
    view.grab().save(shot.folder + QLatin1Char('/') + QString::fromLatin1(name) + shot.suffix + QStringLiteral(".png"));
}

void takeShop(MapView& view, const Shot& shot) {
    view.setGraph(test::shopMap());
    view.waitUntilSharp();
    view.selectEdge(QStringLiteral("search/crawler"), QStringLiteral("data/orders-db"));
    view.canvas().fit();
    save(view, shot, "shop-edge");
    view.selectNode(QStringLiteral("kube-system/coredns"));
    view.canvas().fit();
    save(view, shot, "shop-hub");
    view.clearSelection();
    view.canvas().setFocusNode(SceneFocus{test::nodeNamed(view.graph(), QStringLiteral("shop/orders")), 1});
    save(view, shot, "shop-focus");
    view.canvas().setFocusNode(std::nullopt);
    const auto leg = [&](const char* from, const char* to) {
        return MapLeg{test::nodeNamed(view.graph(), QLatin1String(from)),
                      test::nodeNamed(view.graph(), QLatin1String(to)), EdgeClass::Used};
    };
    view.showPath({leg("Outside/internet", "ingress-nginx/controller"), leg("ingress-nginx/controller", "shop/web"),
                   leg("shop/web", "shop/checkout")});
    view.canvas().fit();
    save(view, shot, "shop-path");
    view.showPath({});
    MapGraph draft = view.graph();
    draft.edges[test::edgeBetween(draft, QStringLiteral("search/crawler"), QStringLiteral("data/orders-db"))].draft =
        DraftMark::NewlyClosed;
    draft.edges[test::edgeBetween(draft, QStringLiteral("shop/mailer"), QStringLiteral("External/smtp-relay"))].draft =
        DraftMark::WouldBreak;
    draft.edges[test::edgeBetween(draft, QStringLiteral("shop/promo"), QStringLiteral("payments/reconcile"))].draft =
        DraftMark::NewlyAllowed;
    view.setGraph(draft);
    view.setDraftOverlay(DraftOverlay::On);
    save(view, shot, "shop-draft");
    view.setDraftOverlay(DraftOverlay::Off);
    view.showNeighbourhood(SceneFocus{test::nodeNamed(view.graph(), QStringLiteral("shop/orders")), 2});
    save(view, shot, "shop-neighbourhood");
    view.showNeighbourhood(std::nullopt);
    view.waitUntilSharp();
}

void takeOthers(MapView& view, const Shot& shot) {
    QElapsedTimer timer;
    timer.start();
    view.setGraph(test::busyShopMap());
    save(view, shot, "busy-fit");
    std::printf("busy%s: %lld ms\n", qPrintable(shot.suffix), timer.restart());
    view.canvas().zoomTo(1.0);
    save(view, shot, "busy-full");
    view.exportPicture(shot.folder + QStringLiteral("/busy") + shot.suffix + QStringLiteral(".svg"));
    timer.restart();
    view.setGraph(test::crowdedMap(3'000, 9'000));
    save(view, shot, "crowded-fit");
    std::printf("crowded%s: %lld ms\n", qPrintable(shot.suffix), timer.elapsed());
    view.canvas().zoomTo(0.4);
    save(view, shot, "crowded-near");
}

/// Milliseconds of 100 frames, median and 95th percentile, while `move` changes the view before each.
template <typename Move>
void timeFrames(MapView& view, const char* name, const Move& move) {
    std::vector<double> times;
    QPixmap target(view.canvas().size());
    for (int frame = 0; frame < 100; ++frame) {
        move(frame);
        QElapsedTimer timer;
        timer.start();
        view.canvas().render(&target);
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::ranges::sort(times);
    std::printf("%-12s median %5.1f ms, p95 %5.1f ms\n", name, times[50], times[95]);
}

/// How long a large map takes to appear and to move.
void timeLargeMap(MapView& view) {
    view.resize(1600, 1000);
    QElapsedTimer timer;
    timer.start();
    view.setGraph(test::crowdedMap(10'000, 50'000));
    std::printf("measure and start %lld ms\n", timer.restart());
    view.waitUntilSharp();
    std::printf("laid out and sharp %lld ms\n", timer.restart());
    MapCanvas& canvas = view.canvas();
    timeFrames(view, "zoom", [&](int) { canvas.zoomBy(1.04); });
    view.waitUntilSharp();
    timeFrames(view, "pan", [&](int frame) {
        canvas.setCamera(canvas.camera().movedBy(QPointF(frame < 50 ? 4 : -4, 0)));
        if (frame % 10 == 0) view.waitUntilSharp();
    });
    canvas.zoomTo(1.0);
    timer.restart();
    view.waitUntilSharp();
    std::printf("sharp at 100 %% after %lld ms\n", timer.elapsed());
}

} // namespace
} // namespace portolan

int main(int argc, char** argv) {
    using namespace portolan;
    QApplication application(argc, argv);
    Appearance appearance(application);
    const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral(".");
    if (folder == QStringLiteral("--time")) {
        appearance.apply(ThemeChoice::Light);
        MapView view;
        view.show();
        timeLargeMap(view);
        return 0;
    }
    QDir().mkpath(folder);
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        appearance.apply(choice);
        MapView view;
        view.resize(1056, 800);
        view.show();
        const Shot shot{folder, choice == ThemeChoice::Dark ? QStringLiteral("-dark") : QString()};
        takeShop(view, shot);
        takeOthers(view, shot);
    }
    return 0;
}
