#include "ui/session/source_place.h"

#include <filesystem>
#include <system_error>

namespace portolan {

QString SourcePlace::text() const {
    const QString name = QString::fromStdString(file);
    return line == 0 ? name : name + QLatin1Char(':') + QString::number(line);
}

SourcePlace SourcePlace::parse(const QString& text) {
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    bool isNumber = false;
    const uint line = colon < 0 ? 0 : QStringView(text).mid(colon + 1).toUInt(&isNumber);
    if (!isNumber) return {text.toStdString(), 0};
    return {text.left(colon).toStdString(), line};
}

std::optional<SourcePlace> placeOf(const Cluster& cluster, const SourceRef& ref) {
    if (!ref.isKnown() || ref.file.index() >= cluster.files.size()) return std::nullopt;
    return SourcePlace{cluster.files.name(ref.file), ref.line};
}

std::optional<QString> pathOf(const Options& options, const SourcePlace& place) {
    namespace fs = std::filesystem;
    for (const std::string& input : options.inputs) {
        std::error_code error;
        fs::path path(input);
        if (fs::is_directory(path, error)) {
            // The files of a directory are named from the directory's own name on, whatever way led to it.
            const fs::path whole = fs::canonical(path, error);
            if (error) continue;
            path = whole.parent_path() / place.file;
        } else if (place.file != input) {
            continue;
        }
        if (fs::is_regular_file(path, error)) return QString::fromStdString(path.string());
    }
    return std::nullopt;
}

} // namespace portolan
