"""Runs picklescan, ModelScan and fickling on the files of make_files.py and prints one row per class of file.

Usage: python compare.py FOLDER [OURS.txt]. OURS.txt has a line `PATH VERDICT` per file, as `fairlead inspect` gives them.
A file counts as flagged when the tool names anything, as clean when it reports nothing, as skipped or failed otherwise.
"""

import collections
import io
import json
import os
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout

ROOT = sys.argv[1]


def scan_picklescan(path):
    from picklescan.scanner import SafetyLevel, scan_file_path

    result = scan_file_path(path)
    if result.scan_err:
        return "failed"
    if result.issues_count:
        return "flagged"
    if any(found.safety != SafetyLevel.Innocuous for found in result.globals):
        return "suspicious"
    return "clean" if result.scanned_files else "skipped"


def scan_fickling(path):
    import fickling.analysis
    from fickling.fickle import Pickled, StackedPickle

    with open(path, "rb") as file:
        pickled = StackedPickle.load(file, fail_on_decode_error=False)
    worst = max((fickling.analysis.check_safety(part).severity for part in pickled), default=None)
    if worst is None:
        return "failed"
    return "clean" if worst == fickling.analysis.Severity.LIKELY_SAFE else "flagged"


def scan_modelscan(path):
    program = os.path.join(os.path.dirname(sys.executable), "modelscan")
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "report.json")
        subprocess.run([program, "-p", path, "-r", "json", "-o", target], capture_output=True)
        if not os.path.exists(target):
            return "failed"
        with open(target) as file:
            report = json.load(file)
    if report.get("issues"):
        return "flagged"
    if report.get("errors"):
        return "failed"
    return "clean" if report["summary"]["scanned"]["total_scanned"] else "skipped"


def kind_of(path):
    parts = os.path.relpath(path, ROOT).split(os.sep)
    return "/".join(parts[:-1])


def main():
    ours = dict(line.split()[:2] for line in open(sys.argv[2])) if len(sys.argv) > 2 else {}
    files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(ROOT) for name in names)
    table = collections.defaultdict(collections.Counter)
    missed = collections.defaultdict(list)
    for path in files:
        kind = kind_of(path)
        if kind == "benign/sklearn" and not path.endswith(".pkl"):
            continue
        for tool, scan in (("picklescan", scan_picklescan), ("fickling", scan_fickling), ("modelscan", scan_modelscan)):
            if tool == "modelscan" and kind == "benign/sklearn":
                continue
            try:
                with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                    outcome = scan(path)
            except Exception:
                outcome = "failed"
            table[kind, tool][outcome] += 1
            if kind.startswith("hostile") and outcome == "clean":
                missed[tool].append(os.path.relpath(path, ROOT))
        if ours:
            short = "/".join(path.split(os.sep)[-2:])
            table[kind, "fairlead"][ours.get(short, "absent")] += 1
    for (kind, tool), counts in sorted(table.items()):
        print(f"| {kind} | {tool} | {sum(counts.values())} | {', '.join(f'{count} {outcome}' for outcome, count in counts.most_common())} |")
    for tool, names in missed.items():
        print(f"{tool} calls clean: {' '.join(names)}")


main()
