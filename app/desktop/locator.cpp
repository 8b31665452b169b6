#include "app/desktop/locator.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <optional>

namespace portolan {

namespace {

constexpr std::size_t kMostMatches = 50;

struct Prefix {
    QLatin1String text;
    LocatorEntry::Kind kind;
};
constexpr std::array kPrefixes{
    Prefix{QLatin1String("n "), LocatorEntry::Kind::Namespace},
    Prefix{QLatin1String("w "), LocatorEntry::Kind::Workload}, Prefix{QLatin1String("p "), LocatorEntry::Kind::Policy},
    Prefix{QLatin1String("f "), LocatorEntry::Kind::Finding}, Prefix{QLatin1String("> "), LocatorEntry::Kind::Command}};

QString kindText(LocatorEntry::Kind kind) {
    switch (kind) {
    case LocatorEntry::Kind::Namespace: return Locator::tr("namespace");
    case LocatorEntry::Kind::Workload: return Locator::tr("workload");
    case LocatorEntry::Kind::Policy: return Locator::tr("policy");
    case LocatorEntry::Kind::Finding: return Locator::tr("finding");
    case LocatorEntry::Kind::Command: break;
    }
    return Locator::tr("command");
}

/// 0 is best; nothing where the text does not hold what was typed.
std::optional<int> rankOf(const QString& text, const QString& typed) {
    const qsizetype at = text.indexOf(typed, 0, Qt::CaseInsensitive);
    if (at < 0) return std::nullopt;
    if (at == 0) return 0;
    return text[at - 1].isLetterOrNumber() ? 2 : 1;
}

} // namespace

std::vector<const LocatorEntry*> locate(const std::vector<LocatorEntry>& entries, const QString& typed,
                                        std::size_t limit) {
    std::optional<LocatorEntry::Kind> kind;
    QString rest = typed;
    for (const Prefix& prefix : kPrefixes) {
        if (!typed.startsWith(prefix.text, Qt::CaseInsensitive)) continue;
        kind = prefix.kind;
        rest = typed.mid(prefix.text.size());
    }
    rest = rest.trimmed();
    std::vector<std::pair<int, const LocatorEntry*>> ranked;
    for (const LocatorEntry& entry : entries) {
        if (kind && entry.kind != *kind) continue;
        if (const auto rank = rankOf(entry.text, rest)) ranked.emplace_back(*rank, &entry);
    }
    std::ranges::stable_sort(ranked, {}, &std::pair<int, const LocatorEntry*>::first);
    std::vector<const LocatorEntry*> out;
    for (const auto& [rank, entry] : ranked) {
        if (out.size() == limit) break;
        out.push_back(entry);
    }
    return out;
}

Locator::Locator(std::vector<LocatorEntry> entries, QWidget* parent)
    : QDialog(parent), m_entries(std::move(entries)), m_field(new QLineEdit), m_list(new QListWidget) {
    setWindowTitle(tr("Go to"));
    resize(560, 420);
    m_field->setPlaceholderText(tr("A name; n namespace, w workload, p policy, f finding, > command"));
    m_field->setFixedHeight(32);
    m_field->installEventFilter(this);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->addWidget(m_field);
    column->addWidget(m_list, 1);
    connect(m_field, &QLineEdit::textChanged, this, &Locator::showMatches);
    connect(m_field, &QLineEdit::returnPressed, this, &Locator::goToCurrent);
    connect(m_list, &QListWidget::itemActivated, this, &Locator::goToCurrent);
    connect(m_list, &QListWidget::itemClicked, this, &Locator::goToCurrent);
    showMatches({});
}

void Locator::showMatches(const QString& typed) {
    m_matches = locate(m_entries, typed, kMostMatches);
    m_list->clear();
    for (const LocatorEntry* match : m_matches)
        m_list->addItem(match->text + QStringLiteral("   ") + kindText(match->kind));
    m_list->setCurrentRow(m_matches.empty() ? -1 : 0);
}

void Locator::goToCurrent() {
    const int row = m_list->currentRow();
    if (row < 0) return;
    const std::function<void()> go = m_matches[static_cast<std::size_t>(row)]->go;
    accept();
    go();
}

bool Locator::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up || key == Qt::Key_PageDown || key == Qt::Key_PageUp) {
            QKeyEvent copy(QEvent::KeyPress, key, Qt::NoModifier);
            QCoreApplication::sendEvent(m_list, &copy);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace portolan
