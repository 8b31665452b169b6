#pragma once

#include "core/findings/finding.h"

#include <span>

namespace portolan {

/// What is known of a kind of finding before any input is read.
struct CatalogueEntry {
    std::string_view id;
    std::string_view title;
    FindingClass findingClass = FindingClass::Theorem;
    Severity severity = Severity::Info; ///< unless the case at hand is more or less serious
    std::string_view rationale;         ///< why it matters, one or two sentences
    std::string_view references;        ///< frameworks and specifications it speaks to, separated by "; "
};

/// Every finding that check() can raise, by id.
std::span<const CatalogueEntry> catalogue();
/// The entry of an id; nullptr where there is none.
const CatalogueEntry* catalogueEntry(std::string_view id);

} // namespace portolan
