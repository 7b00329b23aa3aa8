#pragma once
/// Every command and option with its help: what the parser, `--help`, the man page and the
/// completions of shells are made from.

namespace CLI {
class App;
}

namespace rehearse::cli {

struct Asked;

/// Adds all commands to `app`; parsing fills `asked`, which must live as long.
void describe_commands(CLI::App& app, Asked& asked);

}  // namespace rehearse::cli
