#pragma once

#include "ui/session/session.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace portolan {

/// A session with settings of its own, for tests of a page without a window around it.
class TestSession {
  public:
    TestSession()
        : m_settings(m_scratch.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat),
          m_preferences(m_settings), m_session(m_preferences) {}

    Session& operator*() { return m_session; }
    Session* operator->() { return &m_session; }
    const Session* operator->() const { return &m_session; }
    /// A folder for what the test writes.
    const QTemporaryDir& scratch() const { return m_scratch; }

    /// Opens an input and waits for its analysis; false where none comes in time.
    bool open(const QString& input, int patienceMs) {
        QSignalSpy changed(&m_session, &Session::analysisChanged);
        m_session.open({input});
        return changed.wait(patienceMs) && m_session.analysis() != nullptr;
    }

  private:
    QTemporaryDir m_scratch;
    QSettings m_settings;
    Preferences m_preferences;
    Session m_session;
};

} // namespace portolan
