#pragma once

#include "core/load/reading.h"

namespace portolan::loading {

void readService(Reading& reading);
/// The ready addresses of the Service that has the name of the Endpoints object.
void readEndpoints(Reading& reading);
/// The ready addresses of the Service that the label kubernetes.io/service-name names.
void readEndpointSlice(Reading& reading);

} // namespace portolan::loading
