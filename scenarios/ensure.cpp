#include "scenarios/ensure.hpp"

#include <string>

namespace rehearse::scenarios {

void ensure_failed(const char* condition, const char* file, int line) {
  throw InternalError(std::string(file) + ":" + std::to_string(line) +
                      ": internal error: this must be true and is not: " + condition);
}

}  // namespace rehearse::scenarios
