#pragma once

#include <filesystem>
#include <string_view>

namespace portolan {

/// A folder of its own under the system's temporary folder, removed with everything in it at the end of its life.
class TemporaryFolder {
  public:
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    const std::filesystem::path& path() const { return m_path; }
    /// Writes a file below the folder, making the folders on the way, and returns its path.
    std::filesystem::path write(std::string_view relativePath, std::string_view text) const;

  private:
    std::filesystem::path m_path;
};

/// The whole file as text; "" where it cannot be read.
std::string fileText(const std::filesystem::path& path);

} // namespace portolan
