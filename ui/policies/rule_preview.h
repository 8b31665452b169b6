#pragma once

#include "core/analysis/analysis.h"
#include "ui/session/draft_version.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace portolan {

/// The smallest edit of a rule that keeps every flow, as the page shows it.
struct RulePreview {
    QString title;                ///< "A tighter rule", "The policy can go"
    QString proof;                ///< "Keeps all 1,204 connections; 48 of 310 pairs remain"
    QStringList notes;            ///< a sentence each
    QString diff;                 ///< unified
    QString yaml;                 ///< what to write instead of the rule; empty where it goes
    std::vector<DraftEdit> edits; ///< the same for a draft; empty where nothing is smaller
};

/// Works out the edit and proves it; nothing where none is smaller or `control` stopped it. Meant for a job's thread.
std::optional<RulePreview> rulePreview(const Analysis& analysis, const RuleRef& rule, const RunControl& control);

/// Why no edit may be asked for: the rule denies, cannot be observed, or may be used; empty where one may.
QString whyNoPreview(const Analysis& analysis, const RuleUsage& usage);

} // namespace portolan
