#include "ui/shell/mode_bar.h"

#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QAbstractButton>
#include <QPainter>
#include <QVBoxLayout>

namespace portolan {

namespace {

constexpr int kWidth = 64;
constexpr QSize kItem(52, 52);
constexpr int kIcon = 20;
constexpr int kMark = 24;

class ModeItem : public QAbstractButton {
  public:
    explicit ModeItem(Mode mode) : m_mode(mode) {
        setFixedSize(kItem);
        setCheckable(true);
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
        setAccessibleName(modeName(mode));
        setShortcutHint();
    }
    void setShortcutHint() {
        setToolTip(QStringLiteral("%1 (Ctrl+%2)").arg(modeName(m_mode)).arg(static_cast<int>(m_mode) + 1));
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& theme = currentTheme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (isChecked()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.railSelected);
            painter.drawRoundedRect(QRectF(rect()), 8, 8);
        }
        const bool isBright = isEnabled() && (isChecked() || underMouse());
        QColor ink = isBright ? theme.railSelectedText : theme.railText;
        if (!isEnabled()) ink.setAlphaF(0.55F);
        paintIcon(painter, modeIcon(m_mode), QRectF((width() - kIcon) / 2.0, 8, kIcon, kIcon), ink);
        drawLine(painter, {QRectF(-6, 31, width() + 12, 16), Qt::AlignHCenter, Qt::ElideNone}, modeName(m_mode),
                 {uiFont(11, isChecked() ? Weight::SemiBold : Weight::Medium), ink});
    }

  private:
    Mode m_mode;
};

class RailButton : public QAbstractButton {
  public:
    RailButton(Icon icon, int px, const QString& name) : m_icon(icon), m_px(px) {
        setFixedSize(40, 40);
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
        setToolTip(name);
        setAccessibleName(name);
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& theme = currentTheme();
        QPainter painter(this);
        const QColor& resting = m_icon == Icon::Compass ? theme.railMark : theme.railText;
        const QPointF corner((width() - m_px) / 2.0, (height() - m_px) / 2.0);
        paintIcon(painter, m_icon, QRectF(corner, QSizeF(m_px, m_px)), underMouse() ? theme.railSelectedText : resting);
    }

  private:
    Icon m_icon;
    int m_px;
};

} // namespace

ModeBar::ModeBar(QWidget* parent) : QWidget(parent) {
    setFixedWidth(kWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 6, 0, 14);
    column->setSpacing(8);
    auto* mark = new RailButton(Icon::Compass, kMark, QStringLiteral("Start page"));
    column->addWidget(mark, 0, Qt::AlignHCenter);
    column->addSpacing(2);
    for (const Mode mode : kModes) {
        auto* item = new ModeItem(mode);
        column->addWidget(item, 0, Qt::AlignHCenter);
        connect(item, &QAbstractButton::clicked, this, [this, mode] { Q_EMIT modeChosen(mode); });
        m_items[static_cast<std::size_t>(mode)] = item;
    }
    column->addStretch();
    auto* gear = new RailButton(Icon::Gear, kIcon, QStringLiteral("Settings"));
    column->addWidget(gear, 0, Qt::AlignHCenter);
    connect(mark, &QAbstractButton::clicked, this, &ModeBar::homeRequested);
    connect(gear, &QAbstractButton::clicked, this,
            [this, gear] { Q_EMIT settingsRequested(gear->mapToGlobal(QPoint(gear->width() + 8, 0))); });
}

void ModeBar::setCurrent(std::optional<Mode> mode) {
    for (const Mode each : kModes) m_items[static_cast<std::size_t>(each)]->setChecked(each == mode);
}

void ModeBar::setUnavailable(Mode mode, const QString& reason) {
    auto* item = static_cast<ModeItem*>(m_items[static_cast<std::size_t>(mode)]);
    item->setEnabled(reason.isEmpty());
    if (reason.isEmpty()) {
        item->setShortcutHint();
    } else {
        item->setToolTip(reason);
    }
}

void ModeBar::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), currentTheme().rail);
}

} // namespace portolan
