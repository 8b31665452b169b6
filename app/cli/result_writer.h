#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <utility>

namespace portolan::cli {

/// Writes a result in parts: to standard output as they come, or to a file, which takes the place of what was there
/// only when all of it is written. Every failure is Unreadable and names the target and the system's reason; a reader
/// that went away is Cancelled, for nobody waits for the rest. Not thread-safe.
class ResultWriter {
  public:
    /// Opens `file`, or standard output where it is empty. A new file gets the mode that the umask leaves, one that is
    /// there keeps its own, and so does a link to it. Devices, pipes and files in folders that take no second file are
    /// written directly.
    static Result<ResultWriter> create(const std::string& file);

    ResultWriter(ResultWriter&& other) noexcept;
    ResultWriter(const ResultWriter&) = delete;
    ResultWriter& operator=(const ResultWriter&) = delete;
    /// Without end(), a file is as it was before.
    ~ResultWriter();

    /// Takes the next part, which may stay in memory until enough of them have come.
    Result<void> append(std::string_view text);
    /// Writes what is left and puts the file in its place; nothing is appended after it.
    Result<void> end();

  private:
    explicit ResultWriter(std::string name) : m_name(std::move(name)) {}
    Result<void> openFile(const std::string& file);
    /// Opens a temporary file in the folder of `target`; errno where that fails, else 0.
    int openBeside(const std::string& target);
    Result<void> flush();
    Result<void> write(std::string_view left);
    tl::unexpected<Error> failed(int reason) const;

    std::string m_name;                ///< of the target, for people
    std::string m_target, m_temporary; ///< what is renamed to what at the end; empty where it is written directly
    std::string m_waiting;
    int m_descriptor = -1;
};

} // namespace portolan::cli
