#include "app/cli/read_text.h"

#include <fstream>
#include <iostream>
#include <iterator>

namespace portolan::cli {

Result<std::string> readText(const std::string& file) {
    if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    std::ifstream in(file, std::ios::binary);
    if (!in.good()) return fail(Error::Kind::Unreadable, "cannot read " + file);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

} // namespace portolan::cli
