#include "ui/widgets/status_parts.h"

#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>

namespace portolan {

namespace {

constexpr int kHeight = 27;
constexpr double kSeparator = 25.0;
constexpr double kAfterText = 12.0;
constexpr double kBulletRoom = 11.0;
constexpr double kBulletGap = 16.0;
constexpr double kFirstBullet = 18.0; ///< after the stroke that parts it from the texts
constexpr std::size_t kBulletLevels = 3;

QString countText(int count) {
    return groupedNumber(count);
}

} // namespace

StatusTexts::StatusTexts(QWidget* parent) : QWidget(parent) {
    setFixedHeight(kHeight);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StatusTexts::setTexts(const QStringList& texts) {
    m_texts = texts;
    setToolTip(texts.join(QLatin1Char('\n')));
    setAccessibleName(texts.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize StatusTexts::sizeHint() const {
    double width = kAfterText;
    for (const QString& text : m_texts) width += textWidth(text, uiFont(12)) + kSeparator;
    return {m_texts.isEmpty() ? 0 : qRound(width - kSeparator), kHeight};
}

QSize StatusTexts::minimumSizeHint() const {
    return {0, kHeight};
}

void StatusTexts::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    double x = 0;
    for (const QString& text : m_texts) {
        if (x > 0) painter.fillRect(QRectF(qRound(x) - 13, 8, 1, 11), theme.borderStrong);
        drawLine(painter, {QRectF(x, 0, width() - x, height())}, text, {uiFont(12), theme.text2});
        x += textWidth(text, uiFont(12)) + kSeparator;
    }
}

SeverityBullets::SeverityBullets(QWidget* parent) : QAbstractButton(parent) {
    setFixedHeight(kHeight);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    setCounts({});
}

void SeverityBullets::setCounts(const SeverityCounts& counts) {
    m_counts = counts;
    QStringList words;
    int sum = 0;
    for (const SeverityLevel level : kSeverityLevels) {
        const int count = counts[static_cast<std::size_t>(level)];
        sum += count;
        words << countText(count) + QLatin1Char(' ') + severityName(level);
    }
    setToolTip(words.join(QStringLiteral(", ")) + QStringLiteral(". Show findings"));
    setAccessibleName(words.join(QStringLiteral(", ")));
    setVisible(sum > 0);
    updateGeometry();
    update();
}

QSize SeverityBullets::sizeHint() const {
    double width = kFirstBullet;
    for (std::size_t i = 0; i < kBulletLevels; ++i) {
        width += kBulletRoom + kBulletGap + textWidth(countText(m_counts[i]), uiFont(12, Weight::SemiBold));
    }
    return {qRound(width), kHeight};
}

void SeverityBullets::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont font = uiFont(12, Weight::SemiBold);
    painter.fillRect(QRectF(0, 8, 1, 11), theme.borderStrong);
    double x = kFirstBullet;
    for (std::size_t i = 0; i < kBulletLevels; ++i) {
        paintSeverity(painter, kSeverityLevels[i], {x, height() / 2.0}, theme);
        const double width = textWidth(countText(m_counts[i]), font);
        drawLine(painter, {QRectF(x + kBulletRoom, 0, width + 2, height()), Qt::AlignLeft, Qt::ElideNone},
                 countText(m_counts[i]), {font, theme.text1});
        x += kBulletRoom + width + kBulletGap;
    }
}

StatusJob::StatusJob(QWidget* parent)
    : QWidget(parent), m_phase(makeLabel({}, TextRole::Dense, TextTone::Text2)), m_bar(new QProgressBar),
      m_cancel(makeButton(QStringLiteral("Cancel"), ButtonKind::Link)) {
    setFixedHeight(kHeight);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(96);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 12, 0);
    row->setSpacing(8);
    row->addWidget(m_phase);
    row->addWidget(m_bar);
    row->addWidget(m_cancel);
    connect(m_cancel, &QPushButton::clicked, this, &StatusJob::cancelRequested);
    clear();
}

void StatusJob::setJob(const QString& phase, double fraction) {
    m_phase->setText(phase);
    m_bar->setRange(0, 1000);
    m_bar->setValue(fraction < 0 ? 0 : qRound(fraction * 1000));
    m_bar->setVisible(fraction >= 0);
    show();
}

void StatusJob::clear() {
    hide();
}

} // namespace portolan
