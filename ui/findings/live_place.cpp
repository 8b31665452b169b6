#include "ui/findings/live_place.h"

#include <QRegularExpression>
#include <QStringList>

namespace portolan {

namespace {

const QString kPrefix = QStringLiteral("live:");

QString quoted(const QString& word) {
    static const QRegularExpression kPlain(QStringLiteral("^[A-Za-z0-9_./:@%+=,-]+$"));
    if (kPlain.match(word).hasMatch()) return word;
    QString inner = word;
    return QLatin1Char('\'') + inner.replace(QLatin1Char('\''), QLatin1String("'\\''")) + QLatin1Char('\'');
}

} // namespace

std::optional<LiveObjectPlace> LiveObjectPlace::parse(const SourcePlace& place) {
    const QString text = QString::fromStdString(place.file);
    if (!text.startsWith(kPrefix)) return std::nullopt;
    const QStringList parts = text.mid(kPrefix.size()).split(QLatin1Char('/'));
    switch (parts.size()) {
    case 1: return LiveObjectPlace{{}, parts[0], {}};
    case 2: return LiveObjectPlace{{}, parts[0], parts[1]};
    default: return LiveObjectPlace{parts[0], parts[1], parts.mid(2).join(QLatin1Char('/'))};
    }
}

QString LiveObjectPlace::text() const {
    const QString whole = ns.isEmpty() ? name : ns + QLatin1Char('/') + name;
    return whole.isEmpty() ? kind : kind + QLatin1Char(' ') + whole;
}

QString kubectlCommand(const LiveObjectPlace& place, const LiveSource& source) {
    QStringList words{QString::fromStdString(source.kubectl)};
    if (!source.kubeconfig.empty())
        words << QStringLiteral("--kubeconfig") << QString::fromStdString(source.kubeconfig);
    if (!source.context.empty()) words << QStringLiteral("--context") << QString::fromStdString(source.context);
    words << QStringLiteral("get") << place.kind.toLower();
    if (place.name.isEmpty())
        words << QStringLiteral("--all-namespaces");
    else
        words << place.name;
    if (!place.ns.isEmpty()) words << QStringLiteral("--namespace") << place.ns;
    words << QStringLiteral("--output") << QStringLiteral("yaml");
    for (QString& word : words) word = quoted(word);
    return words.join(QLatin1Char(' '));
}

} // namespace portolan
