#include "ui/session/preferences.h"

#include <QSettings>

namespace portolan {

namespace {

constexpr std::size_t kMostRecent = 10;
const QString kRecent = QStringLiteral("recent");
const QString kTheme = QStringLiteral("theme");
const QString kLayout = QStringLiteral("layout");
const QString kGeometry = QStringLiteral("geometry");

} // namespace

std::vector<RecentInput> Preferences::recent() const {
    std::vector<RecentInput> items;
    const int count = m_settings.beginReadArray(kRecent);
    for (int i = 0; i < count; ++i) {
        m_settings.setArrayIndex(i);
        items.push_back({m_settings.value(QStringLiteral("inputs")).toStringList(),
                         m_settings.value(QStringLiteral("flows")).toStringList(),
                         m_settings.value(QStringLiteral("summary")).toString(),
                         m_settings.value(QStringLiteral("opened")).toDateTime()});
    }
    m_settings.endArray();
    return items;
}

void Preferences::remember(const RecentInput& item) {
    std::vector<RecentInput> items = recent();
    std::erase_if(items, [&](const RecentInput& other) { return other.inputs == item.inputs; });
    items.insert(items.begin(), item);
    if (items.size() > kMostRecent) items.resize(kMostRecent);
    writeRecent(items);
}

void Preferences::forget(const RecentInput& item) {
    std::vector<RecentInput> items = recent();
    std::erase_if(items, [&](const RecentInput& other) { return other.inputs == item.inputs; });
    writeRecent(items);
}

void Preferences::writeRecent(const std::vector<RecentInput>& items) {
    m_settings.remove(kRecent);
    m_settings.beginWriteArray(kRecent, static_cast<int>(items.size()));
    for (std::size_t i = 0; i < items.size(); ++i) {
        m_settings.setArrayIndex(static_cast<int>(i));
        m_settings.setValue(QStringLiteral("inputs"), items[i].inputs);
        m_settings.setValue(QStringLiteral("flows"), items[i].flows);
        m_settings.setValue(QStringLiteral("summary"), items[i].summary);
        m_settings.setValue(QStringLiteral("opened"), items[i].opened);
    }
    m_settings.endArray();
}

ThemeWish Preferences::theme() const {
    const int value = m_settings.value(kTheme, 0).toInt();
    return value >= 0 && value <= 2 ? static_cast<ThemeWish>(value) : ThemeWish::System;
}

void Preferences::setTheme(ThemeWish theme) {
    m_settings.setValue(kTheme, static_cast<int>(theme));
}

QByteArray Preferences::layout() const {
    return m_settings.value(kLayout).toByteArray();
}

void Preferences::setLayout(const QByteArray& layout) {
    m_settings.setValue(kLayout, layout);
}

QByteArray Preferences::geometry() const {
    return m_settings.value(kGeometry).toByteArray();
}

void Preferences::setGeometry(const QByteArray& geometry) {
    m_settings.setValue(kGeometry, geometry);
}

} // namespace portolan
