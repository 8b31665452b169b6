#pragma once

#include "ui/inspector/inspector_parts.h"
#include "ui/models/entries.h"

#include <memory>
#include <vector>

namespace portolan {

/// What the entry points of an analysis let in, kept while it is at hand.
struct EntryFactsOf {
    std::shared_ptr<const Analysis> analysis;
    std::shared_ptr<const std::vector<EntryFact>> facts;
};

/// An entry point: what it is, who carries its traffic, which backends it names. Returns the layout that takes what it
/// lets in.
QVBoxLayout* addEntryPanel(InspectorColumn& column, const Analysis& analysis, const std::string& object,
                           const EntryObject& entry);
/// What one entry point lets in to which workload.
void addLetsIn(InspectorColumn& column, const Analysis& analysis, const std::vector<EntryFact>& facts,
               const std::string& object);
/// Which entry points let traffic in to the workload.
void addLetInBy(InspectorColumn& column, const std::vector<EntryFact>& facts, WorkloadId workload);

} // namespace portolan
