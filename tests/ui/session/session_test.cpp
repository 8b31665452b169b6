#include "ui/session/job_runner.h"
#include "ui/session/session.h"
#include "ui/session/source_place.h"

#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <latch>

namespace portolan {

namespace {

constexpr int kPatience = 60'000;
const QString kSample = QStringLiteral("samples/harbor");
const QString kLog = QStringLiteral("samples/harbor/flows/hubble.jsonl.gz");

} // namespace

class SessionTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() {
        m_scratch.emplace();
        m_settings.emplace(m_scratch->filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        m_preferences.emplace(*m_settings);
        m_session.emplace(*m_preferences);
    }
    void cleanup() {
        m_session.reset();
        m_preferences.reset();
        m_settings.reset();
        m_scratch.reset();
    }

    void theNewestJobWins() {
        JobRunner runner;
        QSignalSpy stopped(&runner, &JobRunner::stopped);
        std::latch isStarted(1);
        std::vector<int> delivered;
        runner.start([&](const RunControl& control) -> JobRunner::Deliver {
            isStarted.count_down();
            while (!control.isStopped()) std::this_thread::yield();
            return [&] { delivered.push_back(1); };
        });
        isStarted.wait();
        runner.start([&](const RunControl&) -> JobRunner::Deliver { return [&] { delivered.push_back(2); }; });
        QVERIFY(stopped.wait(kPatience));
        QCoreApplication::processEvents();
        QCOMPARE(delivered, std::vector{2});
        QVERIFY(!runner.isRunning());
    }

    void aCancelledJobDeliversNothing() {
        JobRunner runner;
        std::atomic<bool> isDelivered = false;
        runner.start([&](const RunControl& control) -> JobRunner::Deliver {
            while (!control.isStopped()) std::this_thread::yield();
            return [&] { isDelivered = true; };
        });
        QSignalSpy stopped(&runner, &JobRunner::stopped);
        runner.cancel();
        QCOMPARE(stopped.count(), 1);
        QTest::qWait(0);
        QVERIFY(!isDelivered);
    }

    void aRunnerThatGoesStopsItsThreads() {
        std::atomic<bool> isOver = false;
        {
            JobRunner runner;
            runner.start([&](const RunControl& control) -> JobRunner::Deliver {
                while (!control.isStopped()) std::this_thread::yield();
                isOver = true;
                return {};
            });
        }
        QVERIFY(isOver);
    }

    void openingPublishesAnAnalysis() {
        QSignalSpy changed(&*m_session, &Session::analysisChanged);
        QSignalSpy busy(&*m_session, &Session::busyChanged);
        m_session->open({kSample}, {kLog});
        QVERIFY(m_session->isBusy());
        QVERIFY(changed.wait(kPatience));
        QTRY_VERIFY(!m_session->isBusy());
        QCOMPARE(busy.count(), 2);
        QVERIFY(m_session->analysis() != nullptr);
        QVERIFY(m_session->analysis()->flows != nullptr);
        const auto recent = m_preferences->recent();
        QCOMPARE(recent.size(), std::size_t(1));
        QVERIFY(QFileInfo(recent.front().inputs.front()).isAbsolute());
    }

    void aFailureKeepsWhatWasThere() {
        openSample();
        const auto before = m_session->analysis();
        QSignalSpy failed(&*m_session, &Session::failed);
        m_session->open({QStringLiteral("no/such/place")});
        QVERIFY(failed.wait(kPatience));
        QCOMPARE(m_session->analysis(), before);
        QVERIFY(!m_session->problem().isEmpty());
    }

    void cancellingKeepsWhatWasThere() {
        openSample();
        const auto before = m_session->analysis();
        QSignalSpy changed(&*m_session, &Session::analysisChanged);
        m_session->reload();
        m_session->cancel();
        QVERIFY(!m_session->isBusy());
        QTest::qWait(50);
        QCOMPARE(changed.count(), 0);
        QCOMPARE(m_session->analysis(), before);
    }

    void everyKeyFindsItsObjectInANewAnalysis() {
        openSample({kLog});
        const auto before = m_session->analysis();
        QSignalSpy changed(&*m_session, &Session::analysisChanged);
        m_session->reload();
        QVERIFY(changed.wait(kPatience));
        const auto after = m_session->analysis();
        QVERIFY(after != before);
        for (std::uint32_t i = 0; i < before->cluster->workloads.size(); ++i)
            QCOMPARE(resolve(*after->cluster, keyOf(*before->cluster, WorkloadId(i))), std::optional(WorkloadId(i)));
        for (const LedgerEdge& edge : before->ledger->edges()) {
            const auto found = resolve(*after, keyOf(*before->cluster, edge));
            QVERIFY(found.has_value());
            QCOMPARE(*found, edge);
        }
        for (const RuleUsage& usage : before->ledger->usages())
            QCOMPARE(resolve(*after->reachability, keyOf(*before->reachability, usage.rule)),
                     std::optional(usage.rule));
        for (std::size_t i = 0; i < before->findings.size(); ++i) {
            const auto at = resolve(*after, keyOf(before->findings[i]));
            QVERIFY(at.has_value());
            QCOMPARE(after->findings[*at].message, before->findings[i].message);
        }
    }

    void aPermittedEdgeThatNobodyUsedIsFoundByItsKey() {
        openSample({kLog});
        const Analysis& analysis = *m_session->analysis();
        const auto from = analysis.cluster->findWorkloads("legacy", "ftp-drop");
        const auto to = analysis.cluster->findWorkloads("fulfilment", "stock");
        QVERIFY(!from.empty() && !to.empty());
        const auto unseen = analysis.ledger->permittedUnseen(from.front(), to.front());
        QVERIFY(!unseen.empty());
        QCOMPARE(resolve(analysis, keyOf(*analysis.cluster, unseen.front())), std::optional(unseen.front()));
    }

    void aKeyOfAnotherClusterFindsNothing() {
        openSample();
        const Cluster& cluster = *m_session->analysis()->cluster;
        QVERIFY(!resolve(cluster, WorkloadKey{"elsewhere:shop/catalog[Deployment]"}));
        QVERIFY(!resolve(cluster, WorkloadKey{"shop/no-such[Deployment]"}));
        QVERIFY(!resolve(cluster, WorkloadKey{""}));
        QVERIFY(!resolve(cluster, WorkloadKey{"shop/catalog"}));
    }

    void backAndForwardWalkPagesAndSelections() {
        m_session->setPage(QStringLiteral("Overview"));
        m_session->setPage(QStringLiteral("Map"));
        m_session->select(WorkloadKey{"shop/web[Deployment]"});
        m_session->setFilter(QStringLiteral("ns=shop"));
        QVERIFY(m_session->canGoBack());
        m_session->goBack();
        QVERIFY(m_session->filter().isEmpty());
        QVERIFY(!isNothing(m_session->selection()));
        m_session->goBack();
        QCOMPARE(m_session->page(), QStringLiteral("Overview"));
        QVERIFY(isNothing(m_session->selection()));
        m_session->goForward();
        m_session->goForward();
        QCOMPARE(m_session->filter().text, QStringLiteral("ns=shop"));
        QVERIFY(!m_session->canGoForward());
    }

    void anIllFormedFilterLeavesTheLastOne() {
        QVERIFY(!m_session->setFilter(QStringLiteral("ns=shop")));
        QSignalSpy changed(&*m_session, &Session::filterChanged);
        const auto problem = m_session->setFilter(QStringLiteral("ns="));
        QVERIFY(problem.has_value());
        QCOMPARE(changed.count(), 0);
        QCOMPARE(m_session->filter().text, QStringLiteral("ns=shop"));
    }

    void recentInputsAreTenAndNewestFirst() {
        for (int i = 0; i < 12; ++i)
            m_preferences->remember({{QStringLiteral("/dump/%1").arg(i)}, {}, {}, QDateTime::currentDateTime()});
        m_preferences->remember(
            {{QStringLiteral("/dump/5")}, {}, QStringLiteral("again"), QDateTime::currentDateTime()});
        const auto recent = m_preferences->recent();
        QCOMPARE(recent.size(), std::size_t(10));
        QCOMPARE(recent[0].summary, QStringLiteral("again"));
        QCOMPARE(recent[1].inputs, QStringList{QStringLiteral("/dump/11")});
    }

    void aLiveClusterIsReadAgainButNotRemembered() {
        const QString program = m_scratch->filePath(QStringLiteral("kubectl"));
        QFile file(program);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "#!/bin/sh\n"
            "case $* in\n"
            "*/apis) echo '{\"groups\":[]}' ;;\n"
            "*/pods*) echo '{\"items\":[{\"metadata\":{\"name\":\"a\",\"namespace\":\"shop\",\"uid\":\"1\"}}]}' ;;\n"
            "*) echo '{\"items\":[]}' ;;\n"
            "esac\n");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        file.close();
        Options options;
        options.live.emplace().kubectl = program.toStdString();
        QSignalSpy changed(&*m_session, &Session::analysisChanged);
        m_session->open(options);
        QVERIFY(changed.wait(kPatience));
        QCOMPARE(m_session->analysis()->cluster->pods.size(), std::size_t(1));
        QVERIFY(m_preferences->recent().empty());
        m_session->reload();
        QVERIFY(changed.wait(kPatience));
        QCOMPARE(m_session->analysis()->cluster->pods.size(), std::size_t(1));
    }

    void aPlaceLeadsToItsFile() {
        openSample();
        const Analysis& analysis = *m_session->analysis();
        int files = 0;
        for (const NetworkPolicy& policy : analysis.cluster->policies) {
            const auto place = placeOf(*analysis.cluster, policy.where);
            QVERIFY(place.has_value());
            QCOMPARE(SourcePlace::parse(place->text()), *place);
            const auto path = pathOf(analysis.options, *place);
            QVERIFY(path.has_value());
            QVERIFY(QFileInfo(*path).isFile());
            ++files;
        }
        QVERIFY(files > 0);
        QVERIFY(!pathOf(analysis.options, {"harbor/no/such.yaml", 1}));
    }

    void aLogThatGrowsIsFollowed() {
        const QString log = m_scratch->filePath(QStringLiteral("flows.csv"));
        const auto append = [&](const char* text) {
            QFile file(log);
            QVERIFY(file.open(QIODevice::Append));
            file.write(text);
        };
        append("src_ns,src_workload,dst_ns,dst_workload,protocol,dst_port,verdict\n"
               "shop,web,shop,cart,tcp,8080,allowed\n");
        Options options;
        options.inputs = {kSample.toStdString()};
        options.flows = {log.toStdString()};
        options.isFollowing = true;
        m_session->open(options);
        const auto edges = [&]() -> std::size_t {
            const auto& analysis = m_session->analysis();
            return analysis && analysis->flows ? analysis->flows->edges().size() : 0;
        };
        QTRY_COMPARE_WITH_TIMEOUT(edges(), 1U, kPatience);
        QVERIFY(m_session->isFollowing());
        const auto before = m_session->analysis();
        append("shop,web,shop,cart,tcp,8081,denied\n");
        QTRY_COMPARE_WITH_TIMEOUT(edges(), 2U, kPatience);
        QCOMPARE(m_session->analysis()->cluster, before->cluster);
        QSignalSpy changed(&*m_session, &Session::followingChanged);
        m_session->stopFollowing();
        QCOMPARE(changed.count(), 1);
        QVERIFY(!m_session->isFollowing());
        QVERIFY(!m_session->analysis()->options.isFollowing);
        QCOMPARE(edges(), 2U);
    }

  private:
    void openSample(const QStringList& flows = {}) {
        QSignalSpy changed(&*m_session, &Session::analysisChanged);
        m_session->open({kSample}, flows);
        QVERIFY(changed.wait(kPatience));
        QTRY_VERIFY(!m_session->isBusy());
    }

    std::optional<QTemporaryDir> m_scratch;
    std::optional<QSettings> m_settings;
    std::optional<Preferences> m_preferences;
    std::optional<Session> m_session;
};

} // namespace portolan

QTEST_GUILESS_MAIN(portolan::SessionTest)
#include "session_test.moc"
