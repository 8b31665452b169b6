#include "ui/flows/mapping_dialog.h"

#include "core/flow/formats/mapping_writer.h"
#include "ui/flows/field_box.h"
#include "ui/flows/head_model.h"
#include "ui/flows/mapping_form.h"
#include "ui/flows/preview_model.h"
#include "ui/models/words.h"
#include "ui/session/job_runner.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/table_view.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSaveFile>
#include <QScreen>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

#include <utility>

namespace portolan {

namespace {

constexpr std::size_t kPreviewRows = 100;
constexpr int kTypingPauseMs = 150;
constexpr int kRowHeight = 26;
constexpr int kScrollBar = 12;

QString mappingFiles() {
    return QObject::tr("Mappings (*.yaml *.yml *.json);;All files (*)");
}

QWidget* makePane(QVBoxLayout** column) {
    auto* out = new QWidget;
    out->setProperty("kind", QStringLiteral("panel"));
    out->setAttribute(Qt::WA_StyledBackground);
    *column = new QVBoxLayout(out);
    (*column)->setContentsMargins(0, 0, 0, 0);
    (*column)->setSpacing(0);
    return out;
}

} // namespace

MappingDialog::MappingDialog(UnknownTable table, QWidget* parent)
    : QDialog(parent), m_table(std::move(table)), m_jobs(new JobRunner(this)), m_pause(new QTimer(this)),
      m_columns(new HeadModel(this)), m_preview(new PreviewModel(this)), m_form(new MappingForm),
      m_header(new QCheckBox(tr("The first row names the columns"))), m_rows(new TableView), m_state(new StateView),
      m_stack(new QStackedLayout), m_previewTitle(new TitleRow(HeaderKind::Section, tr("Rows as they are understood"))),
      m_note(makeWrappedLabel({}, TextRole::Dense)), m_import(makeButton(tr("Import"), ButtonKind::Primary)) {
    setWindowTitle(tr("Import a table with columns"));
    resize(QSize(1180, 820).boundedTo(screen()->availableSize() - QSize(40, 60)));
    auto* title = new TitleRow(HeaderKind::Section, tr("What do the columns mean?"));
    title->setNote(QFileInfo(m_table.path).fileName());
    title->setContentsMargins(16, 10, 16, 10);
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_form);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(m_form->minimumSizeHint().width() + kScrollBar);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* upper = new QSplitter(Qt::Horizontal);
    upper->setHandleWidth(1);
    upper->setChildrenCollapsible(false);
    upper->addWidget(makeColumns());
    upper->addWidget(scroll);
    upper->setSizes({430, 750});
    auto* parts = new QSplitter(Qt::Vertical);
    parts->setHandleWidth(1);
    parts->setChildrenCollapsible(false);
    parts->addWidget(upper);
    parts->addWidget(makePreview());
    parts->setSizes({470, 230});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(title);
    column->addWidget(makeLine(Qt::Horizontal));
    column->addWidget(parts, 1);
    column->addWidget(makeLine(Qt::Horizontal));
    column->addWidget(makeFoot());
    m_pause->setSingleShot(true);
    m_pause->setInterval(kTypingPauseMs);
    connect(m_pause, &QTimer::timeout, this, &MappingDialog::refresh);
    connect(m_form, &MappingForm::changed, this, &MappingDialog::takeChange);
    connect(m_header, &QCheckBox::clicked, this, &MappingDialog::takeHeader);
    showTable(m_table.mapping ? *m_table.mapping : ColumnMapping());
    m_form->field(RowColumn::SrcNs).setFocus();
}

MappingDialog::~MappingDialog() = default;

QString MappingDialog::note() const {
    return m_note->text();
}

QString MappingDialog::summary() const {
    return m_summary;
}

QWidget* MappingDialog::makeColumns() {
    QVBoxLayout* column = nullptr;
    QWidget* out = makePane(&column);
    auto* table = new TableView;
    table->setAccessibleName(tr("Columns of the table"));
    table->setRowHeight(kRowHeight);
    table->setModel(m_columns);
    table->setColumns({{CellKind::Name, 140, ColumnSizing::Stretch},
                       {CellKind::Text, 144},
                       {CellKind::Mono, 110, ColumnSizing::Stretch}});
    table->setMinimumWidth(320);
    column->addWidget(table, 1);
    column->addWidget(makeLine(Qt::Horizontal));
    auto* header = new QHBoxLayout;
    header->setContentsMargins(16, 6, 16, 6);
    header->addWidget(m_header);
    m_header->setToolTip(
        tr("Off where the first row is one like the others: the columns are then told by their place"));
    column->addLayout(header);
    return out;
}

QWidget* MappingDialog::makePreview() {
    QVBoxLayout* column = nullptr;
    QWidget* out = makePane(&column);
    m_previewTitle->setContentsMargins(16, 8, 16, 8);
    column->addWidget(m_previewTitle);
    m_rows->setAccessibleName(tr("Rows as they are understood"));
    m_rows->setModel(m_preview);
    m_rows->setColumns({{CellKind::Mono, 196},
                        {CellKind::Name, 180, ColumnSizing::Stretch},
                        {CellKind::Name, 180, ColumnSizing::Stretch},
                        {CellKind::Mono, 90},
                        {CellKind::Text, 84},
                        {CellKind::Text, 260, ColumnSizing::Stretch}});
    m_rows->setCellDelegate(new PreviewCells);
    m_rows->setRowHeight(kRowHeight);
    m_stack->addWidget(m_rows);
    m_stack->addWidget(m_state);
    column->addLayout(m_stack, 1);
    return out;
}

QWidget* MappingDialog::makeFoot() {
    QPushButton* loading = makeButton(tr("Load mapping..."), ButtonKind::Plain, Icon::Folder);
    QPushButton* saving = makeButton(tr("Save mapping..."), ButtonKind::Plain, Icon::Export);
    QPushButton* cancel = makeButton(tr("Cancel"));
    for (QPushButton* button : {loading, saving, cancel}) button->setAutoDefault(false);
    loading->setToolTip(tr("A file for --flow-mapping"));
    saving->setToolTip(tr("A file for --flow-mapping"));
    m_import->setDefault(true);
    connect(loading, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Load a mapping of columns"), {}, mappingFiles());
        if (!path.isEmpty()) load(path);
    });
    connect(saving, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Save the mapping of columns"),
                                                          QStringLiteral("mapping.yaml"), mappingFiles());
        if (!path.isEmpty()) save(path);
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_import, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(std::make_shared<const ColumnMapping>(m_form->mapping()));
        accept();
    });
    auto* out = new QWidget;
    auto* row = new QHBoxLayout(out);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(8);
    row->addWidget(loading);
    row->addWidget(saving);
    row->addSpacing(8);
    row->addWidget(m_note, 1);
    row->addWidget(cancel);
    row->addWidget(m_import);
    return out;
}

/// A mapping that names the columns of a table without a header says how many there are; what it leaves open is
/// guessed where it says nothing at all, else taken as the reader would.
void MappingDialog::showTable(const ColumnMapping& mapping) {
    TableHead& head = m_table.head;
    const bool isSeparated = head.shape == TableHead::Shape::Separated;
    if (isSeparated && !mapping.header.empty() && head.hasHeader) head = tableHeadOf(head.lines, HeaderRow::None);
    m_isForeignHeader = isSeparated && !mapping.header.empty() && mapping.header.size() != head.columns.size();
    if (isSeparated && !mapping.header.empty() && !m_isForeignHeader)
        for (std::size_t i = 0; i < head.columns.size(); ++i) head.columns[i].name = mapping.header[i];
    m_header->setVisible(isSeparated);
    m_header->setChecked(head.hasHeader);
    ColumnMapping said = mapping;
    said.header.clear();
    const bool isNew = said == ColumnMapping();
    m_columns->setHead(head);
    m_form->showTable(head, isNew ? guessedMapping(head) : spelledOut(mapping, head),
                      isNew ? guessColumns(head) : std::vector<ColumnGuess>(),
                      isNew ? WordForm::Rest::AsLikely : WordForm::Rest::AsRead);
    takeChange();
}

void MappingDialog::takeHeader(bool isHeader) {
    m_table.head = tableHeadOf(m_table.head.lines, isHeader ? HeaderRow::Names : HeaderRow::None);
    showTable({});
}

bool MappingDialog::load(const QString& path) {
    auto read = readColumnMapping(path.toStdString());
    if (!read) {
        m_note->setText(toText(read.error().message));
        setTone(*m_note, TextTone::High);
        return false;
    }
    if (m_table.head.shape == TableHead::Shape::Separated && read->header.empty() && !m_table.head.hasHeader)
        m_table.head = tableHeadOf(m_table.head.lines, HeaderRow::Names);
    showTable(*read);
    return true;
}

bool MappingDialog::save(const QString& path) {
    const auto text = mappingText(m_form->mapping());
    QSaveFile file(path);
    const QByteArray bytes = text ? QByteArray::fromStdString(*text) : QByteArray();
    const bool isWritten =
        text && file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
    m_note->setText(isWritten ? tr("Saved as %1").arg(QFileInfo(path).fileName())
                    : text    ? tr("The mapping could not be written: %1").arg(file.errorString())
                              : toText(text.error().message));
    setTone(*m_note, isWritten ? TextTone::Text2 : TextTone::High);
    return isWritten;
}

QString MappingDialog::needs() const {
    QStringList needs;
    for (const MappingNeed need : needsOf(m_form->mapping())) needs << needText(need);
    return needs.join(QStringLiteral(", "));
}

QString MappingDialog::problem() const {
    if (m_isForeignHeader) return tr("The mapping is of a table with another number of columns.");
    if (!m_form->isZoneReadable()) return tr("The zone is written as +02:00, -05:30 or Z.");
    const auto text = mappingText(m_form->mapping());
    if (!text) return toText(text.error().message);
    const auto read = parseColumnMapping(*text, "mapping");
    return read ? QString() : toText(read.error().message);
}

void MappingDialog::takeChange() {
    const QString missing = needs();
    const QString wrong = problem();
    const int unknown = m_form->unknownWords();
    m_columns->setMapping(m_form->mapping());
    m_import->setEnabled(missing.isEmpty() && wrong.isEmpty());
    m_note->setText(!wrong.isEmpty()     ? wrong
                    : !missing.isEmpty() ? tr("Still to be told: %1.").arg(missing)
                    : unknown > 0        ? tr("%1 known to nobody: rows with such words are left out.")
                                        .arg(unknown == 1 ? tr("1 word is") : tr("%1 words are").arg(unknown))
                                  : QString());
    setTone(*m_note, wrong.isEmpty() ? TextTone::Medium : TextTone::High);
    m_pause->start();
}

void MappingDialog::refresh() {
    const QString missing = needs();
    if (!missing.isEmpty() || !problem().isEmpty()) {
        m_jobs->cancel();
        TablePreview none;
        none.problem = missing.isEmpty() ? problem().toStdString() : tr("A flow needs %1.").arg(missing).toStdString();
        showPreview(std::move(none));
        return;
    }
    m_jobs->start([this, path = m_table.path.toStdString(), cluster = m_table.cluster, reading = m_table.reading,
                   mapping = std::make_shared<const ColumnMapping>(m_form->mapping())](
                      const RunControl& control) -> JobRunner::Deliver {
        return [this, preview = previewTable(path, mapping, *cluster, reading, kPreviewRows, control)] {
            showPreview(preview);
        };
    });
}

void MappingDialog::showPreview(const Result<TablePreview>& preview) {
    const QString problem = toText(preview ? preview->problem : preview.error().message);
    m_preview->setPreview(preview.value_or(TablePreview()));
    m_summary = problem.isEmpty() ? summaryText(*preview, kPreviewRows) : QString();
    m_previewTitle->setNote(m_summary);
    if (!problem.isEmpty()) m_state->showEmpty({Icon::Table, tr("No row is understood yet"), problem, {}});
    m_stack->setCurrentWidget(problem.isEmpty() ? static_cast<QWidget*>(m_rows) : m_state);
    Q_EMIT previewShown();
}

} // namespace portolan
