#include "ui/flows/word_form.h"

#include "core/flow/flow_record.h"
#include "core/flow/formats/mapping_guess.h"
#include "core/net/protocol.h"
#include "ui/models/words.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/label.h"
#include "ui/widgets/text.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace portolan {

namespace {

constexpr int kMostWords = 12;
constexpr int kColumns = 2;
constexpr int kChoiceWidth = 132;
/// What a word can stand for: text to read, and the word of our own. The last one, but of actions, is for words that
/// nobody knows: a mapping does not name them, and their rows are left out.
std::vector<std::pair<QString, std::string>> meaningsOf(RowColumn column) {
    switch (column) {
    case RowColumn::Action:
        return {{QObject::tr("refused"), std::string(name(FlowVerdict::Denied))},
                {QObject::tr("let through"), std::string(name(FlowVerdict::Allowed))}};
    case RowColumn::Protocol:
        return {{QObject::tr("TCP"), "tcp"},
                {QObject::tr("UDP"), "udp"},
                {QObject::tr("SCTP"), "sctp"},
                {QObject::tr("left out"), {}}};
    default:
        return {{QObject::tr("allowed"), std::string(name(FlowVerdict::Allowed))},
                {QObject::tr("denied"), std::string(name(FlowVerdict::Denied))},
                {QObject::tr("would-deny"), std::string(name(FlowVerdict::WouldDeny))},
                {QObject::tr("observed"), std::string(name(FlowVerdict::Observed))},
                {QObject::tr("left out"), {}}};
    }
}

/// The place among meaningsOf() of what the reader makes of a word.
std::size_t readAs(RowColumn column, const std::string& word) {
    const auto verdict = parseFlowVerdict(word);
    switch (column) {
    case RowColumn::Action: return verdict == FlowVerdict::Denied ? 0 : 1;
    case RowColumn::Protocol: {
        const auto protocol = parseProtocolAnyCase(word);
        return protocol == Protocol::Tcp ? 0 : protocol == Protocol::Udp ? 1 : protocol == Protocol::Sctp ? 2 : 3;
    }
    default: break;
    }
    if (!verdict) return 4;
    switch (*verdict) {
    case FlowVerdict::Allowed: return 0;
    case FlowVerdict::Denied: return 1;
    case FlowVerdict::WouldDeny: return 2;
    case FlowVerdict::Observed: break;
    }
    return 3;
}

/// The place of what a word most likely means.
std::size_t likelyAs(RowColumn column, const std::string& word) {
    const auto verdict = column == RowColumn::Protocol ? std::nullopt : likelyVerdict(word);
    return readAs(column, verdict ? std::string(name(*verdict)) : word);
}

bool isNumber(const std::string& word) {
    return std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

/// Protocols that have no ports, so that there is nothing to choose.
bool isWithoutPorts(const std::string& word) {
    constexpr std::array<const char*, 9> kWords{"icmp", "icmpv6", "icmp6", "ipv6-icmp", "igmp",
                                                "gre",  "esp",    "ah",    "vrrp"};
    return std::ranges::any_of(kWords, [&](const char* other) {
        return toText(word).compare(QLatin1String(other), Qt::CaseInsensitive) == 0;
    });
}

bool isWorthShowing(RowColumn column, const std::string& word, const WordForm::Words& given) {
    if (column != RowColumn::Protocol || given.contains(word)) return true;
    return readAs(column, word) == 3 && !isNumber(word) && !isWithoutPorts(word);
}

} // namespace

WordForm::WordForm(RowColumn column, QWidget* parent)
    : QWidget(parent), m_column(column), m_title(makeLabel({}, TextRole::DenseStrong)),
      m_more(makeLabel({}, TextRole::Dense, TextTone::Text3)), m_grid(new QGridLayout) {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 4, 0, 4);
    whole->setSpacing(6);
    whole->addWidget(m_title);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(24);
    m_grid->setVerticalSpacing(6);
    for (int at = 0; at < kColumns; ++at) m_grid->setColumnStretch(at * 2, 1);
    whole->addLayout(m_grid);
    whole->addWidget(m_more);
    hide();
}

void WordForm::setWords(const HeadColumn* from, const Words& given, Rest rest) {
    for (const Row& row : m_rows) row.choice->parentWidget()->deleteLater();
    while (QLayoutItem* item = m_grid->takeAt(0)) delete item;
    m_rows.clear();
    m_given = given;
    int shown = 0;
    int hidden = 0;
    if (from != nullptr)
        for (const std::string& word : from->values) {
            if (!isWorthShowing(m_column, word, given)) continue;
            if (shown < kMostWords)
                addRow(word, shown++, rest);
            else
                ++hidden;
        }
    if (from != nullptr) m_title->setText(tr("What the words of %1 mean").arg(toText(from->name)));
    m_more->setText(
        tr("and %1, taken as they are").arg(countText(static_cast<std::uint64_t>(hidden), tr("more word"))));
    m_more->setHidden(hidden == 0);
    setHidden(shown == 0);
}

void WordForm::addRow(const std::string& word, int shownAt, Rest rest) {
    auto* cell = new QWidget;
    auto* line = new QHBoxLayout(cell);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    ElidedLabel* label = makeElidedLabel(TextRole::Mono, TextTone::Text1);
    label->setWhole(toText(word));
    auto* choice = new ChoiceBox;
    choice->setFixedWidth(kChoiceWidth);
    choice->setAccessibleName(tr("Meaning of %1").arg(toText(word)));
    label->setBuddy(choice);
    const auto meanings = meaningsOf(m_column);
    const bool isKnown = !meanings[readAs(m_column, word)].second.empty();
    for (const auto& [text, value] : meanings)
        if (!isKnown || !value.empty()) choice->addItem(text, toText(value));
    const auto told = m_given.find(word);
    const std::size_t at = told != m_given.end()  ? readAs(m_column, told->second)
                           : rest == Rest::AsRead ? readAs(m_column, word)
                                                  : likelyAs(m_column, word);
    choice->setCurrentIndex(static_cast<int>(at));
    line->addWidget(label, 1);
    line->addWidget(choice);
    m_grid->addWidget(cell, shownAt / kColumns, (shownAt % kColumns) * 2, 1, 2);
    m_rows.push_back({word, choice});
    connect(choice, &QComboBox::activated, this, &WordForm::changed);
}

WordForm::Words WordForm::words() const {
    Words out = m_given;
    for (const Row& row : m_rows) {
        const auto at = static_cast<std::size_t>(row.choice->currentIndex());
        const std::string meaning = meaningsOf(m_column)[at].second;
        // Of actions the reader knows more words than these; to be sure, each is told.
        const bool isTold = m_column == RowColumn::Action && !parseFlowVerdict(row.word);
        if (meaning.empty() || (at == readAs(m_column, row.word) && !isTold))
            out.erase(row.word);
        else
            out[row.word] = meaning;
    }
    return out;
}

int WordForm::unknown() const {
    if (m_column == RowColumn::Action) return 0;
    const int last = static_cast<int>(meaningsOf(m_column).size()) - 1;
    return static_cast<int>(
        std::ranges::count_if(m_rows, [&](const Row& row) { return row.choice->currentIndex() == last; }));
}

QComboBox* WordForm::choiceOf(const std::string& word) const {
    const auto it = std::ranges::find(m_rows, word, &Row::word);
    return it == m_rows.end() ? nullptr : it->choice;
}

} // namespace portolan
