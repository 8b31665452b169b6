#pragma once

#include "core/load/reading.h"

namespace portolan::loading {

/// Reads an Ingress of networking.k8s.io/v1, or of the older shape with serviceName and servicePort.
void readIngress(Reading& reading);
/// Reads an OpenShift Route: its Service, the alternate ones, and the target port.
void readRoute(Reading& reading);

/// Reads a Gateway API route of any kind (HTTPRoute, GRPCRoute, TCPRoute, ...): the Gateways it is attached to and the
/// Services of its rules. A route of a mesh, attached to Services only, is no entry point.
void readGatewayRoute(Reading& reading, std::string_view kind);
/// Reads who may name Services of the grant's namespace from another one.
void readReferenceGrant(Reading& reading);

} // namespace portolan::loading
