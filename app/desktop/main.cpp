#include "app/desktop/desktop.h"

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
    const QCommandLineOption flows(QStringLiteral("flows"), QStringLiteral("A flow log; may be given several times."),
                                   QStringLiteral("FILE"));
    const QCommandLineOption sample(QStringLiteral("sample"), QStringLiteral("Open the sample cluster."));
    parser.addOptions({flows, sample});
    parser.addPositionalArgument(QStringLiteral("INPUT"),
                                 QStringLiteral("Manifests or dumps: files, directories, \"-\" for standard input."),
                                 QStringLiteral("[INPUT...]"));
    parser.process(application);
    const QStringList inputs = parser.positionalArguments();
    if (inputs.isEmpty() && parser.isSet(flows)) {
        qCritical("portolan-desktop: --flows needs the manifests of the cluster, too");
        return kUsage;
    }

    QSettings settings(QStringLiteral("portolan"), QStringLiteral("desktop"));
    portolan::Appearance appearance(application);
    portolan::Desktop desktop(settings, appearance);
    QObject::connect(&application, &QApplication::aboutToQuit, &desktop, &portolan::Desktop::saveLayout);
    desktop.window().show();
    if (parser.isSet(sample))
        desktop.openSample();
    else if (!inputs.isEmpty())
        desktop.session().open(inputs, parser.values(flows));
    return QApplication::exec();
}
