#pragma once

#include <QStringList>

#include <optional>

namespace portolan {

/// What the sample cluster is made of.
struct SampleInput {
    QStringList inputs;
    QStringList flows;
};

/// The sample cluster: installed beside the program, or in the source tree it was built from, or below the working
/// directory. Nothing where none of them has it.
std::optional<SampleInput> findSample();

} // namespace portolan
