#pragma once
/// The words of `rehearse judge --model`.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/recording/read_recording.hpp"

namespace rehearse::cli {

std::vector<std::string> model_names();
std::optional<harness::Model> find_model(std::string_view name);
std::optional<harness::RecordingFormat> find_format(std::string_view name);

}  // namespace rehearse::cli
