#include "app/desktop/table_import.h"

#include "core/flow/formats/mapping_writer.h"
#include "ui/flows/mapping_dialog.h"
#include "ui/session/job_runner.h"

#include <QFileInfo>
#include <QSettings>

#include <algorithm>
#include <utility>

namespace portolan {

namespace {

constexpr int kMostRemembered = 40;
const QString kGroup = QStringLiteral("mappings");
const QString kPath = QStringLiteral("path");
const QString kText = QStringLiteral("text");

struct Remembered {
    QString path, text;
};

std::vector<Remembered> readAll(QSettings& settings) {
    std::vector<Remembered> out;
    const int count = settings.beginReadArray(kGroup);
    for (int at = 0; at < count; ++at) {
        settings.setArrayIndex(at);
        out.push_back({settings.value(kPath).toString(), settings.value(kText).toString()});
    }
    settings.endArray();
    return out;
}

QString absolute(const QString& path) {
    return QFileInfo(path).absoluteFilePath();
}

} // namespace

TableImport::TableImport(QSettings& settings, QWidget& window)
    : m_settings(settings), m_window(window), m_jobs(new JobRunner(this)) {}

TableImport::~TableImport() = default;

void TableImport::start(Wish wish, Then then) {
    if (auto* open = m_window.findChild<MappingDialog*>()) {
        open->disconnect(this);
        open->close();
    }
    m_wish = std::move(wish);
    m_then = std::move(then);
    m_kept.clear();
    m_waiting.clear();
    m_jobs->start(
        [this, paths = m_wish.logs, mapping = m_wish.reading.mapping](const RunControl& control) -> JobRunner::Deliver {
            std::vector<Log> logs;
            for (const QString& path : paths) {
                logs.push_back({path, std::nullopt});
                // Reading from a pipe would take its beginning away.
                if (!QFileInfo(path).isFile()) continue;
                const std::string name = path.toStdString();
                if (auto head = readTableHead(name, mappingOf(mapping, name), control))
                    logs.back().head = std::move(*head);
            }
            return [this, logs = std::move(logs)] { take(logs); };
        });
}

void TableImport::take(std::vector<Log> logs) {
    m_waiting = std::move(logs);
    std::ranges::reverse(m_waiting);
    next();
}

void TableImport::next() {
    while (!m_waiting.empty()) {
        const Log log = std::move(m_waiting.back());
        m_waiting.pop_back();
        if (isAsked(log)) {
            ask(log);
            return;
        }
        const bool hasNone = !log.head || log.head->shape == TableHead::Shape::None;
        if (m_wish.ask == Ask::Always && hasNone)
            Q_EMIT failed(tr("%1 shows no table: neither rows with commas, semicolons or tabs between the fields, nor "
                             "one JSON object a line.")
                              .arg(QFileInfo(log.path).fileName()));
        else
            keep(log.path, log.head && log.head->asksForMapping() ? remembered(log.path) : nullptr);
    }
    m_then(m_kept, m_wish.reading.mapping);
}

bool TableImport::isAsked(const Log& log) const {
    if (!log.head || log.head->shape == TableHead::Shape::None) return false;
    if (m_wish.ask == Ask::Always) return true;
    return log.head->asksForMapping() && (m_wish.ask == Ask::Unknown || !remembered(log.path));
}

void TableImport::ask(const Log& log) {
    auto* dialog =
        new MappingDialog({log.path, *log.head, remembered(log.path), m_wish.cluster, m_wish.reading}, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &MappingDialog::chosen, this,
            [this, path = log.path](const std::shared_ptr<const ColumnMapping>& mapping) {
                remember(path, *mapping);
                keep(path, mapping);
            });
    connect(dialog, &QDialog::finished, this, &TableImport::next);
    dialog->open();
}

void TableImport::keep(const QString& path, const std::shared_ptr<const ColumnMapping>& mapping) {
    m_kept << path;
    if (mapping) m_wish.reading.mapping = withMappingOf(m_wish.reading.mapping, path.toStdString(), mapping);
}

std::shared_ptr<const ColumnMapping> TableImport::remembered(const QString& path) const {
    const auto all = readAll(m_settings);
    const auto it = std::ranges::find(all, absolute(path), &Remembered::path);
    if (it == all.end()) return nullptr;
    auto mapping = parseColumnMapping(it->text.toStdString(), path.toStdString());
    return mapping ? std::make_shared<const ColumnMapping>(std::move(*mapping)) : nullptr;
}

void TableImport::remember(const QString& path, const ColumnMapping& mapping) {
    const auto text = mappingText(mapping);
    if (!text) return;
    auto all = readAll(m_settings);
    std::erase_if(all, [&](const Remembered& item) { return item.path == absolute(path); });
    all.insert(all.begin(), {absolute(path), QString::fromStdString(*text)});
    all.resize(std::min<std::size_t>(all.size(), kMostRemembered));
    m_settings.beginWriteArray(kGroup, static_cast<int>(all.size()));
    for (int at = 0; at < static_cast<int>(all.size()); ++at) {
        m_settings.setArrayIndex(at);
        m_settings.setValue(kPath, all[static_cast<std::size_t>(at)].path);
        m_settings.setValue(kText, all[static_cast<std::size_t>(at)].text);
    }
    m_settings.endArray();
}

} // namespace portolan
