#pragma once

#include <string>
#include <vector>

namespace portolan {

/// A question of the corpus that Portolan answers otherwise on purpose, with the reason, as DISAGREEMENTS.md lists it.
struct Disagreement {
    std::string family;
    std::string name; ///< "case query", or a case alone: all of it
    std::string why;
};

/// The rows of the table in DISAGREEMENTS.md beside the tests.
std::vector<Disagreement> disagreements();

/// Judges many jobs of a family. One that is listed may go wrong; it fails where it goes right, so that the list stays
/// true. Prints how many agree.
struct Job;
void judgeListed(const std::string& family, std::vector<Job> jobs);

} // namespace portolan
