#pragma once

#include <string_view>

namespace rehearse::reports::html {

/// The page's only style sheet; the Content-Security-Policy names it by its hash.
std::string_view style_sheet();

/// The page's only script: theme and copy buttons, folds opened for links and for print. Nothing
/// the decision needs depends on it.
std::string_view script();

}  // namespace rehearse::reports::html
