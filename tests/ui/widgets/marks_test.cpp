#include "ui/widgets/decision.h"
#include "ui/widgets/edge_class.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/isolation_badge.h"
#include "ui/widgets/severity.h"
#include "ui/widgets/theme.h"

#include <QPainter>
#include <QTest>

#include <algorithm>
#include <functional>

namespace portolan {

namespace {

constexpr QSize kSize(48, 24);

// What a reader without colour sees: everything in black.
QImage inBlack(const std::function<void(QPainter&)>& paint) {
    QImage image(kSize, QImage::Format_Grayscale8);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paint(painter);
    painter.end();
    return image;
}

bool isBlank(const QImage& image) {
    QImage blank(image.size(), image.format());
    blank.fill(Qt::white);
    return image == blank;
}

int distinct(std::vector<QImage> images) {
    int count = 0;
    for (std::size_t i = 0; i < images.size(); ++i) {
        const bool isNew = std::none_of(images.begin(), images.begin() + static_cast<std::ptrdiff_t>(i),
                                        [&](const QImage& other) { return other == images[i]; });
        count += isNew ? 1 : 0;
    }
    return count;
}

Theme blackTheme() {
    Theme theme = Theme::of(Scheme::Light);
    for (ClassColors& colors : theme.edgeClasses) colors = {Qt::black, Qt::black, Qt::white};
    for (SeverityColors& colors : theme.severities) colors = {Qt::black, Qt::white};
    return theme;
}

} // namespace

class MarksTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyClassHasAGlyphOfItsOwnWithoutColour() {
        std::vector<QImage> glyphs;
        for (const EdgeClass edgeClass : kEdgeClasses) {
            glyphs.push_back(inBlack([&](QPainter& p) { paintEdgeGlyph(p, edgeClass, {QPointF(24, 12)}, Qt::black); }));
            QVERIFY2(!isBlank(glyphs.back()), qPrintable(edgeClassName(edgeClass)));
        }
        QCOMPARE(distinct(glyphs), static_cast<int>(kEdgeClasses.size()));
    }

    void everyClassHasALineOfItsOwnWithoutColour() {
        const Theme theme = blackTheme();
        std::vector<QImage> lines;
        for (const EdgeClass edgeClass : kEdgeClasses) {
            lines.push_back(inBlack([&](QPainter& p) {
                paintEdgeSample(p, {6, 12}, {edgeClass, Qt::white, 2.0}, theme);
            }));
            QVERIFY2(!isBlank(lines.back()), qPrintable(edgeClassName(edgeClass)));
        }
        QCOMPARE(distinct(lines), static_cast<int>(kEdgeClasses.size()));
    }

    void everyClassHasAWordAndAMeaning() {
        QStringList names;
        for (const EdgeClass edgeClass : kEdgeClasses) {
            names << edgeClassName(edgeClass);
            QVERIFY(edgeClassMeaning(edgeClass).endsWith(QLatin1Char('.')));
        }
        QCOMPARE(names.removeDuplicates(), 0);
        QVERIFY(!names.contains(QString()));
    }

    void urgencyNamesEveryClassOnce() {
        std::vector<EdgeClass> classes(kEdgeClassUrgency.begin(), kEdgeClassUrgency.end());
        std::sort(classes.begin(), classes.end());
        QVERIFY(std::equal(classes.begin(), classes.end(), kEdgeClasses.begin(), kEdgeClasses.end()));
        QCOMPARE(kEdgeClassUrgency.back(), EdgeClass::Used);
    }

    void dashesKeepTheirLengthInPixelsAtEveryWidth() {
        const Theme& theme = Theme::of(Scheme::Light);
        for (const double width : {1.25, 1.75, 2.5, 3.5}) {
            const QPen pen = edgePen(EdgeClass::Blocked, width, theme);
            QCOMPARE(pen.dashPattern().first() * pen.widthF(), 6.0);
        }
        QVERIFY(edgePen(EdgeClass::UnusedAllow, 1.25, theme).widthF() >= 1.8);
    }

    void severitiesDifferByShape() {
        const Theme theme = blackTheme();
        std::vector<QImage> shapes;
        for (const SeverityLevel level :
             {SeverityLevel::Critical, SeverityLevel::High, SeverityLevel::Medium, SeverityLevel::Low}) {
            shapes.push_back(inBlack([&](QPainter& p) { paintSeverity(p, level, {24, 12}, theme); }));
        }
        QCOMPARE(distinct(shapes), 4);
    }

    void theBadgeTellsTheFourStatesApart() {
        const Theme& theme = Theme::of(Scheme::Light);
        std::vector<QImage> badges;
        for (const Isolation isolation :
             {Isolation{true, true}, Isolation{true, false}, Isolation{false, true}, Isolation{}}) {
            badges.push_back(inBlack([&](QPainter& p) {
                paintIsolationBadge(p, {24, 12}, isolation, Qt::white, theme);
            }));
        }
        QCOMPARE(distinct(badges), 4);
    }

    void ingressIsTheLeftHalf() {
        const QImage badge = inBlack([](QPainter& p) {
            paintIsolationBadge(p, {24, 12}, {true, false}, Qt::white, Theme::of(Scheme::Light));
        });
        QVERIFY(qGray(badge.pixel(21, 12)) < 128);
        QVERIFY(qGray(badge.pixel(27, 12)) > 200);
    }

    void decisionsDifferByShape() {
        const Theme& theme = Theme::of(Scheme::Light);
        std::vector<QImage> discs;
        for (const DecisionState state : kDecisionStates) {
            discs.push_back(inBlack([&](QPainter& p) { paintDecision(p, state, {24, 12}, theme); }));
        }
        QCOMPARE(distinct(discs), static_cast<int>(kDecisionStates.size()));
    }

    void everyIconPaintsSomethingInsideItsBox() {
        for (int i = 0; i < kIconCount; ++i) {
            const QImage image =
                inBlack([&](QPainter& p) { paintIcon(p, static_cast<Icon>(i), QRectF(14, 2, 20, 20), Qt::black); });
            QVERIFY2(!isBlank(image), qPrintable(QString::number(i)));
            for (int y = 0; y < image.height(); ++y) {
                QCOMPARE(qGray(image.pixel(12, y)), 255);
                QCOMPARE(qGray(image.pixel(36, y)), 255);
            }
        }
    }

    void anIconFollowsTheTheme() {
        const QIcon icon = themedIcon(Icon::Folder);
        QGuiApplication::setPalette(themePalette(Theme::of(Scheme::Light)));
        const QImage light = icon.pixmap(16, 16).toImage();
        QGuiApplication::setPalette(themePalette(Theme::of(Scheme::Dark)));
        const QImage dark = icon.pixmap(16, 16).toImage();
        QVERIFY(light != dark);
    }
};

} // namespace portolan

QTEST_MAIN(portolan::MarksTest)
#include "marks_test.moc"
