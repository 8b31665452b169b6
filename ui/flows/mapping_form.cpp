#include "ui/flows/mapping_form.h"

#include "core/flow/formats/mapping_writer.h"
#include "core/flow/time_text.h"
#include "ui/flows/field_box.h"
#include "ui/models/words.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace portolan {

namespace {

constexpr int kLabelWidth = 86;
constexpr std::array kWithWords{RowColumn::Protocol, RowColumn::Verdict, RowColumn::Action};

QGridLayout* makeGrid(QWidget* parent, const QString& title) {
    auto* grid = new QGridLayout(parent);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    grid->setColumnMinimumWidth(0, kLabelWidth);
    grid->setColumnStretch(1, 1);
    grid->addWidget(makeLabel(title, TextRole::DenseStrong), 0, 0, 1, 2);
    return grid;
}

FieldChoice choiceOf(const ColumnMapping& mapping, RowColumn column) {
    if (const auto every = mapping.constants.find(column); every != mapping.constants.end())
        return every->second.empty() ? FieldChoice() : FieldChoice{FieldChoice::Kind::Fixed, every->second};
    if (const auto from = mapping.columns.find(column); from != mapping.columns.end())
        return {FieldChoice::Kind::Column, from->second};
    return {};
}

} // namespace

MappingForm::MappingForm(QWidget* parent)
    : QWidget(parent), m_zone(new QLineEdit), m_more(makeButton({}, ButtonKind::Link)), m_rare(nullptr) {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(16, 12, 16, 12);
    whole->setSpacing(12);
    auto* ends = new QHBoxLayout;
    ends->setSpacing(24);
    ends->addWidget(makeGroup(FieldGroup::Source), 1);
    ends->addWidget(makeGroup(FieldGroup::Destination), 1);
    whole->addLayout(ends);
    auto* rest = new QHBoxLayout;
    rest->setSpacing(24);
    rest->addWidget(makeGroup(FieldGroup::Connection), 1, Qt::AlignTop);
    rest->addWidget(makeGroup(FieldGroup::Time), 1, Qt::AlignTop);
    whole->addLayout(rest);
    addWords(*whole);
    m_more->setAutoDefault(false);
    m_more->setCheckable(true);
    whole->addWidget(m_more, 0, Qt::AlignLeft);
    m_rare = makeGroup(FieldGroup::Rare);
    whole->addWidget(m_rare);
    whole->addStretch();
    setProperty("kind", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    connect(m_more, &QPushButton::toggled, this, &MappingForm::showRare);
    connect(m_zone, &QLineEdit::textChanged, this, &MappingForm::changed);
    showRare(false);
}

QWidget* MappingForm::makeGroup(FieldGroup group) {
    auto* out = new QWidget;
    QGridLayout* grid = makeGrid(out, groupName(group));
    for (const MappingField& field : mappingFields())
        if (field.group == group) addField(field, *grid);
    if (group == FieldGroup::Time) addZone(*grid);
    return out;
}

void MappingForm::addField(const MappingField& field, QGridLayout& grid) {
    auto* box = new FieldBox(field);
    QLabel* label = makeLabel(QObject::tr(field.label), TextRole::Dense, TextTone::Text2);
    label->setToolTip(QObject::tr(field.tip));
    label->setBuddy(box);
    const int row = grid.rowCount();
    grid.addWidget(label, row, 0);
    grid.addWidget(box, row, 1);
    m_fields[field.column] = box;
    connect(box, &FieldBox::changed, this, [this, column = field.column] { takeField(column); });
}

void MappingForm::addZone(QGridLayout& grid) {
    QLabel* label = makeLabel(tr("Zone"), TextRole::Dense, TextTone::Text2);
    m_zone->setAccessibleName(tr("Zone of times that name none"));
    m_zone->setToolTip(tr("Of times that name no zone: +02:00, -05:30 or Z"));
    m_zone->setPlaceholderText(QStringLiteral("UTC"));
    m_zone->setFixedWidth(field(RowColumn::Time).columns().width());
    label->setBuddy(m_zone);
    const int row = grid.rowCount();
    grid.addWidget(label, row, 0);
    grid.addWidget(m_zone, row, 1, Qt::AlignLeft);
}

void MappingForm::addWords(QVBoxLayout& column) {
    for (const RowColumn meaning : kWithWords) {
        auto* form = new WordForm(meaning);
        column.addWidget(form);
        m_words[meaning] = form;
        connect(form, &WordForm::changed, this, &MappingForm::changed);
    }
}

void MappingForm::showTable(const TableHead& head, const ColumnMapping& mapping,
                            const std::vector<ColumnGuess>& guesses, WordForm::Rest words) {
    const QSignalBlocker quiet(this);
    m_head = head;
    m_given = mapping;
    m_rest = words;
    bool hasRare = false;
    for (const auto& [column, box] : m_fields) {
        box->setHead(m_head);
        box->setChoice(choiceOf(mapping, column));
        hasRare = hasRare || (fieldOf(column).group == FieldGroup::Rare && box->choice() != FieldChoice());
    }
    for (const ColumnGuess& guess : guesses)
        if (guess.by == ColumnGuess::By::Likeness) field(guess.column).markGuessed();
    for (const RowColumn column : kWithWords) showWords(column);
    m_zone->setText(mapping.zoneMinutes ? toText(zoneText(*mapping.zoneMinutes)) : QString());
    m_more->setChecked(hasRare);
}

/// A column says one thing: another field that had it has it no more.
void MappingForm::takeField(RowColumn column) {
    const FieldChoice chosen = field(column).choice();
    for (const auto& [other, box] : m_fields) {
        if (other == column || chosen.kind != FieldChoice::Kind::Column || box->choice() != chosen) continue;
        box->setChoice({});
        if (m_words.contains(other)) showWords(other);
    }
    if (m_words.contains(column)) showWords(column);
    Q_EMIT changed();
}

/// The words of the column that is chosen now; what was said of those of another one is no more.
void MappingForm::showWords(RowColumn column) {
    const FieldChoice chosen = field(column).choice();
    const bool isColumn = chosen.kind == FieldChoice::Kind::Column;
    const bool isAsGiven = isColumn && choiceOf(m_given, column) == chosen;
    const auto given = m_given.values.find(column);
    words(column).setWords(isColumn ? m_head.find(chosen.text) : nullptr,
                           isAsGiven && given != m_given.values.end() ? given->second : WordForm::Words(),
                           isAsGiven ? m_rest : WordForm::Rest::AsLikely);
}

void MappingForm::showRare(bool isShown) {
    m_rare->setHidden(!isShown);
    m_more->setText(isShown ? tr("Hide rare columns")
                            : tr("Service, translated address, direction and other rare columns"));
}

bool MappingForm::isZoneReadable() const {
    const std::string text = m_zone->text().trimmed().toStdString();
    return text.empty() || parseZone(text).has_value();
}

int MappingForm::unknownWords() const {
    return words(RowColumn::Verdict).unknown() + words(RowColumn::Protocol).unknown();
}

ColumnMapping MappingForm::mapping() const {
    ColumnMapping out;
    out.values = m_given.values;
    for (const auto& [column, box] : m_fields) {
        const FieldChoice choice = box->choice();
        if (choice.kind == FieldChoice::Kind::Column) out.columns[column] = choice.text;
        if (choice.kind == FieldChoice::Kind::Fixed) out.constants[column] = choice.text;
    }
    for (const auto& [column, form] : m_words) {
        out.values[column] = form->words();
        if (out.values[column].empty()) out.values.erase(column);
    }
    if (const std::string zone = m_zone->text().trimmed().toStdString(); !zone.empty())
        out.zoneMinutes = parseZone(zone);
    if (m_head.shape == TableHead::Shape::Separated && !m_head.hasHeader)
        for (const HeadColumn& column : m_head.columns) out.header.push_back(column.name);
    return completed(std::move(out), m_head);
}

} // namespace portolan
