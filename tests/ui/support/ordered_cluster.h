#pragma once

#include "core/analysis/analysis.h"

#include <QFile>
#include <QTemporaryDir>

#include <memory>

namespace portolan {

/// A shop with policies of every kind and two ways in, for tests of the window.
inline constexpr const char* kOrderedCluster = R"(
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {team: shop}}
---
apiVersion: v1
kind: Namespace
metadata: {name: tools, labels: {team: tools}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: c, image: i, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: c, image: i, ports: [{containerPort: 5432}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: scan, namespace: tools, labels: {app: scan}}
spec: {containers: [{name: c, image: i}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: door, namespace: shop}
spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 443, targetPort: 8080}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: front, namespace: shop}
spec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress]
  ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]
---
apiVersion: policy.networking.k8s.io/v1alpha1
kind: BaselineAdminNetworkPolicy
metadata: {name: default}
spec:
  subject: {namespaces: {}}
  ingress: [{name: nobody, action: Deny, from: [{namespaces: {matchLabels: {team: tools}}}]}]
---
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: late}
spec:
  priority: 40
  subject: {namespaces: {matchLabels: {team: shop}}}
  ingress: [{name: backup, action: Allow, from: [{namespaces: {matchLabels: {team: shop}}}], ports: [{portNumber: {protocol: TCP, port: 5433}}]}]
  egress: [{name: free, action: Allow, to: [{namespaces: {matchLabels: {team: tools}}}]}]
---
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: scanners}
spec:
  priority: 5
  subject: {namespaces: {matchLabels: {team: shop}}}
  ingress:
  - {name: db-port, action: Deny, from: [{namespaces: {matchLabels: {team: tools}}}], ports: [{portNumber: {protocol: TCP, port: 5432}}]}
  - {name: the-rest, action: Pass, from: [{namespaces: {matchLabels: {team: tools}}}]}
)";

/// Writes the cluster into `folder` and gives the path of the file.
inline QString writeOrderedCluster(const QTemporaryDir& folder) {
    const QString path = folder.filePath(QStringLiteral("ordered.yaml"));
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) file.write(kOrderedCluster);
    return path;
}

/// The analysis of the cluster; nullptr where it could not be made.
inline std::shared_ptr<const Analysis> orderedAnalysis(const QTemporaryDir& folder) {
    Options options;
    options.inputs = {writeOrderedCluster(folder).toStdString()};
    auto result = analyze(options, {});
    return result ? *result : nullptr;
}

} // namespace portolan
