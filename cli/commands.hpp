#pragma once
/// The commands of the program, one file each.

#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"

namespace rehearse::cli {

/// Rehearses, writes certificate, reports and counterexamples to the output folder, says the
/// verdict.
ExitCode certify(const CertifyOptions& options, const Terminal& terminal);

/// Static findings, without running anything: bad_input for an invalid plan, rejected (1) when
/// there is a finding of severity error.
ExitCode check(const CheckOptions& options, const Terminal& terminal);

/// Runs a counterexample again: rejected (1) when it is the same, bit for bit; else diverged.
ExitCode replay(const ReplayOptions& options, const Terminal& terminal);

/// Judges a history that was saved, and runs nothing: rejected (1) when a property is violated,
/// inconclusive when one is unknown.
ExitCode judge(const JudgeOptions& options, const Terminal& terminal);

/// Judges what somebody else recorded, by a model of the object: rejected (1) when it is violated,
/// inconclusive when nobody knows.
ExitCode judge_recorded(const JudgeOptions& options, const Terminal& terminal);

/// One node of a live run, as a process; started by `certify --live`, not by people.
ExitCode node(const NodeOptions& options, const Terminal& terminal);

/// Writes a project to start from: a plan, two scenarios, CMake and CI files. bad_input when one of
/// its files is there already, or none can be written.
ExitCode init(const InitOptions& options, const Terminal& terminal);

/// Writes the reports of a certificate again; never runs anything.
ExitCode report(const ReportOptions& options, const Terminal& terminal);

/// What is different between two certificates: rejected (1) when something is newly violated, no
/// longer known, or no longer tried.
ExitCode diff(const DiffOptions& options, const Terminal& terminal);

/// Certifies both plans of every case below a folder, and compares with what each case expects:
/// rejected (1) when one is not as expected, or a table is not what `--compare` names.
ExitCode zoo(const ZooOptions& options, const Terminal& terminal);

/// Rehearses every mutant of a plan until a property is violated: rejected (1) when one survives
/// that nothing explains, or a table is not what `--compare` names.
ExitCode mutate(const MutateOptions& options, const Terminal& terminal);

/// The topic is one of list_topics().
ExitCode list(const ListOptions& options, const Terminal& terminal);
std::vector<std::string> list_topics();

/// What `rehearse generate` can make: see generated.hpp.
std::vector<std::string> generated_topics();

}  // namespace rehearse::cli
