#pragma once

#include <string_view>
#include <vector>

namespace portolan {

/// A reading of a pod's name as one that a controller of that kind made.
struct OwnerGuess {
    std::string_view name; ///< of the controller, a prefix of the pod's name
    std::string_view kind; ///< "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job" or "CronJob"
    bool isSure = false;   ///< the suffix is too specific to be part of a name that a person chose
};

/// The controllers that may have made a pod of that name, most specific suffix first:
/// NAME-HASH-xxxxx a Deployment's (HASH up to 10 characters of the name alphabet), NAME-NUMBER-xxxxx a CronJob's,
/// NAME-xxxxx a ReplicaSet's, DaemonSet's or Job's, NAME-NUMBER a StatefulSet's. The alphabet is that of
/// k8s.io/apimachinery/pkg/util/rand: no vowels, no 0, 1, 3.
std::vector<OwnerGuess> guessOwners(std::string_view podName);

/// The controller whose pods have names that begin so ("web-6fb5694d48-": Deployment web; "kafka-": kafka, of unknown
/// kind). The prefix ends with a dash (metadata.generateName).
OwnerGuess guessOwnerOfPrefix(std::string_view prefix);

} // namespace portolan
