#pragma once

#include "core/load/reading.h"

namespace portolan::loading {

void readNamespace(Reading& reading);
/// Labels and the internal and external addresses of a Node.
void readNode(Reading& reading);

} // namespace portolan::loading
