#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace portolan::loading {

/// One object of a page.
struct LiveObject {
    std::string_view ns; ///< empty for an object of the whole cluster
    std::string_view name;
    /// As `kubectl get KIND NAME -o json` prints it: so a line of it is a line that the user can look up. kJsonPadding
    /// bytes are readable behind it.
    std::string_view text;
};

/// What a page says beside its objects.
struct PageEnd {
    std::string continueToken;              ///< empty: it was the last
    std::optional<std::uint64_t> remaining; ///< objects behind it, where the server tells
};

/// Takes pages of lists apart, with buffers that are used again. Not thread-safe.
class PageReader {
  public:
    using Take = std::function<void(const LiveObject&)>;

    PageReader();
    ~PageReader();
    PageReader(const PageReader&) = delete;
    PageReader& operator=(const PageReader&) = delete;

    /// Calls `take` for each object of a list, in order; the object is valid during the call. Objects that name no
    /// apiVersion and kind get those given. nullopt where the text is no list, before anything is taken.
    std::optional<PageEnd> read(const std::string& page, std::string_view apiVersion, std::string_view kind,
                                const Take& take);

  private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
    std::string m_text;
};

} // namespace portolan::loading
