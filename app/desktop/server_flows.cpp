#include "app/desktop/server_flows.h"

#include "core/flow/clickhouse/clickhouse.h"
#include "ui/session/session.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace portolan {

namespace {

constexpr const char* kVariable = "PORTOLAN_CLICKHOUSE_PASSWORD";

} // namespace

ServerFlowsDialog::ServerFlowsDialog(QWidget* parent)
    : QDialog(parent), m_url(new QLineEdit), m_password(new QLineEdit(qEnvironmentVariable(kVariable))),
      m_note(makeWrappedLabel({}, TextRole::Dense)), m_read(makeButton(tr("Read"), ButtonKind::Primary)) {
    setWindowTitle(tr("Import flows from a server"));
    resize(560, 0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* title = new TitleRow(HeaderKind::Section, tr("Import flows from a server"));
    title->setContentsMargins(16, 10, 16, 10);
    column->addWidget(title);
    column->addWidget(makeLine(Qt::Horizontal));
    column->addWidget(makeFields());
    column->addStretch();
    column->addWidget(makeLine(Qt::Horizontal));
    column->addWidget(makeFoot());
    connect(m_url, &QLineEdit::textChanged, this, &ServerFlowsDialog::check);
    check();
}

QString ServerFlowsDialog::note() const {
    return m_note->text();
}

QWidget* ServerFlowsDialog::makeFields() {
    m_url->setAccessibleName(tr("Table"));
    m_url->setPlaceholderText(QStringLiteral("clickhouse://reader@db:8123/default?table=portolan_flows"));
    m_password->setAccessibleName(tr("Password"));
    m_password->setEchoMode(QLineEdit::Password);
    auto* out = new QWidget;
    auto* form = new QFormLayout(out);
    form->setContentsMargins(16, 16, 16, 16);
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(12);
    form->addRow(makeWrappedLabel(tr("The ClickHouse server sums the flows up, and only the sums come here. The "
                                     "password is kept until Portolan is closed and is never stored."),
                                  TextRole::Dense));
    form->addRow(tr("Table"), m_url);
    form->addRow(tr("Password"), m_password);
    form->addRow(m_note);
    return out;
}

QWidget* ServerFlowsDialog::makeFoot() {
    QPushButton* cancel = makeButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    m_read->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_read, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(m_url->text().trimmed(), m_password->text());
        accept();
    });
    auto* out = new QWidget;
    auto* row = new QHBoxLayout(out);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(8);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_read);
    return out;
}

void ServerFlowsDialog::check() {
    const std::string url = m_url->text().trimmed().toStdString();
    const QString problem = url.empty() ? QString() : QString::fromStdString(clickHouseProblem(url));
    m_note->setText(problem);
    m_read->setEnabled(!url.empty() && problem.isEmpty());
}

bool hasPasswordFor(const QStringList& flows, Session& session, QWidget* parent) {
    QString user;
    for (const QString& flow : flows)
        if (user.isEmpty()) user = QString::fromStdString(clickHouseUser(flow.toStdString()));
    if (session.hasFlowPassword()) return true;
    if (qEnvironmentVariableIsSet(kVariable)) {
        session.setFlowPassword(qEnvironmentVariable(kVariable));
        return true;
    }
    if (user.isEmpty()) return true;
    bool isTold = false;
    const QString password = QInputDialog::getText(
        parent, QObject::tr("Password for ClickHouse"),
        QObject::tr("Password of %1, kept until Portolan is closed:").arg(user), QLineEdit::Password, {}, &isTold);
    if (isTold) session.setFlowPassword(password);
    return isTold;
}

} // namespace portolan
