#pragma once

#include "app/cli/console.h"
#include "app/cli/request.h"

namespace portolan::cli {

/// `query --who-could TO --port P`. The exit status.
int answerWhoCould(const Request& request, Console& console);

} // namespace portolan::cli
