#pragma once

#include "core/load/reading.h"

namespace portolan::loading {

/// Reads an Ingress of networking.k8s.io/v1, or of the older shape with serviceName and servicePort.
void readIngress(Reading& reading);
/// Reads an OpenShift Route: its Service, the alternate ones, and the target port.
void readRoute(Reading& reading);

/// Reads a Gateway API route of any kind (HTTPRoute, GRPCRoute, TCPRoute, ...): the Services of its rules. One in
/// another namespace is told and left out.
void readGatewayRoute(Reading& reading, std::string_view kind);

} // namespace portolan::loading
