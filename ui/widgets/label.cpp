#include "ui/widgets/label.h"

#include <QPainter>
#include <QStyle>

namespace portolan {

namespace {

const char* toneName(TextTone tone) {
    switch (tone) {
    case TextTone::Text1: return "text1";
    case TextTone::Text2: return "text2";
    case TextTone::Text3: return "text3";
    case TextTone::AccentInk: return "accentInk";
    case TextTone::High: return "high";
    case TextTone::Medium: return "medium";
    }
    return "text1";
}

} // namespace

ElidedLabel::ElidedLabel(Qt::TextElideMode elide, QWidget* parent) : QLabel(parent), m_elide(elide) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void ElidedLabel::setWhole(const QString& text) {
    setText(text);
    setToolTip(text);
}

QSize ElidedLabel::minimumSizeHint() const {
    return {0, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRect room = contentsRect();
    const QString shown = fontMetrics().elidedText(text(), m_elide, room.width());
    style()->drawItemText(&painter, room, static_cast<int>(alignment()) | Qt::TextSingleLine, palette(), isEnabled(),
                          shown, foregroundRole());
}

QFont roleFont(TextRole role) {
    switch (role) {
    case TextRole::Display: return uiFont(32, Weight::SemiBold);
    case TextRole::Figure: return uiFont(22, Weight::SemiBold);
    case TextRole::PageTitle: return uiFont(20, Weight::SemiBold);
    case TextRole::SectionTitle: return uiFont(15, Weight::SemiBold);
    case TextRole::Lead: return uiFont(15);
    case TextRole::Body: return uiFont(13);
    case TextRole::BodyStrong: return uiFont(13, Weight::SemiBold);
    case TextRole::Dense: return uiFont(12);
    case TextRole::DenseMedium: return uiFont(12, Weight::Medium);
    case TextRole::DenseStrong: return uiFont(12, Weight::SemiBold);
    case TextRole::Caption: return uiFont(11, Weight::Medium);
    case TextRole::Mono: return monoFont(12);
    case TextRole::MonoSmall: return monoFont(11);
    }
    return uiFont(13);
}

QLabel* makeLabel(const QString& text, TextRole role, TextTone tone) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setFont(roleFont(role));
    label->setProperty("tone", QLatin1String(toneName(tone)));
    return label;
}

ElidedLabel* makeElidedLabel(TextRole role, TextTone tone, Qt::TextElideMode elide) {
    auto* label = new ElidedLabel(elide);
    label->setFont(roleFont(role));
    label->setProperty("tone", QLatin1String(toneName(tone)));
    return label;
}

QLabel* makeWrappedLabel(const QString& text, TextRole role, TextTone tone) {
    QLabel* label = makeLabel(text, role, tone);
    label->setWordWrap(true);
    return label;
}

void setTone(QLabel& label, TextTone tone) {
    label.setProperty("tone", QLatin1String(toneName(tone)));
    label.style()->unpolish(&label);
    label.style()->polish(&label);
}

} // namespace portolan
