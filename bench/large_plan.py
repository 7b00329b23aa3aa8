#!/usr/bin/env python3
"""Writes a plan of 20 tracks, 61 phases and 60 operations, and a scenario for it.

    bench/large_plan.py FOLDER [OPERATIONS]      OPERATIONS: client operations of one run, 2500 if not given

Then, for a million client operations in all: rehearse certify FOLDER/plan.json --scenario FOLDER/scenario.json --runs 740
(a run that rolls back ends its traffic early).
"""
import json
import pathlib
import sys

TRACKS = 20
PER_SECOND = 200


def plan(keep):
    tracks, variables, operations = {}, {}, {}
    create, phases = [], []
    for number in range(TRACKS):
        name = f"table{number:02}"
        tracks[name] = {
            "kind": "schema",
            "record": {"key": "id", "fields": {"text": "text", "pages": "integer"}},
            "old": {"database": f"old{number:02}", "table": name},
            "new": {"database": f"new{number:02}", "table": name},
            "transform": [{"rename": "text", "to": "body"}],
        }
        variables[f"one{number:02}"] = {"existing": name}
        variables[f"new{number:02}"] = {"fresh": name}
        operations[f"read{number:02}"] = [{"read": name, "key": f"$one{number:02}"}]
        operations[f"write{number:02}"] = [{"put": name, "key": f"$one{number:02}"}]
        operations[f"create{number:02}"] = [{"insert": name, "key": f"$new{number:02}"}]
        create.append(f"{name}.create_new")
        phases.append({
            "name": f"dual{number:02}",
            "set": {name: {"write": ["old", "new"], "second_write_failure": "enqueue_repair", "apply": "version_guard",
                           "fence": "epoch"}},
            "steps": [f"{name}.drain"],
        })
        phases.append({
            "name": f"copy{number:02}",
            "set": {name: {"backfill": {"cursor": "id", "batch": 20, "write": "version_guard", "throttle": "1ms",
                                        "population": f"before(copy{number:02})", "checkpoint": "in_batch"}}},
            "steps": [{"verify": name}], "deadline": "10min",
            "gate": {"when": [{"metric": f"{name}.backfill_remaining", "equals": 0},
                              {"metric": f"{name}.verify_mismatch", "at_most": 0}], "deadline": "10min"},
        })
        phases.append({
            "name": f"cut{number:02}",
            "steps": [f"{name}.fence_old", f"{name}.drain", f"{name}.drain_repairs", f"{name}.switch"],
            "budget": {"unavailable": "1s"}, "deadline": "10s", "keep": keep,
        })
    expand = {
        "name": "expand", "steps": create + [{"restart": "app", "to": "v2"}],
        "gate": {"when": [{"metric": "app.instances_on_v1", "equals": 0}], "deadline": "10s"},
    }
    return {
        "rehearse": 1,
        "name": "large",
        "tracks": tracks,
        "application": {
            "instances": 3, "versions": {"v1": {"*": "old"}, "v2": {"*": "flags"}}, "flag_delay": ["0ms", "5ms"],
            "restart_time": "20ms", "grace": "1s", "calls": {"timeout": "100ms", "retries": 6, "backoff": "10ms"},
            "variables": variables, "operations": operations,
        },
        "tolerates": {"message_loss": True},
        "phases": [expand] + phases,
        "rollback": {"to": "previous_phase", "deadline": "10min"},
    }


def scenario(operations):
    return {
        "name": "busy",
        "traffic": {
            "arrivals": {"rate": f"{PER_SECOND}/s", "shape": "poisson"},
            "clients": 200, "operations": operations,
            "keys": {"count": 50, "distribution": "uniform"},
            "client": {"timeout": "10s", "retries": 2, "backoff": "20ms"},
        },
        "faults": [{"any_of": ["request_lost", "reply_lost"], "rate": "0.1%"}],
        "objectives": {"availability": 0.999},
        "explore": {"rollback": "every_step", "swarm_runs": 400},
        "store": "model",
    }


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    operations = int(sys.argv[2]) if len(sys.argv) == 3 else 2500
    # The plan takes about as long as the traffic: copying a table takes 350 ms, and later longer.
    keep = f"{max(0, operations * 750 // PER_SECOND // TRACKS - 350)}ms"
    (folder / "plan.json").write_text(json.dumps(plan(keep), indent=1))
    (folder / "scenario.json").write_text(json.dumps(scenario(operations), indent=1))


main()
