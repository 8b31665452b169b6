#pragma once

#include "core/analysis/sets/compare.h"
#include "core/report/table.h"

#include <string>

namespace portolan {

/// The answer first, then each outcome with its findings, their reasons and places.
std::string compareText(const SetAnswer& answer);
/// One row a finding, and one for each outcome that has none.
Table compareTable(const SetAnswer& answer);
/// {"version":1,"question","holds","count","uncertain","outcomes":[{"sets","holds","answered","count","uncertain",
/// "summary","findings":[{"kind","what","why","where","certain"}],"left_out"}]}; holds is yes, no or uncertain.
std::string compareJson(const SetAnswer& answer);

} // namespace portolan
