#include "app/desktop/desktop.h"
#include "app/desktop/start_request.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>

namespace {

constexpr int kUsage = 2;

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("portolan-desktop"));
    QApplication::setOrganizationName(QStringLiteral("portolan"));
    QApplication::setApplicationVersion(QStringLiteral(PORTOLAN_VERSION));

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Charts what can talk to what in a Kubernetes cluster."));
    parser.addHelpOption();
    parser.addVersionOption();
    portolan::declareStart(parser);
    parser.process(application);
    const portolan::StartRequest start = portolan::startRequest(parser);
    if (!start.problem.isEmpty()) {
        qCritical("portolan-desktop: %s", qPrintable(start.problem));
        return kUsage;
    }

    QSettings settings(QStringLiteral("portolan"), QStringLiteral("desktop"));
    portolan::Appearance appearance(application);
    portolan::Desktop desktop(settings, appearance);
    QObject::connect(&application, &QApplication::aboutToQuit, &desktop, &portolan::Desktop::saveLayout);
    desktop.window().show();
    if (start.isSample)
        desktop.openSample();
    else if (start.open)
        desktop.open(*start.open);
    return QApplication::exec();
}
