#include "ui/widgets/appearance.h"
#include "ui/widgets/style_sheet.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QRegularExpression>
#include <QTest>

namespace portolan {

namespace {

constexpr double kText = 4.5;
constexpr double kGraphic = 3.0;

struct Ground {
    const char* name;
    QColor color;
};

std::vector<Ground> textGrounds(const Theme& t) {
    return {{"surface", t.surface}, {"window", t.window}, {"sunken", t.sunken}, {"accentTint", t.accentTint}};
}

void addPair(const Theme& theme, const QString& what, const QColor& ink, const Ground& ground, double least) {
    const QString scheme = theme.isDark() ? QStringLiteral("dark") : QStringLiteral("light");
    const QString name = QStringLiteral("%1: %2 on %3").arg(scheme, what, QLatin1String(ground.name));
    QTest::newRow(qPrintable(name)) << ink << ground.color << least;
}

} // namespace

class ThemeTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void textAndInksCanBeReadOnTheirGrounds_data() {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("ground");
        QTest::addColumn<double>("least");
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            const Theme& t = Theme::of(scheme);
            for (const Ground& ground : textGrounds(t)) {
                addPair(t, "text1", t.text1, ground, kText);
                addPair(t, "text2", t.text2, ground, kText);
                addPair(t, "accentInk", t.accentInk, ground, kText);
                for (const EdgeClass c : kEdgeClasses) addPair(t, edgeClassName(c), t.edge(c).ink, ground, kText);
                for (const SeverityLevel s :
                     {SeverityLevel::Critical, SeverityLevel::High, SeverityLevel::Medium, SeverityLevel::Low})
                    addPair(t, severityName(s), t.severity(s).ink, ground, kText);
            }
            for (const Ground& ground :
                 {Ground{"surface", t.surface}, Ground{"window", t.window}, Ground{"sunken", t.sunken}})
                addPair(t, "text3", t.text3, ground, kText);
            for (const EdgeClass c : kEdgeClasses)
                addPair(t, edgeClassName(c), t.edge(c).ink, {"its tint", t.edge(c).tint}, kText);
            for (const SeverityLevel s : kSeverityLevels)
                addPair(t, severityName(s), t.severity(s).ink, {"its tint", t.severity(s).tint}, kText);
            addPair(t, "accentText", t.accentText, {"accent", t.accent}, kText);
            addPair(t, "railText", t.railText, {"rail", t.rail}, kText);
            addPair(t, "railSelectedText", t.railSelectedText, {"railSelected", t.railSelected}, kText);
            addPair(t, "added", t.added, {"addedTint", t.addedTint}, kText);
            addPair(t, "removed", t.removed, {"removedTint", t.removedTint}, kText);
            addPair(t, "control", t.control, {"surface", t.surface}, kGraphic);
            addPair(t, "accent", t.accent, {"surface", t.surface}, kGraphic);
            for (const QColor& heat : t.heat) {
                addPair(t, "text1", t.text1, {"heat", heat}, kText);
                addPair(t, "text2", t.text2, {"heat", heat}, kText);
                for (const EdgeClass c : kEdgeClasses)
                    addPair(t, edgeClassName(c), t.edge(c).ink, {"heat", heat}, kGraphic);
            }
        }
    }
    void textAndInksCanBeReadOnTheirGrounds() {
        QFETCH(QColor, ink);
        QFETCH(QColor, ground);
        QFETCH(double, least);
        const double ratio = contrastRatio(ink, ground);
        QVERIFY2(ratio >= least, qPrintable(QStringLiteral("%1 is below %2").arg(ratio).arg(least)));
    }

    void contrastIsThatOfTheGuideline() {
        QCOMPARE(qRound(contrastRatio(Qt::black, Qt::white)), 21);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
        QCOMPARE(contrastRatio(Qt::black, Qt::white), contrastRatio(Qt::white, Qt::black));
    }

    void heatRisesWithTheShareAndOnlyNothingIsBlank() {
        const Theme& t = Theme::of(Scheme::Light);
        QCOMPARE(t.heatFor(0.0), t.heat[0]);
        QCOMPARE(t.heatFor(0.001), t.heat[1]);
        QCOMPARE(t.heatFor(0.2), t.heat[1]);
        QCOMPARE(t.heatFor(0.21), t.heat[2]);
        QCOMPARE(t.heatFor(1.0), t.heat[5]);
        QCOMPARE(t.heatFor(7.0), t.heat[5]);
    }

    void thePaletteTellsWhichThemeIsInForce() {
        Appearance appearance(*qApp);
        appearance.apply(ThemeChoice::Dark);
        QVERIFY(currentTheme().isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Base), Theme::of(Scheme::Dark).surface);
        appearance.apply(ThemeChoice::Light);
        QVERIFY(!currentTheme().isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Highlight), Theme::of(Scheme::Light).accentTint);
    }

    void theSheetHasNoUnknownTokenAndNoSmallText() {
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            const QString sheet = styleSheet(Theme::of(scheme), 1.0);
            QVERIFY(!sheet.contains(QLatin1Char('@')));
            QRegularExpressionMatchIterator sizes =
                QRegularExpression(QStringLiteral("font-size: (\\d+)px")).globalMatch(sheet);
            QVERIFY(sizes.hasNext());
            while (sizes.hasNext()) QVERIFY(sizes.next().captured(1).toInt() >= 11);
        }
    }

    void textSizesFollowTheTextScale() {
        QVERIFY(styleSheet(Theme::of(Scheme::Light), 1.25).contains(QStringLiteral("font-size: 15px")));
        QVERIFY(!styleSheet(Theme::of(Scheme::Light), 1.25).contains(QStringLiteral("font-size: 12px")));
    }

    void theBundledTypefacesAreThere() {
        QVERIFY(loadFonts());
        QCOMPARE(QFontInfo(uiFont(13)).family(), QStringLiteral("Inter"));
        QCOMPARE(QFontInfo(uiFont(13, Weight::SemiBold)).family(), QStringLiteral("Inter"));
        QCOMPARE(QFontInfo(monoFont(12)).family(), QStringLiteral("JetBrains Mono"));
    }

    void numbersOfEqualLengthAreEquallyWide() {
        loadFonts();
        QCOMPARE(tabularWidth("111", uiFont(12)), tabularWidth("888", uiFont(12)));
        QVERIFY(textWidth("111", uiFont(12)) < textWidth("888", uiFont(12)));
    }

    void numbersAreGroupedAndShortened_data() {
        QTest::addColumn<qlonglong>("number");
        QTest::addColumn<QString>("grouped");
        QTest::addColumn<QString>("shortened");
        QTest::newRow("zero") << 0LL << "0"
                              << "0";
        QTest::newRow("small") << 97LL << "97"
                               << "97";
        QTest::newRow("thousand") << 1204LL << "1,204"
                                  << "1,204";
        QTest::newRow("ten thousand") << 10'000LL << "10,000"
                                      << "10 k";
        QTest::newRow("connections") << 410'233LL << "410,233"
                                     << "410 k";
        QTest::newRow("million") << 1'840'000LL << "1,840,000"
                                 << "1.84 M";
        QTest::newRow("just below") << 999'499LL << "999,499"
                                    << "999 k";
        QTest::newRow("rounds up") << 999'600LL << "999,600"
                                   << "1 M";
        QTest::newRow("negative") << -1204LL << QString(QChar(0x2212)) + "1,204" << QString(QChar(0x2212)) + "1,204";
    }
    void numbersAreGroupedAndShortened() {
        QFETCH(qlonglong, number);
        QTEST(groupedNumber(number), "grouped");
        QTEST(shortNumber(number), "shortened");
    }
};

} // namespace portolan

QTEST_MAIN(portolan::ThemeTest)
#include "theme_test.moc"
