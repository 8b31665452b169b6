#include "ui/draft/draft_files.h"

#include "core/propose/edited_policies.h"
#include "core/propose/verify.h"
#include "ui/models/words.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace portolan {
namespace {

QString say(const char* text) {
    return QCoreApplication::translate("DraftFiles", text);
}

QString paragraph(const QString& title, const QStringList& lines) {
    QString out = QStringLiteral("<p><b>%1</b>").arg(title.toHtmlEscaped());
    for (const QString& line : lines) out += QStringLiteral("<br>") + line.toHtmlEscaped();
    return out + QStringLiteral("</p>");
}

QString editsText(const DraftVersion& version) {
    const Ledger& ledger = *version.analysis->ledger;
    QStringList lines;
    for (const std::string& line : proofLines(ledger, version.edits)) lines << toText(line);
    for (const RuleEdit& edit : version.edits.rules) lines << toText(lineOf(ledger.reachability(), edit));
    for (const DraftEditRow& row : version.editRows)
        if (!row.result)
            lines << say("%1 %2 rule %3: not taken, %4")
                         .arg(toText(row.edit.rule.policy), directionText(row.edit.rule.direction))
                         .arg(row.edit.rule.index + 1)
                         .arg(toText(row.reason));
    return paragraph(say("Edits of rules"), lines);
}

} // namespace

Result<DraftProof> certificateOf(const DraftVersion& version) {
    DraftProof out;
    if (!version.editRows.empty()) out.text += editsText(version);
    out.isFailing = !version.edits.wouldBreak.empty() || version.edits.pairs.opened != 0;
    if (!version.isProposing()) return out;
    const auto certificate = verify(*version.basis, version.proposal, *version.after, {});
    if (!certificate) return tl::make_unexpected(certificate.error());
    for (const Claim& claim : certificate->claims) {
        QStringList lines{toText(name(claim.status))};
        for (const auto& [what, count] : claim.figures)
            lines << toText(what) + QStringLiteral(": ") + groupedNumber(static_cast<long long>(count));
        out.text += paragraph(QStringLiteral("%1. %2").arg(claim.number).arg(toText(claim.title)), lines);
    }
    out.isFailing = out.isFailing || certificate->status() == ClaimStatus::Fails;
    return out;
}

Result<DirectoryText> draftFiles(const DraftVersion& version) {
    const Ledger& ledger = *version.analysis->ledger;
    if (!version.isProposing()) return directoryText(ledger, version.edits);
    const auto certificate = verify(*version.basis, version.proposal, *version.after, {});
    if (!certificate) return tl::make_unexpected(certificate.error());
    DirectoryText out = directoryText(*version.basis, version.proposal, *certificate, *version.after);
    if (!version.edits.policies.empty()) addEdits(ledger, version.edits, out);
    return out;
}

QString writeFiles(const DirectoryText& files, const QString& folder) {
    for (const auto& [path, text] : files) {
        const QString target = QDir(folder).filePath(toText(path));
        QDir().mkpath(QFileInfo(target).absolutePath());
        QSaveFile file(target);
        if (file.open(QIODevice::WriteOnly) && file.write(text.data(), static_cast<qint64>(text.size())) >= 0 &&
            file.commit())
            continue;
        return say("Cannot write %1: %2").arg(target, file.errorString());
    }
    return {};
}

} // namespace portolan
