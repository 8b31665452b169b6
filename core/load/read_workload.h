#pragma once

#include "core/load/reading.h"

namespace portolan::loading {

/// Reads a Pod: labels, declared ports, addresses, node, phase, owner, and whom it talks to.
void readPod(Reading& reading);

/// Reads a controller with a pod template at spec.template (CronJob: spec.jobTemplate.spec.template): the workload
/// kinds of the API and every custom one of the same shape.
void readController(Reading& reading, std::string_view kind);

/// True for an object with containers at spec.template.spec, whatever its kind.
bool hasPodTemplate(const TreeNode& root);

} // namespace portolan::loading
