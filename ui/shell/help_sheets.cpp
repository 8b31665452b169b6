#include "ui/shell/help_sheets.h"

#include "ui/widgets/edge_class.h"
#include "ui/widgets/isolation_badge.h"
#include "ui/widgets/key_hints.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QGridLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <array>

namespace portolan {

namespace {

constexpr int kRowHeight = 28;
constexpr int kKeyColumn = 132;
constexpr int kSheetWidth = 760;

class KeyRow : public QWidget {
  public:
    KeyRow(QString key, QString meaning) : m_key(std::move(key)), m_meaning(std::move(meaning)) {
        setFixedHeight(kRowHeight);
        setAccessibleName(m_key + QStringLiteral(": ") + m_meaning);
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintKeyCap(painter, QPointF(0, height() / 2.0), m_key);
        drawLine(painter, {QRectF(kKeyColumn, 0, width() - kKeyColumn, height())}, m_meaning,
                 {uiFont(12), currentTheme().text1});
    }

  private:
    QString m_key;
    QString m_meaning;
};

class EdgeRow : public QWidget {
  public:
    explicit EdgeRow(EdgeClass edgeClass) : m_edgeClass(edgeClass) {
        setFixedHeight(36);
        setAccessibleName(edgeClassName(edgeClass) + QStringLiteral(": ") + edgeClassMeaning(edgeClass));
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& theme = currentTheme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const double middle = height() / 2.0;
        paintEdgeSample(painter, {0, middle}, {m_edgeClass, theme.surface, 2.0}, theme);
        paintEdgeGlyph(painter, m_edgeClass, {QPointF(54, middle)}, theme.edge(m_edgeClass).ink);
        drawLine(painter, {QRectF(72, 0, 120, height())}, edgeClassName(m_edgeClass),
                 {uiFont(12, Weight::SemiBold), theme.edge(m_edgeClass).ink});
        drawLine(painter, {QRectF(196, 0, width() - 196, height())}, edgeClassMeaning(m_edgeClass),
                 {uiFont(12), theme.text1});
    }

  private:
    EdgeClass m_edgeClass;
};

class BadgeRow : public QWidget {
  public:
    explicit BadgeRow(Isolation isolation) : m_isolation(isolation) {
        setFixedHeight(kRowHeight);
        setAccessibleName(isolationText(isolation));
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& theme = currentTheme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintIsolationBadge(painter, {17, height() / 2.0}, m_isolation, theme.surface, theme);
        drawLine(painter, {QRectF(72, 0, width() - 72, height())}, isolationText(m_isolation),
                 {uiFont(12), theme.text1});
    }

  private:
    Isolation m_isolation;
};

QVBoxLayout* makeSheet(QDialog& dialog, const QString& title) {
    dialog.setWindowTitle(title);
    auto* whole = new QVBoxLayout(&dialog);
    whole->setContentsMargins(0, 0, 0, 0);
    QVBoxLayout* rows = nullptr;
    whole->addWidget(makeScrollPanel(&rows));
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setSpacing(0);
    rows->addWidget(makeLabel(title, TextRole::SectionTitle));
    rows->addSpacing(12);
    return rows;
}

} // namespace

KeySheet::KeySheet(const std::vector<KeyGroup>& groups, QWidget* parent) : QDialog(parent) {
    QVBoxLayout* rows = makeSheet(*this, QStringLiteral("Keyboard shortcuts"));
    resize(kSheetWidth, 560);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(32);
    std::array<QVBoxLayout*, 2> sides{new QVBoxLayout, new QVBoxLayout};
    std::array<std::size_t, 2> lengths{0, 0};
    for (const KeyGroup& group : groups) {
        if (group.keys.empty()) continue;
        const std::size_t side = lengths[0] <= lengths[1] ? 0 : 1;
        lengths[side] += group.keys.size() + 2;
        sides[side]->addWidget(makeLabel(group.title, TextRole::DenseStrong, TextTone::Text2));
        for (const auto& [key, meaning] : group.keys) sides[side]->addWidget(new KeyRow(key, meaning));
        sides[side]->addSpacing(16);
    }
    for (QVBoxLayout* side : sides) {
        side->setSpacing(0);
        side->addStretch();
        columns->addLayout(side, 1);
    }
    rows->addLayout(columns, 1);
}

EdgeStyleSheet::EdgeStyleSheet(QWidget* parent) : QDialog(parent) {
    QVBoxLayout* rows = makeSheet(*this, QStringLiteral("What the edge styles mean"));
    resize(kSheetWidth, 520);
    for (const EdgeClass edgeClass : kEdgeClasses) rows->addWidget(new EdgeRow(edgeClass));
    rows->addSpacing(12);
    rows->addWidget(makeLabel(QStringLiteral("Isolation of a workload: left half ingress, right half egress"),
                              TextRole::DenseStrong, TextTone::Text2));
    rows->addSpacing(4);
    for (const Isolation isolation :
         {Isolation{true, true}, Isolation{true, false}, Isolation{false, true}, Isolation{}}) {
        rows->addWidget(new BadgeRow(isolation));
    }
    rows->addStretch();
}

} // namespace portolan
