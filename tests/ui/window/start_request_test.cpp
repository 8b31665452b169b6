#include "app/desktop/start_request.h"

#include <QCommandLineParser>
#include <QTest>

namespace portolan {

namespace {

QString joined(const std::vector<std::string>& texts) {
    QStringList out;
    for (const std::string& text : texts) out << QString::fromStdString(text);
    return out.join(QLatin1Char(' '));
}

/// "inputs | flows | live: context kubeconfig namespaces seconds", "sample", "problem: ...", or "nothing".
QString textOf(const StartRequest& start) {
    if (!start.problem.isEmpty()) return QStringLiteral("problem: ") + start.problem;
    if (start.isSample) return QStringLiteral("sample");
    if (!start.open) return QStringLiteral("nothing");
    QStringList parts{joined(start.open->inputs), joined(start.open->flows)};
    if (start.open->reading.zoneMinutes != 0) parts << QString::number(start.open->reading.zoneMinutes);
    if (!start.open->snapshots.empty()) parts << joined(start.open->snapshots);
    if (start.open->isFollowing) parts << QStringLiteral("followed");
    if (const auto& live = start.open->live)
        parts << QStringLiteral("live: %1 %2 %3 %4")
                     .arg(QString::fromStdString(live->context), QString::fromStdString(live->kubeconfig),
                          joined(live->namespaces))
                     .arg(live->requestTimeout.count() / 1000);
    return parts.join(QStringLiteral(" | "));
}

} // namespace

class StartRequestTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theCommandLineSaysWhatToOpen_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing") << ""
                                 << "nothing";
        QTest::newRow("the sample") << "--sample"
                                    << "sample";
        QTest::newRow("files") << "a.yaml b --flows log.gz"
                               << "a.yaml b | log.gz";
        QTest::newRow("flows alone") << "--flows log.gz"
                                     << "problem: --flows needs the manifests of the cluster, too";
        QTest::newRow("a log that grows") << "a.yaml --flows log --follow"
                                          << "a.yaml | log | followed";
        QTest::newRow("how a log is read")
            << "a.yaml --flows log --log-zone +02:00 --snapshot b.json@1 --snapshot c.json"
            << "a.yaml | log | 120 | b.json@1 c.json";
        QTest::newRow("no zone") << "a.yaml --flows log --log-zone berlin"
                                 << "problem: --log-zone is written as +02:00, -05:30 or Z";
        QTest::newRow("no mapping") << "a.yaml --flows log --flow-mapping /nonexistent"
                                    << "problem: /nonexistent: cannot be opened, the mapping of the columns of flow logs";
        QTest::newRow("nothing that grows") << "a.yaml --follow"
                                            << "problem: --follow says how --flows are read: name them, too";
        QTest::newRow("a live cluster") << "--live"
                                        << " |  | live:    60";
        QTest::newRow("one that is named")
            << "--live --context prod --kubeconfig k --live-namespace a,b --live-namespace c --request-timeout 5"
            << " |  | live: prod k a b c 5";
        QTest::newRow("with files applied to it") << "--live next.yaml --flows log"
                                                  << "next.yaml | log | live:    60";
        QTest::newRow("a context of no cluster")
            << "--context prod a.yaml"
            << "problem: --context says something about a cluster: it goes with --live";
        QTest::newRow("two clusters") << "--live --sample"
                                      << "problem: --sample and --live are two clusters: choose one";
        QTest::newRow("no time") << "--live --request-timeout 0"
                                 << "problem: --request-timeout is a number of seconds from 1 to 3600";
    }
    void theCommandLineSaysWhatToOpen() {
        QFETCH(QString, words);
        QCommandLineParser parser;
        declareStart(parser);
        QVERIFY(parser.parse(QStringList{QStringLiteral("portolan-desktop")} +
                             words.split(QLatin1Char(' '), Qt::SkipEmptyParts)));
        QTEST(textOf(startRequest(parser)), "expected");
    }
};

} // namespace portolan

QTEST_MAIN(portolan::StartRequestTest)
#include "start_request_test.moc"
