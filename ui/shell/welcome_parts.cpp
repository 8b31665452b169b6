#include "ui/shell/welcome_parts.h"

#include "ui/widgets/button.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QPainter>
#include <QTimer>

#include <cmath>
#include <numbers>

namespace portolan {

namespace {

constexpr int kTickMs = 1500;
constexpr QRectF kCommandBox(0.5, 22.5, 0, 36);

} // namespace

StartButton::StartButton(StartText text) : m_text(std::move(text)) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(m_text.title);
    setAccessibleDescription(m_text.detail);
}

void StartButton::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    const bool isFirst = m_text.rank == StartRank::First;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isFirst ? theme.accent : underMouse() ? theme.control : theme.border, 1));
    painter.setBrush(isFirst ? theme.accentTint : theme.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 8, 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isFirst ? theme.accent : theme.sunken);
    painter.drawRoundedRect(QRectF(16, 16, 40, 40), 8, 8);
    paintIcon(painter, m_text.icon, QRectF(26, 26, 20, 20), isFirst ? theme.accentText : theme.text2);
    const double right = width() - (m_text.keys.isEmpty() ? 16 : 112);
    drawLine(painter, {QRectF(72, 15, right - 72, 22)}, m_text.title, {uiFont(14, Weight::SemiBold), theme.text1});
    drawLine(painter, {QRectF(72, 37, right - 72, 20)}, m_text.detail, {uiFont(12), theme.text2});
    drawLine(painter, {QRectF(right, 0, width() - right - 16, height()), Qt::AlignRight}, m_text.keys,
             {uiFont(11), isFirst ? theme.text2 : theme.text3});
}

RecentRow::RecentRow(RecentItem item) : m_item(std::move(item)) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(m_item.name);
    setToolTip(m_item.path);
}

void RecentRow::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.hover);
        painter.drawRoundedRect(QRectF(rect()).adjusted(-8, 1, 8, -2), 6, 6);
    }
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.border);
    paintIcon(painter, Icon::Folder, QRectF(0, 12, 16, 16), theme.text3);
    drawLine(painter, {QRectF(26, 0, 126, height()), Qt::AlignLeft, Qt::ElideMiddle}, m_item.name,
             {uiFont(13, Weight::Medium), theme.text1});
    drawLine(painter, {QRectF(160, 0, width() - 272, height())}, m_item.detail, {uiFont(12), theme.text2});
    drawLine(painter, {QRectF(width() - 104, 0, 104, height()), Qt::AlignRight}, m_item.when,
             {uiFont(12), theme.text3});
}

CommandRow::CommandRow(CollectCommand command)
    : m_command(std::move(command)), m_copy(makeIconButton(Icon::Copy, QStringLiteral("Copy"))) {
    setFixedHeight(60);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(m_command.command);
    m_copy->setParent(this);
    m_copy->setAccessibleName(QStringLiteral("Copy the command for ") + m_command.what);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_command.command);
        m_copy->setIcon(themedIcon(Icon::Check, IconTone::Accent));
        QTimer::singleShot(kTickMs, m_copy, [this] { m_copy->setIcon(themedIcon(Icon::Copy)); });
    });
}

void CommandRow::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawLine(painter, {QRectF(0, 0, width(), 18)}, m_command.what, {uiFont(12, Weight::Medium), theme.text2});
    QRectF box = kCommandBox;
    box.setWidth(width() - 1);
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(theme.window);
    painter.drawRoundedRect(box, 6, 6);
    drawLine(painter, {box.adjusted(12, 0, -40, 0)}, m_command.command, {monoFont(12), theme.text1});
}

void CommandRow::resizeEvent(QResizeEvent*) {
    m_copy->move(width() - m_copy->width() - 6, 27);
}

DropHint::DropHint() {
    setFixedHeight(88);
}

void DropHint::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.control, 1.2, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(.7, .7, -.7, -.7), 8, 8);
    drawLine(painter, {QRectF(0, 20, width(), 24), Qt::AlignHCenter}, QStringLiteral("Drop files or folders anywhere"),
             {uiFont(13, Weight::SemiBold), theme.text1});
    drawLine(painter, {QRectF(0, 44, width(), 20), Qt::AlignHCenter},
             QStringLiteral("Nothing is run because a file was dropped."), {uiFont(12), theme.text2});
}

void paintWindRose(QPainter& painter, QPointF centre, double radius) {
    constexpr int kWinds = 16;
    QColor ink = currentTheme().borderStrong;
    const double reach = radius * 3.2;
    QLinearGradient fade(0, centre.y() - radius * .55, 0, centre.y() + radius * 1.45);
    ink.setAlphaF(0.6F);
    fade.setColorAt(0, ink);
    ink.setAlphaF(0.0F);
    fade.setColorAt(1, ink);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QBrush(fade), 1));
    for (int i = 0; i < kWinds; ++i) {
        const double angle = i * 2 * std::numbers::pi / kWinds;
        const QPointF wind(std::cos(angle), std::sin(angle));
        painter.drawLine(centre + wind * radius * .3, centre + wind * reach);
    }
    for (const double ring : {.3, 1.0, 1.9, 3.0}) painter.drawEllipse(centre, radius * ring, radius * ring);
    painter.restore();
}

} // namespace portolan
