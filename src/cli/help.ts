import type { CommandName } from './arguments.js';

const generalHelp = `fairlead: which published secure-AI guideline your ML code touches, and the edit that satisfies it

Usage:
  fairlead check [PATH...]     check files and folders (the current folder without PATH)
  fairlead explain ID          explain a rule or a guideline item
  fairlead help [COMMAND]      the options of a command
  fairlead --version

Nothing leaves this machine: no network, no telemetry, no code of the project is run.
`;

const checkHelp = `Usage: fairlead check [OPTION...] [PATH...]

Checks Python files, notebooks and texts that may hold secrets. Files that Git ignores are left out; a file named
as PATH is always checked. Paths in reports are relative to the nearest folder with fairlead.yaml or .git.

Report:
  --format text|json|sarif   form of the report (text)
  -o, --output FILE          write the report to FILE, at once and whole, instead of standard output
  -q, --quiet                no progress, one line per finding, no figures
  --fail-on LEVEL            exit 1 from this level on: error, warning, note, hint or never
                             (failOn of fairlead.yaml, else warning)

Fixes:
  --fix                      apply fixes that keep behaviour, then report what remains
  --unsafe-fixes             with --fix: apply the other fixes too

Input:
  --config FILE              use FILE in place of the project's fairlead.yaml
  --no-ignore                check files that Git ignores too
  --max-file-size SIZE       do not read larger files (maxFileSize of fairlead.yaml, else 5M)
  --stdin --stdin-path PATH  check standard input as if it were the file PATH
  --no-index                 analyse without shortcuts; slower, the findings are the same

Exit code: 0 nothing at or above --fail-on, 1 findings, 2 could not run, 130 interrupted.
`;

const explainHelp = `Usage: fairlead explain ID

Explains a rule, such as python/torch-load-unsafe, or a guideline item, such as ncsc-2.1.
`;

/** The help text; of one command when it is named. */
export function formatHelp(topic?: CommandName): string {
  if (topic === 'check') return checkHelp;
  return topic === 'explain' ? explainHelp : generalHelp;
}
