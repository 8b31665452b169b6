#include "ui/widgets/banner.h"

#include "ui/widgets/button.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/label.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace portolan {

namespace {

constexpr int kHeight = 48;
constexpr int kTextLeft = 46;

} // namespace

Banner::Banner(QWidget* parent)
    : QWidget(parent), m_sentence(makeElidedLabel(TextRole::Body, TextTone::Text1)),
      m_action(makeButton({}, ButtonKind::Primary)) {
    setFixedHeight(kHeight);
    m_sentence->setFont(uiFont(13, Weight::Medium));
    QPushButton* later = makeButton(QStringLiteral("Later"), ButtonKind::Ghost);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kTextLeft, 0, 10, 0);
    row->setSpacing(8);
    row->addWidget(m_sentence, 1);
    row->addWidget(later);
    row->addWidget(m_action);
    connect(m_action, &QPushButton::clicked, this, &Banner::accepted);
    connect(later, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT postponed();
    });
}

void Banner::setContent(const QString& sentence, const QString& action) {
    m_sentence->setWhole(sentence);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
}

void Banner::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accentTint);
    painter.drawRoundedRect(QRectF(rect()), 8, 8);
    paintIcon(painter, Icon::Draft, QRectF(16, (height() - 20) / 2.0, 20, 20), theme.accentInk);
}

} // namespace portolan
