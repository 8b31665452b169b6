#pragma once

#include "core/load/reading.h"

namespace portolan::loading {

/// Reads an Ingress of networking.k8s.io/v1, or of the older shape with serviceName and servicePort.
void readIngress(Reading& reading);
/// Reads an OpenShift Route: its Service, the alternate ones, and the target port.
void readRoute(Reading& reading);

} // namespace portolan::loading
