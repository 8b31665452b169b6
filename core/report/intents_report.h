#pragma once

#include "core/analysis/intents.h"
#include "core/report/table.h"

namespace portolan {

/// One line for each intent, its first breaches indented below it, and a line with the sum.
std::string intentsText(const std::vector<Intent>& intents, const std::vector<IntentOutcome>& outcomes);
Table intentsTable(const std::vector<Intent>& intents, const std::vector<IntentOutcome>& outcomes);
/// {"version":1,"intents":[{name,from,to,port,expect,where,status,pairs,breached,problem,breaches:[...]}]}
std::string intentsJson(const std::vector<Intent>& intents, const std::vector<IntentOutcome>& outcomes);
/// JUnit XML: one test case an intent; what does not hold is a failure.
std::string intentsJunit(const std::vector<Intent>& intents, const std::vector<IntentOutcome>& outcomes);
/// SARIF 2.1.0: one result for each intent that does not hold, at its line in the file of intents.
std::string intentsSarif(const std::vector<Intent>& intents, const std::vector<IntentOutcome>& outcomes);

} // namespace portolan
