#include "ui/session/query.h"

#include <QTest>

namespace portolan {

namespace {

/// A row with fixed fields: src=shop/web, dst=data/db, port 5432, state used, days 12, two namespaces.
std::optional<std::vector<std::string>> fieldsOfRow(std::string_view field) {
    if (field == "src") return std::vector<std::string>{"shop/web"};
    if (field == "dst") return std::vector<std::string>{"data/db"};
    if (field == "ns") return std::vector<std::string>{"shop", "data"};
    if (field == "port") return std::vector<std::string>{"5432"};
    if (field == "state") return std::vector<std::string>{"used"};
    if (field == "days") return std::vector<std::string>{"12"};
    return std::nullopt;
}

} // namespace

class QueryTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aQueryHidesRowsThatItsTermsDoNotHoldFor_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<bool>("isShown");
        const auto row = [](const char* query, bool isShown) {
            QTest::newRow(query) << QString::fromUtf8(query) << isShown;
        };
        row("", true);
        row("src=shop/web", true);
        row("SRC=SHOP/WEB", true);
        row("src=shop/webx", false);
        row("src!=shop/web", false);
        row("not src=shop/web", false);
        row("not src!=shop/web", true);
        row("dst~data/*", true);
        row("dst~*cart*", false);
        row("dst~\"*/db\"", true);
        row("ns=data", true);
        row("ns=legacy", false);
        row("ns!=data", false);
        row("port=5432 and state=used", true);
        row("port=5432 and state=blocked", false);
        row("port=5432 state=used", true);
        row("state in (unused, used)", true);
        row("state in (unused,open)", false);
        row("not state in (unused, open)", true);
        row("days<13", true);
        row("days<12", false);
        row("days>7d", true);
        row("days>src", false);
        row("postgres", true);
        row("mysql", false);
        row("not mysql", true);
        row("severity=high", true);
        row("not severity=high", true);
    }
    void aQueryHidesRowsThatItsTermsDoNotHoldFor() {
        QFETCH(QString, query);
        QFETCH(bool, isShown);
        const auto parsed = parseQuery(query.toStdString());
        QVERIFY(parsed.has_value());
        const bool holds = isMatch(*parsed, fieldsOfRow, [] { return std::string("shop/web data/db Postgres"); });
        QCOMPARE(holds, isShown);
    }

    void aProblemIsToldWithItsColumn_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<int>("column");
        const auto row = [](const char* query, int column) {
            QTest::newRow(query) << QString::fromUtf8(query) << column;
        };
        row("src=", 4);
        row("src=shop and", 12);
        row("src=\"shop", 4);
        row("state in unused", 9);
        row("state in (unused", 16);
        row("state in (unused;", 16);
        row("=shop", 0);
        row("(src=shop)", 0);
    }
    void aProblemIsToldWithItsColumn() {
        QFETCH(QString, query);
        QFETCH(int, column);
        const auto parsed = parseQuery(query.toStdString());
        QVERIFY(!parsed.has_value());
        QCOMPARE(static_cast<int>(parsed.error().position), column);
        QVERIFY(!parsed.error().message.empty());
    }

    void aStarStandsForAnyRun_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<bool>("isLiked");
        QTest::newRow("whole") << "db"
                               << "db" << true;
        QTest::newRow("not a part") << "my-db"
                                    << "db" << false;
        QTest::newRow("end") << "my-db"
                             << "*db" << true;
        QTest::newRow("begin") << "db-main"
                               << "DB*" << true;
        QTest::newRow("middle") << "orders-db-main"
                                << "*db*main" << true;
        QTest::newRow("back up") << "aab"
                                 << "*ab" << true;
        QTest::newRow("only stars") << ""
                                    << "**" << true;
        QTest::newRow("empty pattern") << "a"
                                       << "" << false;
    }
    void aStarStandsForAnyRun() {
        QFETCH(QString, text);
        QFETCH(QString, pattern);
        QFETCH(bool, isLiked);
        QCOMPARE(isLike(text.toStdString(), pattern.toStdString()), isLiked);
    }
};

} // namespace portolan

QTEST_GUILESS_MAIN(portolan::QueryTest)
#include "query_test.moc"
