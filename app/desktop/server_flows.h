#pragma once

#include <QDialog>
#include <QString>
#include <QStringList>

class QLabel;
class QLineEdit;
class QPushButton;

namespace portolan {

class Session;

/// Asks for a table of flows on a ClickHouse server, by its URL, and for the password.
class ServerFlowsDialog : public QDialog {
    Q_OBJECT
  public:
    explicit ServerFlowsDialog(QWidget* parent = nullptr);

    QLineEdit& url() { return *m_url; }
    QLineEdit& password() { return *m_password; }
    QPushButton& readButton() { return *m_read; }
    /// What is wrong with the URL; empty where nothing is, or nothing was typed.
    QString note() const;

  Q_SIGNALS:
    void chosen(const QString& url, const QString& password);

  private:
    QWidget* makeFields();
    QWidget* makeFoot();
    void check();

    QLineEdit* m_url;
    QLineEdit* m_password;
    QLabel* m_note;
    QPushButton* m_read;
};

/// Makes sure that the session has the password that these flows need: from PORTOLAN_CLICKHOUSE_PASSWORD, else by
/// asking for it where a URL names a user. False where the reader would not tell it.
bool hasPasswordFor(const QStringList& flows, Session& session, QWidget* parent);

} // namespace portolan
