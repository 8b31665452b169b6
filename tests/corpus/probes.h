#pragma once

#include "tests/corpus/command.h"
#include "tests/corpus/corpus.h"

namespace portolan {

/// Every judged cell of the truth tables in expected_matrix.json.
std::vector<Probe> matrixProbes(const CorpusCase& c);
/// The questions of queries.json that state a verdict.
std::vector<Probe> queryProbes(const CorpusCase& c);

} // namespace portolan
