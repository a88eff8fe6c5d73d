#!/bin/sh
# Many repositories on the cores of one machine, with GNU parallel: one SARIF report each, and a list of how each run ended.
# What a run could not do (exit 2) is told apart from what it found (exit 1), and a second call goes on with what is missing.
#
#   many-repositories.sh FOLDER_OF_REPOSITORIES FOLDER_OF_REPORTS [OPTION_OF_PARALLEL...]
#
# FAIRLEAD is the command to run, `npx --yes fairlead@0.1.0` when it is not set. `--sshloginfile FILE` spreads the runs over hosts
# that share the folders.
set -eu
repositories=$1
reports=$2
shift 2
fairlead=${FAIRLEAD:-npx --yes fairlead@0.1.0}
mkdir -p "$reports"
status=0
find "$repositories" -mindepth 1 -maxdepth 1 -type d | sort |
  parallel --will-cite --resume --joblog "$reports/runs.tsv" "$@" \
    "cd {} && $fairlead check --quiet --format sarif --fail-on never --output \"$(cd "$reports" && pwd)\"/{/}.sarif" || status=$?
awk -F '\t' 'NR > 1 && $7 != 0 { print "not checked (exit " $7 "): " $9 }' "$reports/runs.tsv" >&2
exit "$status"
