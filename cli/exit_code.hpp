#pragma once
/// What the program tells its caller. The same table stands at the end of `rehearse --help`.

namespace rehearse::cli {

enum class ExitCode : int {
  success = 0,           ///< Certified; for commands that do not certify: done.
  rejected = 1,          ///< A property is violated; for `replay`: the violation is reproduced.
  bad_input = 2,         ///< Bad usage, an invalid plan or scenario, a folder that cannot be
                         ///< written, too little memory.
  inconclusive = 3,      ///< Neither certified nor rejected; also when the time budget is over.
  nothing_to_check = 4,  ///< No operation, phase or property to rehearse.
  diverged = 5,          ///< A counterexample did not reproduce.
  internal_error = 70,   ///< Our bug.
  interrupted = 130      ///< Ctrl-C or SIGTERM; the certificate says INCOMPLETE.
};

}  // namespace rehearse::cli
