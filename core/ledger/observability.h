#pragma once

#include "core/flow/flow_format.h"
#include "core/ledger/ledger.h"

namespace portolan {

/// Which rules a log could have shown in use. Takes what the log tells (and nullptr where none was loaded); one look at
/// its edges, then some steps a rule.
class Observability {
  public:
    Observability(const Reachability& reachability, const FlowTable* flows);

    /// True where some flow of the log touches a workload of the namespace.
    const std::vector<bool>& coveredNamespaces() const { return m_isCovered; }
    /// What keeps the log from showing such traffic at all: NoLog, NotCovered, OtherEndOnly, DenialsOnly, NoVerdicts,
    /// SameNode, or No.
    Unobservable sight(const RuleRef& rule) const;
    /// Why the rule may be in use although it has no hits; `usage` has its counts and what sight() says.
    Unobservable reason(const RuleUsage& usage, const EvidenceWindow& window) const;

  private:
    bool touches(const ClassSet& classes) const;
    bool isOnOneNode(const RuleRef& rule) const;
    bool namesPorts(const RuleRef& rule) const;
    void lookAt(const FlowTable& flows);

    const Reachability& m_reachability;
    bool m_hasFlows = false;
    FlowSight m_sight;                          // what some of the logs can show
    bool m_hasAllowed = false;                  // some flow was not denied
    bool m_isToldBySource = false;              // some flow is told of by its source, or by neither end
    bool m_isToldByDestination = false;         // the same of destinations
    std::vector<bool> m_isCovered;              // by namespace
    std::vector<std::uint32_t> m_coveredBefore; // by pod class: classes of covered namespaces among those before it
};

/// "the log covers 3 of the 30 days that it takes": the reason as a person reads it, with its figures; "" where nothing
/// is missing.
std::string reasonText(const Ledger& ledger, const RuleUsage& usage);

} // namespace portolan
