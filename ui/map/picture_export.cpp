#include "ui/map/picture_export.h"

#include "ui/map/map_metrics.h"
#include "ui/map/scene_painter.h"
#include "ui/widgets/text.h"

#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <algorithm>

namespace portolan {
namespace {

constexpr double kLegendHeight = 40;
constexpr double kLegendEntryGap = 16;
constexpr double kPngScale = 2;
constexpr int kPngMostSide = 16'000;

double legendEntryWidth(EdgeClass edgeClass) {
    constexpr double kSampleAndGlyph = 53;
    return kSampleAndGlyph + textWidth(edgeClassName(edgeClass), uiFont(12)) + kLegendEntryGap;
}

double legendWidth() {
    double width = 2 * kLegendEntryGap;
    for (const EdgeClass edgeClass : kEdgeClasses) width += legendEntryWidth(edgeClass);
    return width;
}

QRectF pageOf(const MapScene& scene) {
    QRectF page = scene.bounds().adjusted(-map::kMargin, -map::kMargin, map::kMargin, map::kMargin + kLegendHeight);
    page.setWidth(std::max(page.width(), legendWidth()));
    return page;
}

void paintLegend(QPainter& painter, const QRectF& strip, const Theme& theme) {
    painter.fillRect(strip, theme.surface);
    painter.fillRect(QRectF(strip.topLeft(), QSizeF(strip.width(), 1)), theme.border);
    double x = strip.left() + kLegendEntryGap;
    const double y = strip.center().y();
    for (const EdgeClass edgeClass : kEdgeClasses) {
        paintEdgeSample(painter, {x, y}, {edgeClass, theme.surface, 2.0}, theme);
        paintEdgeGlyph(painter, edgeClass, {QPointF(x + 43, y)}, theme.edge(edgeClass).ink);
        drawLine(painter, {QRectF(x + 53, strip.top(), 200, strip.height()), Qt::AlignLeft, Qt::ElideNone},
                 edgeClassName(edgeClass), {uiFont(12), theme.text2});
        x += legendEntryWidth(edgeClass);
    }
}

/// Paints the page with its top left corner at the painter's origin.
void paintPage(QPainter& painter, const MapScene& scene, const MapLook& look) {
    const QRectF page = pageOf(scene);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(-page.topLeft());
    paintScene(painter, {scene, look, page, 1.0}, PaintGround::Page);
    const QRectF strip(page.left(), page.bottom() - kLegendHeight, page.width(), kLegendHeight);
    paintLegend(painter, strip, Theme::of(look.scheme));
}

tl::unexpected<Error> cannotWrite(const QString& path) {
    return fail(Error::Kind::Unreadable, "cannot write '" + path.toStdString() + "'");
}

Result<void> exportSvg(const MapScene& scene, const MapLook& look, const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return cannotWrite(path);
    const QSizeF size = pageOf(scene).size();
    QSvgGenerator generator;
    generator.setOutputDevice(&file);
    generator.setResolution(96); // world pixels become SVG pixels, as 96 a inch
    generator.setSize(size.toSize());
    generator.setViewBox(QRectF(QPointF(0, 0), size));
    generator.setTitle(QStringLiteral("Portolan map"));
    QPainter painter;
    if (!painter.begin(&generator)) return cannotWrite(path);
    paintPage(painter, scene, look);
    painter.end();
    return file.error() == QFileDevice::NoError ? Result<void>{} : cannotWrite(path);
}

Result<void> exportPdf(const MapScene& scene, const MapLook& look, const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return cannotWrite(path);
    constexpr double kPointsPerPixel = 72.0 / 96.0;
    const QSizeF size = pageOf(scene).size() * kPointsPerPixel;
    QPdfWriter writer(&file);
    writer.setTitle(QStringLiteral("Portolan map"));
    writer.setResolution(96);
    writer.setPageLayout(QPageLayout(QPageSize(size, QPageSize::Point, QString(), QPageSize::ExactMatch),
                                     QPageLayout::Portrait, QMarginsF()));
    QPainter painter;
    if (!painter.begin(&writer)) return cannotWrite(path);
    paintPage(painter, scene, look);
    painter.end();
    return file.error() == QFileDevice::NoError ? Result<void>{} : cannotWrite(path);
}

Result<void> exportPng(const MapScene& scene, const MapLook& look, const QString& path) {
    const QSizeF size = pageOf(scene).size();
    const double scale = std::min(kPngScale, kPngMostSide / std::max(size.width(), size.height()));
    QImage image((size * scale).toSize(), QImage::Format_RGB32);
    image.fill(Theme::of(look.scheme).canvas);
    QPainter painter(&image);
    painter.scale(scale, scale);
    paintPage(painter, scene, look);
    painter.end();
    return image.save(path, "PNG") ? Result<void>{} : cannotWrite(path);
}

} // namespace

Result<void> exportPicture(const MapScene& scene, const MapLook& look, const QString& path) {
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == QStringLiteral("svg")) return exportSvg(scene, look, path);
    if (ending == QStringLiteral("pdf")) return exportPdf(scene, look, path);
    if (ending == QStringLiteral("png")) return exportPng(scene, look, path);
    return fail(Error::Kind::Unsupported,
                "a map can be written as svg, pdf or png, not as '" + ending.toStdString() + "'");
}

} // namespace portolan
