#include "ui/flows/field_box.h"

#include "core/flow/flow_record.h"
#include "ui/models/words.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QLineEdit>

#include <array>

namespace portolan {

namespace {

constexpr int kChoiceWidth = 184;
constexpr std::size_t kShownValues = 4;
constexpr int kKindRole = Qt::UserRole;
constexpr int kValueRole = Qt::UserRole + 1;
/// The value of the one choice whose value is typed.
const QString kTyped = QStringLiteral("\x01");

/// What every row may well have: text to read, and what stands in the mapping.
std::vector<std::pair<QString, std::string>> usualValues(RowColumn column) {
    switch (column) {
    case RowColumn::Protocol:
        return {{QObject::tr("always TCP"), "tcp"},
                {QObject::tr("always UDP"), "udp"},
                {QObject::tr("always SCTP"), "sctp"}};
    case RowColumn::Verdict:
        return {{QObject::tr("always allowed"), std::string(name(FlowVerdict::Allowed))},
                {QObject::tr("always denied"), std::string(name(FlowVerdict::Denied))},
                {QObject::tr("always would-deny"), std::string(name(FlowVerdict::WouldDeny))},
                {QObject::tr("always observed"), std::string(name(FlowVerdict::Observed))}};
    default: return {};
    }
}

QString valuesText(const HeadColumn& column) {
    QStringList shown;
    for (const std::string& value : column.values) {
        if (static_cast<std::size_t>(shown.size()) == kShownValues) break;
        shown << toText(value);
    }
    return shown.join(QStringLiteral(", "));
}

} // namespace

FieldBox::FieldBox(const MappingField& field, QWidget* parent)
    : QWidget(parent), m_field(field), m_columns(new ChoiceBox), m_fixed(new QLineEdit),
      m_note(makeElidedLabel(TextRole::MonoSmall, TextTone::Text3)),
      m_guessed(makeLabel(tr("guessed"), TextRole::Caption, TextTone::Medium)) {
    const QString name = QObject::tr(field.whole);
    m_columns->setAccessibleName(tr("Column of the %1").arg(name));
    m_columns->setToolTip(QObject::tr(field.tip));
    m_columns->setFixedWidth(kChoiceWidth);
    m_columns->setMaxVisibleItems(20);
    m_fixed->setAccessibleName(tr("The %1 of every row").arg(name));
    m_fixed->setPlaceholderText(tr("in every row"));
    m_fixed->hide();
    m_guessed->setToolTip(tr("Told by the column's name and values: please look"));
    m_guessed->hide();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_columns);
    row->addWidget(m_fixed, 1);
    row->addWidget(m_note, 1);
    row->addWidget(m_guessed, 1);
    setFocusProxy(m_columns);
    connect(m_columns, &QComboBox::activated, this, &FieldBox::takeChoice);
    connect(m_fixed, &QLineEdit::textChanged, this, &FieldBox::changed);
}

void FieldBox::offer(FieldChoice::Kind kind, const QString& text, const std::string& value) {
    m_columns->addItem(text);
    const int at = m_columns->count() - 1;
    m_columns->setItemData(at, static_cast<int>(kind), kKindRole);
    m_columns->setItemData(at, toText(value), kValueRole);
}

void FieldBox::setHead(const TableHead& head) {
    m_head = &head;
    m_columns->clear();
    offer(FieldChoice::Kind::None, tr("not told"), {});
    for (const HeadColumn& column : head.columns) {
        offer(FieldChoice::Kind::Column, toText(column.name), column.name);
        m_columns->setItemData(m_columns->count() - 1, valuesText(column), Qt::ToolTipRole);
    }
    m_columns->insertSeparator(m_columns->count());
    for (const auto& [text, value] : usualValues(m_field.column)) offer(FieldChoice::Kind::Fixed, text, value);
    offer(FieldChoice::Kind::Fixed, tr("the same in every row..."), kTyped.toStdString());
    setChoice({});
}

int FieldBox::find(const FieldChoice& choice) const {
    for (int at = 0; at < m_columns->count(); ++at) {
        const QVariant kind = m_columns->itemData(at, kKindRole);
        if (!kind.isValid() || kind.toInt() != static_cast<int>(choice.kind)) continue;
        const QString value = m_columns->itemData(at, kValueRole).toString();
        const auto sensitivity = choice.kind == FieldChoice::Kind::Fixed ? Qt::CaseInsensitive : Qt::CaseSensitive;
        if (value.compare(toText(choice.text), sensitivity) == 0) return at;
    }
    return -1;
}

void FieldBox::setChoice(const FieldChoice& choice) {
    const QSignalBlocker quiet(this);
    m_guessed->hide();
    int at = find(choice);
    if (at < 0 && choice.kind == FieldChoice::Kind::Column) {
        offer(FieldChoice::Kind::Column, toText(choice.text), choice.text);
        at = m_columns->count() - 1;
    }
    if (at < 0) {
        at = find({FieldChoice::Kind::Fixed, kTyped.toStdString()});
        m_fixed->setText(toText(choice.text));
    }
    m_columns->setCurrentIndex(at);
    showNote();
}

void FieldBox::markGuessed() {
    m_note->hide();
    m_guessed->show();
}

FieldChoice FieldBox::choice() const {
    const auto kind = static_cast<FieldChoice::Kind>(m_columns->currentData(kKindRole).toInt());
    const QString value = m_columns->currentData(kValueRole).toString();
    if (kind == FieldChoice::Kind::None) return {};
    if (kind == FieldChoice::Kind::Column || value != kTyped) return {kind, value.toStdString()};
    const std::string typed = m_fixed->text().toStdString();
    return typed.empty() ? FieldChoice() : FieldChoice{kind, typed};
}

bool FieldBox::isColumnMissing() const {
    const FieldChoice chosen = choice();
    return m_head != nullptr && chosen.kind == FieldChoice::Kind::Column && m_head->find(chosen.text) == nullptr;
}

QString FieldBox::note() const {
    return m_note->text();
}

void FieldBox::takeChoice() {
    m_guessed->hide();
    showNote();
    if (!m_fixed->isHidden()) m_fixed->setFocus();
    Q_EMIT changed();
}

void FieldBox::showNote() {
    const bool isTyped = m_columns->currentData(kValueRole).toString() == kTyped;
    m_fixed->setHidden(!isTyped);
    m_note->setHidden(isTyped);
    const FieldChoice chosen = choice();
    const HeadColumn* column =
        chosen.kind == FieldChoice::Kind::Column && m_head != nullptr ? m_head->find(chosen.text) : nullptr;
    setTone(*m_note, isColumnMissing() ? TextTone::High : TextTone::Text3);
    m_note->setWhole(isColumnMissing() ? tr("not in this table") : column != nullptr ? valuesText(*column) : QString());
}

} // namespace portolan
