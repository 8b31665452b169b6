#include "ui/draft/yaml_panel.h"

#include "ui/models/words.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <sstream>

namespace portolan {
namespace {

constexpr int kLineHeight = 18;
constexpr int kGutter = 48;
constexpr std::size_t kMostDiffed = 2000; // beyond, a text counts as new: the table would grow with the square

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

bool isAbout(const ProposedPolicy& policy, std::optional<std::uint32_t> edge) {
    if (!edge) return true;
    return std::ranges::any_of(policy.notes,
                               [&](const RuleNote& n) { return std::ranges::binary_search(n.edges, *edge); });
}

} // namespace

std::vector<YamlLine> diffLines(const std::string& before, const std::string& after) {
    const auto a = linesOf(before);
    const auto b = linesOf(after);
    std::vector<YamlLine> out;
    const auto add = [&](YamlLine::Change change, std::size_t number, const std::string& text) {
        out.push_back({change, static_cast<int>(number) + 1, toText(text)});
    };
    if (a.empty() || a.size() > kMostDiffed || b.size() > kMostDiffed) {
        for (std::size_t j = 0; j < b.size(); ++j) add(YamlLine::Change::Added, j, b[j]);
        return out;
    }
    // longest[i][j]: common lines of a from i and b from j
    std::vector<std::vector<std::uint16_t>> longest(a.size() + 1, std::vector<std::uint16_t>(b.size() + 1));
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t j = b.size(); j-- > 0;)
            longest[i][j] = a[i] == b[j] ? static_cast<std::uint16_t>(longest[i + 1][j + 1] + 1)
                                         : std::max(longest[i + 1][j], longest[i][j + 1]);
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            add(YamlLine::Change::None, j, b[j]);
            ++i;
            ++j;
        } else if (j == b.size() || (i < a.size() && longest[i + 1][j] >= longest[i][j + 1])) {
            add(YamlLine::Change::Removed, i, a[i]);
            ++i;
        } else {
            add(YamlLine::Change::Added, j, b[j]);
            ++j;
        }
    }
    return out;
}

YamlPanel::YamlPanel(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setMinimumWidth(320);
    setAccessibleName(tr("Policies as YAML"));
    verticalScrollBar()->setSingleStep(3);
}

void YamlPanel::showVersion(const DraftVersion& version, std::optional<std::uint32_t> edge) {
    std::vector<YamlLine> lines;
    if (!edge)
        for (const EditedPolicy& policy : version.edited) addEdited(policy, lines);
    const Cluster& cluster = *version.analysis->cluster;
    for (std::size_t i = 0; i < version.proposal.policies.size(); ++i) {
        const ProposedPolicy& policy = version.proposal.policies[i];
        if (!isAbout(policy, edge)) continue;
        const QString title = toText(cluster.text(cluster.namespaces[policy.policy.ns].name)) + QLatin1Char('/') +
                              toText(cluster.text(policy.policy.name));
        lines.push_back({YamlLine::Change::Title, 0, version.before[i].empty() ? tr("%1, new").arg(title) : title});
        const auto diff = diffLines(version.before[i], version.yaml[i]);
        lines.insert(lines.end(), diff.begin(), diff.end());
    }
    if (lines.empty() && edge) return showVersion(version, std::nullopt);
    setLines(std::move(lines));
}

void YamlPanel::showPolicy(const DraftVersion& version, PolicyId policy) {
    const auto edited = std::ranges::find(version.edited, policy, &EditedPolicy::id);
    if (edited == version.edited.end()) return showVersion(version, std::nullopt);
    std::vector<YamlLine> lines;
    addEdited(*edited, lines);
    setLines(std::move(lines));
}

void YamlPanel::addEdited(const EditedPolicy& policy, std::vector<YamlLine>& lines) {
    const QString title = toText(policy.name);
    lines.push_back({YamlLine::Change::Title, 0,
                     policy.isGone          ? tr("%1, goes").arg(title)
                     : policy.after.empty() ? tr("%1, to be edited by hand: parts of it were not read").arg(title)
                                            : title});
    const auto diff = diffLines(policy.before, policy.after);
    lines.insert(lines.end(), diff.begin(), diff.end());
}

void YamlPanel::clear() {
    setLines({});
}

void YamlPanel::setLines(std::vector<YamlLine> lines) {
    if (lines == m_lines) return;
    m_lines = std::move(lines);
    verticalScrollBar()->setValue(0);
    updateScrollBars();
    viewport()->update();
}

void YamlPanel::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void YamlPanel::updateScrollBars() {
    const int page = std::max(1, viewport()->height() / kLineHeight);
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(m_lines.size()) - page));
    const QFontMetrics metrics(monoFont(12));
    int widest = 0;
    for (const YamlLine& l : m_lines) widest = std::max(widest, metrics.horizontalAdvance(l.text));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, widest + kGutter + 16 - viewport()->width()));
}

void YamlPanel::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    const Theme& theme = currentTheme();
    painter.fillRect(viewport()->rect(), theme.surface);
    const QFont mono = monoFont(12);
    const int shift = horizontalScrollBar()->value();
    for (int i = verticalScrollBar()->value(), y = 0; i < static_cast<int>(m_lines.size()) && y < viewport()->height();
         ++i, y += kLineHeight) {
        const YamlLine& line = m_lines[static_cast<std::size_t>(i)];
        const QRectF row(0, y, viewport()->width(), kLineHeight);
        if (line.change == YamlLine::Change::Title) {
            painter.fillRect(row, theme.sunken);
            drawLine(painter, {row.adjusted(16, 0, -8, 0)}, line.text, {uiFont(12, Weight::SemiBold), theme.text1});
            continue;
        }
        const bool isAdded = line.change == YamlLine::Change::Added;
        const bool isRemoved = line.change == YamlLine::Change::Removed;
        if (isAdded || isRemoved) painter.fillRect(row, isAdded ? theme.addedTint : theme.removedTint);
        const QColor ink = isAdded ? theme.added : isRemoved ? theme.removed : theme.text1;
        drawLine(painter, {QRectF(0, y, 30, kLineHeight), Qt::AlignRight}, QString::number(line.number),
                 {monoFont(11), theme.text3});
        if (isAdded || isRemoved)
            drawLine(painter, {QRectF(34, y, 10, kLineHeight)}, isAdded ? QStringLiteral("+") : QStringLiteral("-"),
                     {mono, ink});
        painter.setFont(mono);
        const bool isComment = line.text.trimmed().startsWith(QLatin1Char('#'));
        painter.setPen(isComment ? theme.text2 : isAdded || isRemoved ? ink : theme.text1);
        painter.setClipRect(QRectF(kGutter, y, viewport()->width() - kGutter, kLineHeight));
        painter.drawText(QPointF(kGutter - shift, y + 13), line.text);
        painter.setClipping(false);
    }
}

} // namespace portolan
