#include "ui/shell/live_dialog.h"

#include "ui/session/job_runner.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace portolan {

LiveDialog::LiveDialog(LiveSource source, QWidget* parent)
    : QDialog(parent), m_source(std::move(source)), m_jobs(new JobRunner(this)), m_contexts(new ChoiceBox),
      m_namespaces(new QLineEdit), m_kubeconfig(new QLineEdit(QString::fromStdString(m_source.kubeconfig))),
      m_configMaps(new QCheckBox(tr("Read ConfigMaps too, for the addresses that they name"))),
      m_note(makeWrappedLabel({}, TextRole::Dense)), m_connect(makeButton(tr("Connect"), ButtonKind::Primary)) {
    setWindowTitle(tr("Read a live cluster"));
    resize(520, 0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* title = new TitleRow(HeaderKind::Section, tr("Read a live cluster"));
    title->setContentsMargins(16, 10, 16, 10);
    column->addWidget(title);
    column->addWidget(makeLine(Qt::Horizontal));
    column->addWidget(makeFields());
    column->addStretch();
    column->addWidget(makeLine(Qt::Horizontal));
    column->addWidget(makeFoot());
    connect(m_kubeconfig, &QLineEdit::editingFinished, this, [this] {
        if (m_kubeconfig->text().trimmed().toStdString() != m_source.kubeconfig) askContexts();
    });
    askContexts();
}

LiveDialog::~LiveDialog() = default;

QString LiveDialog::note() const {
    return m_note->text();
}

QWidget* LiveDialog::makeFields() {
    m_contexts->setAccessibleName(tr("Context"));
    m_namespaces->setAccessibleName(tr("Namespaces"));
    m_namespaces->setPlaceholderText(tr("all that you may read"));
    m_kubeconfig->setAccessibleName(tr("Kubeconfig"));
    m_kubeconfig->setPlaceholderText(tr("kubectl's own"));
    QPushButton* browse = makeIconButton(Icon::Folder, tr("Choose a kubeconfig"));
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, &LiveDialog::chooseKubeconfig);
    auto* file = new QHBoxLayout;
    file->setSpacing(4);
    file->addWidget(m_kubeconfig, 1);
    file->addWidget(browse);
    auto* out = new QWidget;
    auto* form = new QFormLayout(out);
    form->setContentsMargins(16, 16, 16, 16);
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(12);
    form->addRow(makeWrappedLabel(tr("Portolan runs kubectl get with your own rights and only lists. It changes "
                                     "nothing, never asks for Secrets, and what it reads stays on this machine."),
                                  TextRole::Dense));
    form->addRow(tr("Context"), m_contexts);
    form->addRow(tr("Namespaces"), m_namespaces);
    form->addRow(tr("Kubeconfig"), file);
    form->addRow(QString(), m_configMaps);
    form->addRow(m_note);
    return out;
}

QWidget* LiveDialog::makeFoot() {
    QPushButton* cancel = makeButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    m_connect->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_connect, &QPushButton::clicked, this, &LiveDialog::choose);
    auto* out = new QWidget;
    auto* row = new QHBoxLayout(out);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(8);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_connect);
    return out;
}

void LiveDialog::askContexts() {
    m_source.kubeconfig = m_kubeconfig->text().trimmed().toStdString();
    m_contexts->clear();
    m_contexts->setEnabled(false);
    m_connect->setEnabled(false);
    m_note->setText(tr("Asking kubectl for its contexts"));
    m_jobs->start([this, source = m_source](const RunControl& control) -> JobRunner::Deliver {
        return [this, contexts = liveContexts(source, control)] { showContexts(contexts); };
    });
}

void LiveDialog::showContexts(const Result<LiveContexts>& contexts) {
    if (!contexts) {
        m_note->setText(QString::fromStdString(contexts.error().message));
    } else if (contexts->names.empty()) {
        m_note->setText(tr("The kubeconfig names no cluster. Log in to one first, or choose another kubeconfig."));
    } else {
        for (const std::string& name : contexts->names) m_contexts->addItem(QString::fromStdString(name));
        const std::string& wanted = m_source.context.empty() ? contexts->current : m_source.context;
        m_contexts->setCurrentIndex(std::max(0, m_contexts->findText(QString::fromStdString(wanted))));
        m_note->clear();
        m_contexts->setEnabled(true);
        m_connect->setEnabled(true);
    }
    // A reason takes lines that were not there before.
    layout()->activate();
    resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
    Q_EMIT contextsShown();
}

void LiveDialog::chooseKubeconfig() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Choose a kubeconfig"));
    if (path.isEmpty()) return;
    m_kubeconfig->setText(path);
    askContexts();
}

void LiveDialog::choose() {
    m_source.context = m_contexts->currentText().toStdString();
    m_source.namespaces.clear();
    static const QRegularExpression kBetween(QStringLiteral("[,\\s]+"));
    for (const QString& ns : m_namespaces->text().split(kBetween, Qt::SkipEmptyParts))
        m_source.namespaces.push_back(ns.toStdString());
    m_source.configMaps = m_configMaps->isChecked() ? LiveSource::ConfigMaps::Read : LiveSource::ConfigMaps::Skip;
    Q_EMIT chosen(m_source);
    accept();
}

} // namespace portolan
