#include "ui/widgets/icon.h"

#include "ui/widgets/theme.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

#include <cmath>
#include <numbers>

namespace portolan {

namespace {

constexpr double kGrid = 20.0;

// Pen of the icon being painted, with shorthands for what icons are made of.
class Stroke {
  public:
    Stroke(QPainter& painter, const QColor& color) : m_painter(painter), m_color(color) {
        m_painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        m_painter.setBrush(Qt::NoBrush);
    }
    void line(double x1, double y1, double x2, double y2) { m_painter.drawLine(QPointF(x1, y1), QPointF(x2, y2)); }
    void chain(const QPolygonF& points) { m_painter.drawPolyline(points); }
    void shape(const QPolygonF& points) { m_painter.drawPolygon(points); }
    void circle(double x, double y, double r) { m_painter.drawEllipse(QPointF(x, y), r, r); }
    void box(double x, double y, double w, double h) { m_painter.drawRoundedRect(QRectF(x, y, w, h), 1.5, 1.5); }
    void arc(double r, double start, double span) {
        m_painter.drawArc(QRectF(10 - r, 10 - r, 2 * r, 2 * r), qRound(start * 16), qRound(span * 16));
    }
    void path(const QPainterPath& outline) { m_painter.drawPath(outline); }
    void dot(double x, double y, double r) {
        m_painter.save();
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_color);
        m_painter.drawEllipse(QPointF(x, y), r, r);
        m_painter.restore();
    }
    void fill() { m_painter.setBrush(m_color); }

  private:
    QPainter& m_painter;
    QColor m_color;
};

QPointF polar(double radius, double angle) {
    return QPointF(10 + std::cos(angle) * radius, 10 + std::sin(angle) * radius);
}

QPolygonF starShape() {
    QPolygonF star;
    for (int i = 0; i < 10; ++i) {
        const double angle = -std::numbers::pi / 2 + i * std::numbers::pi / 5;
        star << polar(i % 2 == 0 ? 7 : 3, angle) + QPointF(0, .4);
    }
    return star;
}

void gear(Stroke& s) {
    s.circle(10, 10, 2.6);
    s.circle(10, 10, 5);
    for (int i = 0; i < 8; ++i) {
        const double angle = i * std::numbers::pi / 4;
        const QPointF from = polar(5, angle);
        const QPointF to = polar(7, angle);
        s.line(from.x(), from.y(), to.x(), to.y());
    }
}

void copy(Stroke& s) {
    s.box(7, 7, 9, 9);
    QPainterPath behind(QPointF(13, 4));
    behind.lineTo(5.5, 4);
    behind.quadTo(4, 4, 4, 5.5);
    behind.lineTo(4, 13);
    s.path(behind);
}

void eye(Stroke& s) {
    QPainterPath lids(QPointF(2.5, 10));
    lids.cubicTo(5.5, 4.5, 14.5, 4.5, 17.5, 10);
    lids.cubicTo(14.5, 15.5, 5.5, 15.5, 2.5, 10);
    s.path(lids);
    s.circle(10, 10, 2.3);
}

void shield(Stroke& s) {
    QPainterPath outline(QPointF(10, 2.8));
    outline.lineTo(16, 5);
    outline.lineTo(16, 9.5);
    outline.cubicTo(16, 13.4, 13.6, 15.9, 10, 17.3);
    outline.cubicTo(6.4, 15.9, 4, 13.4, 4, 9.5);
    outline.lineTo(4, 5);
    outline.closeSubpath();
    s.path(outline);
}

void turn(Stroke& s, double side) {
    const auto x = [side](double at) { return side > 0 ? at : kGrid - at; };
    QPainterPath bow(QPointF(x(4), 7.5));
    bow.lineTo(x(11.5), 7.5);
    bow.cubicTo(x(17.2), 7.5, x(17.2), 15.5, x(11.5), 15.5);
    bow.lineTo(x(8), 15.5);
    s.path(bow);
    s.chain({QPointF(x(7.2), 4.2), QPointF(x(4), 7.5), QPointF(x(7.2), 10.8)});
}

void tray(Stroke& s, double tip, double tail) {
    const double barb = tip < tail ? tip + 3.2 : tip - 3.2;
    s.line(10, tip, 10, tail);
    s.chain({QPointF(6.8, barb), QPointF(10, tip), QPointF(13.2, barb)});
    s.chain({QPointF(3.5, 13), QPointF(3.5, 16.5), QPointF(16.5, 16.5), QPointF(16.5, 13)});
}

void paintMode(Stroke& s, Icon icon) {
    switch (icon) {
    case Icon::Overview:
        s.box(3, 3, 6, 8);
        s.box(11.5, 3, 5.5, 4.5);
        s.box(11.5, 10, 5.5, 7);
        s.box(3, 13.5, 6, 3.5);
        break;
    case Icon::Map:
    case Icon::Nodes:
        s.circle(5, 5.5, 2.3);
        s.circle(15, 6.5, 2.3);
        s.circle(8.5, 15, 2.3);
        s.line(7.3, 5.8, 12.7, 6.3);
        s.line(5.7, 7.8, 7.7, 12.8);
        s.line(13.7, 8.5, 9.9, 13.1);
        break;
    case Icon::Matrix:
        s.box(3, 3, 14, 14);
        for (const double at : {7.7, 12.3}) {
            s.line(3, at, 17, at);
            s.line(at, 3, at, 17);
        }
        break;
    case Icon::Paths:
        s.circle(4.5, 10, 2);
        s.circle(15.5, 10, 2);
        s.line(6.5, 10, 13.3, 10);
        s.line(9, 7, 9, 13);
        s.line(11, 7, 11, 13);
        break;
    case Icon::Draft:
        s.shape({QPointF(4, 16.5), QPointF(4.8, 12.8), QPointF(13.3, 4.3), QPointF(16, 7), QPointF(7.5, 15.5)});
        s.line(11.5, 6.1, 14.2, 8.8);
        break;
    case Icon::Gear: gear(s); break;
    default:
        s.circle(10, 10, 7);
        s.fill();
        s.shape({QPointF(13, 7), QPointF(11, 11), QPointF(7, 13), QPointF(9, 9)});
        break;
    }
}

void paintArrow(Stroke& s, Icon icon) {
    switch (icon) {
    case Icon::Back: s.chain({QPointF(12, 5), QPointF(7, 10), QPointF(12, 15)}); break;
    case Icon::Forward: s.chain({QPointF(8, 5), QPointF(13, 10), QPointF(8, 15)}); break;
    case Icon::Down: s.chain({QPointF(6, 8.5), QPointF(10, 12.5), QPointF(14, 8.5)}); break;
    case Icon::Up: s.chain({QPointF(6, 12), QPointF(10, 8), QPointF(14, 12)}); break;
    case Icon::Right: s.chain({QPointF(8.5, 6), QPointF(12.5, 10), QPointF(8.5, 14)}); break;
    case Icon::Go:
        s.line(4, 10, 16, 10);
        s.chain({QPointF(11, 5), QPointF(16, 10), QPointF(11, 15)});
        break;
    case Icon::Undo: turn(s, 1); break;
    case Icon::Redo: turn(s, -1); break;
    case Icon::Export: tray(s, 3.5, 12); break;
    case Icon::Import: tray(s, 12, 3.5); break;
    default:
        s.chain({QPointF(4, 7.5), QPointF(16, 7.5), QPointF(13, 4.5)});
        s.chain({QPointF(16, 12.5), QPointF(4, 12.5), QPointF(7, 15.5)});
        break;
    }
}

void paintObject(Stroke& s, Icon icon) {
    switch (icon) {
    case Icon::Folder:
        s.shape({QPointF(3, 15.5), QPointF(3, 5), QPointF(8, 5), QPointF(9.8, 7), QPointF(17, 7), QPointF(17, 15.5)});
        break;
    case Icon::File:
        s.shape({QPointF(5, 3), QPointF(11.5, 3), QPointF(15, 6.5), QPointF(15, 17), QPointF(5, 17)});
        s.chain({QPointF(11.5, 3), QPointF(11.5, 6.5), QPointF(15, 6.5)});
        break;
    case Icon::Flow:
        s.line(3, 6, 17, 6);
        s.line(3, 10, 13, 10);
        s.line(3, 14, 15, 14);
        break;
    case Icon::Live:
        s.circle(10, 10, 2);
        s.arc(5, -50, 100);
        s.arc(5, 130, 100);
        s.arc(8, -45, 90);
        s.arc(8, 135, 90);
        break;
    case Icon::Copy: copy(s); break;
    case Icon::Table:
        s.box(3, 4, 14, 12);
        s.line(3, 8, 17, 8);
        s.line(3, 12, 17, 12);
        s.line(8, 8, 8, 16);
        break;
    case Icon::Box:
        s.shape(
            {QPointF(10, 3), QPointF(16, 6.5), QPointF(16, 13.5), QPointF(10, 17), QPointF(4, 13.5), QPointF(4, 6.5)});
        s.chain({QPointF(4, 6.5), QPointF(10, 10), QPointF(16, 6.5)});
        s.line(10, 10, 10, 17);
        break;
    case Icon::Shield: shield(s); break;
    case Icon::Pin:
        s.chain({QPointF(7, 3.5), QPointF(13, 3.5)});
        s.chain({QPointF(8, 3.5), QPointF(8, 8.5), QPointF(5.5, 11.5), QPointF(14.5, 11.5), QPointF(12, 8.5),
                 QPointF(12, 3.5)});
        s.line(10, 11.5, 10, 17);
        break;
    case Icon::Star: s.shape(starShape()); break;
    case Icon::Scissors:
        s.circle(5.5, 14.5, 2.2);
        s.circle(14.5, 14.5, 2.2);
        s.line(6.8, 12.6, 13.5, 3.5);
        s.line(13.2, 12.6, 6.5, 3.5);
        break;
    default:
        s.circle(10, 10, 6.5);
        s.chain({QPointF(10, 6.3), QPointF(10, 10), QPointF(12.6, 11.6)});
        break;
    }
}

void paintSign(Stroke& s, Icon icon) {
    switch (icon) {
    case Icon::Search:
        s.circle(9, 9, 4.5);
        s.line(12.4, 12.4, 16, 16);
        break;
    case Icon::Filter:
        s.shape({QPointF(3.5, 4.5), QPointF(16.5, 4.5), QPointF(11.8, 10.2), QPointF(11.8, 15.5), QPointF(8.2, 13.5),
                 QPointF(8.2, 10.2)});
        break;
    case Icon::Close:
        s.line(6, 6, 14, 14);
        s.line(14, 6, 6, 14);
        break;
    case Icon::Plus:
        s.line(10, 5, 10, 15);
        s.line(5, 10, 15, 10);
        break;
    case Icon::Minus: s.line(5, 10, 15, 10); break;
    case Icon::Fit:
        s.chain({QPointF(4, 8), QPointF(4, 4), QPointF(8, 4)});
        s.chain({QPointF(12, 4), QPointF(16, 4), QPointF(16, 8)});
        s.chain({QPointF(16, 12), QPointF(16, 16), QPointF(12, 16)});
        s.chain({QPointF(8, 16), QPointF(4, 16), QPointF(4, 12)});
        break;
    case Icon::More:
        for (const double x : {5.0, 10.0, 15.0}) s.dot(x, 10, 1.3);
        break;
    case Icon::Check: s.chain({QPointF(4.5, 10.5), QPointF(8.3, 14.2), QPointF(15.5, 6.2)}); break;
    case Icon::Warning:
        s.shape({QPointF(10, 3.5), QPointF(17, 16), QPointF(3, 16)});
        s.line(10, 8, 10, 11.6);
        s.dot(10, 13.7, 1);
        break;
    case Icon::Info:
        s.circle(10, 10, 6.8);
        s.line(10, 9.4, 10, 13.4);
        s.dot(10, 6.8, 1);
        break;
    case Icon::Eye: eye(s); break;
    case Icon::EyeOff:
        eye(s);
        s.line(4, 16, 16, 4);
        break;
    case Icon::Play: s.shape({QPointF(6.5, 4.5), QPointF(15, 10), QPointF(6.5, 15.5)}); break;
    case Icon::Stop: s.box(5.5, 5.5, 9, 9); break;
    default:
        s.circle(10, 10, 6.5);
        s.circle(10, 10, 2);
        s.line(10, 1.8, 10, 5);
        s.line(10, 15, 10, 18.2);
        s.line(1.8, 10, 5, 10);
        s.line(15, 10, 18.2, 10);
        break;
    }
}

QColor toneColor(IconTone tone, QIcon::Mode mode, QIcon::State state) {
    const Theme& theme = currentTheme();
    if (mode == QIcon::Disabled) return theme.textDisabled;
    switch (tone) {
    case IconTone::Text: return theme.text2;
    case IconTone::Quiet: return theme.text3;
    case IconTone::Accent: return theme.accentInk;
    case IconTone::OnAccent: return theme.accentText;
    case IconTone::OnRail: return state == QIcon::On ? theme.railSelectedText : theme.railText;
    }
    return theme.text2;
}

class ThemedIconEngine : public QIconEngine {
  public:
    ThemedIconEngine(Icon icon, IconTone tone) : m_icon(icon), m_tone(tone) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        paintIcon(*painter, m_icon, QRectF(rect), toneColor(m_tone, mode, state));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new ThemedIconEngine(m_icon, m_tone); }

  private:
    Icon m_icon;
    IconTone m_tone;
};

} // namespace

void paintIcon(QPainter& painter, Icon icon, const QRectF& rect, const QColor& color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.topLeft());
    painter.scale(rect.width() / kGrid, rect.height() / kGrid);
    Stroke stroke(painter, color);
    switch (icon) {
    case Icon::Overview:
    case Icon::Map:
    case Icon::Nodes:
    case Icon::Matrix:
    case Icon::Paths:
    case Icon::Draft:
    case Icon::Gear:
    case Icon::Compass: paintMode(stroke, icon); break;
    case Icon::Back:
    case Icon::Forward:
    case Icon::Down:
    case Icon::Up:
    case Icon::Right:
    case Icon::Go:
    case Icon::Swap:
    case Icon::Undo:
    case Icon::Redo:
    case Icon::Export:
    case Icon::Import: paintArrow(stroke, icon); break;
    case Icon::Folder:
    case Icon::File:
    case Icon::Flow:
    case Icon::Live:
    case Icon::Copy:
    case Icon::Table:
    case Icon::Box:
    case Icon::Shield:
    case Icon::Pin:
    case Icon::Star:
    case Icon::Scissors:
    case Icon::Clock: paintObject(stroke, icon); break;
    default: paintSign(stroke, icon); break;
    }
    painter.restore();
}

QIcon themedIcon(Icon icon, IconTone tone) {
    return QIcon(new ThemedIconEngine(icon, tone));
}

} // namespace portolan
