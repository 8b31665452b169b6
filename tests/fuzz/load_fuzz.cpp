#include "core/load/load.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// The text as a manifest, as the API server reads it and as np-guard does, and as portolan.yaml.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace portolan;
    const std::string text(reinterpret_cast<const char*>(data), size);
    LoadOptions options;
    options.threads = 1;
    const auto strict = loadText({{"in.yaml", text}, {"portolan.yaml", text}}, options);
    options.validation = LoadOptions::Validation::Lenient;
    options.onYamlError = LoadOptions::OnYamlError::StopFile;
    const auto lenient = loadText({{"in.yaml", text}}, options);
    return strict && lenient ? 0 : 1;
}
