#include "core/findings/catalogue.h"
#include "core/findings/families.h"

namespace portolan {
namespace {

Severity severityOf(const Diagnostic& diagnostic, const CatalogueEntry& entry) {
    // A name that resembles a field was meant to be one, so what it says is missing from the rule.
    if (diagnostic.code == "PARSE-04")
        return diagnostic.level == Diagnostic::Level::Error ? Severity::High : Severity::Low;
    // In a rule that denies, a selector that matches nothing fails open.
    if (diagnostic.code == "PARSE-06")
        return diagnostic.level == Diagnostic::Level::Error ? Severity::High : Severity::Medium;
    if (diagnostic.code == "PARSE-05" && diagnostic.level == Diagnostic::Level::Note) return Severity::Info;
    return entry.severity;
}

/// Of "NetworkPolicy shop/allow-web".
std::string namespaceIn(const std::string& object) {
    const auto slash = object.find('/');
    const auto space = object.find(' ');
    if (slash == std::string::npos || space == std::string::npos || space > slash) return {};
    return object.substr(space + 1, slash - space - 1);
}

} // namespace

void checkParse(const FindingContext& context, Findings& out) {
    for (const Diagnostic& diagnostic : context.cluster().diagnostics) {
        const CatalogueEntry* entry = catalogueEntry(diagnostic.code);
        if (!entry || !diagnostic.code.starts_with("PARSE-")) continue;
        Finding& finding = out.emplace_back(context.make(diagnostic.code, diagnostic.message));
        finding.severity = severityOf(diagnostic, *entry);
        finding.proof = Proof::Structural;
        finding.object = diagnostic.object;
        finding.ns = namespaceIn(diagnostic.object);
        finding.where = diagnostic.where;
        finding.fix = diagnostic.fix;
    }
}

} // namespace portolan
