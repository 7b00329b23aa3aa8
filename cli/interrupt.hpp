#pragma once
/// Ctrl-C and SIGTERM. The first asks: runs under way are finished and a partial certificate is
/// written. The second ends the program at once.

namespace rehearse::cli {

/// From here on the first signal only sets a flag. Process-wide; call it once, before any thread,
/// and behind the reading of input: a pipe that nobody writes has to end at once.
void listen_for_interrupts();

/// Whether the first signal came. Any thread.
bool interrupted();

}  // namespace rehearse::cli
