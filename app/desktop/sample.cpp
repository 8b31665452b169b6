#include "app/desktop/sample.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace portolan {

namespace {

constexpr int kMostParents = 4;

} // namespace

std::optional<SampleInput> findSample() {
    const QDir program(QCoreApplication::applicationDirPath());
    QStringList places{program.filePath(QStringLiteral("../share/portolan/samples/harbor"))};
    QString parent = program.path();
    for (int i = 0; i < kMostParents; ++i) {
        parent += QStringLiteral("/..");
        places << parent + QStringLiteral("/samples/harbor");
    }
    places << QDir::current().filePath(QStringLiteral("samples/harbor"));
    for (const QString& place : places) {
        const QString log = place + QStringLiteral("/flows/hubble.jsonl.gz");
        if (!QFileInfo(place).isDir()) continue;
        const QStringList flows = QFileInfo::exists(log) ? QStringList{QDir::cleanPath(log)} : QStringList{};
        return SampleInput{{QDir::cleanPath(place)}, flows};
    }
    return std::nullopt;
}

} // namespace portolan
