#pragma once

#include "core/flow/attribution.h"
#include "core/flow/evidence.h"

#include <string>

namespace portolan {

/// Is told of the lines of flow logs one by one, as they are read and attributed. Reading with a listener goes by one
/// thread, file after file. Each call returns false to end the reading.
class LineListener {
  public:
    LineListener() = default;
    LineListener(const LineListener&) = delete;
    LineListener& operator=(const LineListener&) = delete;
    virtual ~LineListener() = default;

    /// A file begins, by the name that the user gave it.
    virtual bool begin(const std::string& name) = 0;
    /// The ends of the line are those of `attribution`, which is the same object for all files.
    virtual bool note(const LineResult& line, const Attribution& attribution) = 0;
    /// The file that began last is read.
    virtual bool end(const Attribution& attribution) = 0;
};

} // namespace portolan
