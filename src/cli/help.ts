import type { CommandName } from './arguments.js';
import { formatGenerateHelp } from './generate-help.js';

const generalHelp = `fairlead: which published secure-AI guideline your ML code touches, and the edit that satisfies it

Usage:
  fairlead check [PATH...]     check files and folders (the current folder without PATH)
  fairlead status [FOLDER]     how a project stands against the checklists
  fairlead attest ID           vouch for an answer that code cannot show
  fairlead inspect FILE...     what is inside model files, without loading them
  fairlead inventory [PATH...] list the data, models, services and so on that the files state
  fairlead generate KIND       write a document that the guidelines ask for, or bring it up to date
  fairlead explain ID          explain a rule or a guideline item
  fairlead merge FILE...       put SARIF reports of shards together
  fairlead rules test DIR      run the examples of your own rules; fairlead rules new starts one
  fairlead help [COMMAND]      the options of a command
  fairlead --version

Nothing leaves this machine: no network, no telemetry, no code of the project is run.
`;

const checkHelp = `Usage: fairlead check [OPTION...] [PATH...]

Checks Python files, notebooks and texts that may hold secrets, and looks into model files without loading them.
Files that Git ignores are left out; a file named as PATH is always checked. Paths in reports are relative to the
nearest folder with fairlead.yaml or .git.

Report:
  --format FORM              text, json, sarif or markdown (text)
  -o, --output FILE          write the report to FILE, at once and whole, instead of standard output
  -q, --quiet                no progress, one line per finding, no figures
  --fail-on LEVEL            exit 1 from this level on: error, warning, note, hint or never
                             (failOn of fairlead.yaml, else warning)

Fixes:
  --fix                      apply fixes that keep behaviour, then report what remains
  --unsafe-fixes             with --fix: apply the other fixes too, never those that need a value

Shards:
  --shard K/N                check the K-th of N parts of the files; the parts are the same everywhere, and
                             fairlead merge puts their SARIF reports together

Baseline:
  --update-baseline          accept what is found now: write it to .fairlead/baseline.json, and exit 0
  --baseline FILE            use FILE in place of .fairlead/baseline.json, which counts where it is there
  --no-baseline              report known findings too

Input:
  --config FILE              use FILE in place of the project's fairlead.yaml
  --no-ignore                check files that Git ignores too
  --max-file-size SIZE       do not read larger files (maxFileSize of fairlead.yaml, else 5M)
  --stdin --stdin-path PATH  check standard input as if it were the file PATH
  --all-modules              look in every file for what callers and imported objects bring, not in the likeliest
                             ones only; up to twice the time
  --no-index                 analyse without shortcuts; slower, the findings are the same

Exit code: 0 nothing at or above --fail-on, 1 findings, 2 could not run, 130 interrupted.
`;

const statusHelp = `Usage: fairlead status [OPTION...] [FOLDER]

Judges each question of the checklists: failing (the repository shows that the answer is no), expired (vouched for
until a day that is past), open, attested (someone vouches for it), evidenced (the repository shows that the answer is
yes) or not applicable. FOLDER is the project's; without it, it is the nearest with fairlead.yaml or .git.

Report:
  --format FORM          text, json, markdown, html, sarif, or haip: a draft in the sections of HAIP reporting (text)
  -o, --output FILE      write the report to FILE, at once and whole, instead of standard output
  -q, --quiet            no progress, one line per item
  --compare FILE         what got better and worse since an earlier report in JSON

Part:
  --framework ID         one framework, such as ncsc-secure-ai
  --role ROLE            model-developer, application-developer or deployer
  --stage STAGE          design, data, training, evaluation, deployment or operation
  --open-only            only what is failing, expired or open; the figures stay those of all

Input:
  --config FILE          use FILE in place of the project's fairlead.yaml
  --no-ignore            look at files that Git ignores too

  --fail-under N         exit 1 when less than N percent of the questions that apply are settled, in any framework shown

Exit code: 0, 1 below --fail-under, 2 could not run, 130 interrupted.
`;

const attestHelp = `Usage: fairlead attest ID --reason TEXT [OPTION...]

Vouches for the answer to a question, such as ncsc-1.1.q3, or to all open questions of an item, such as ncsc-1.1.
Adds an entry to .fairlead/attestations.yaml and changes nothing else in it. What the code proves wrong stays failing.

  -m, --reason TEXT      why, in a sentence: what a reviewer reads
  --evidence LINK        address or path of what was looked at
  --until DATE           last day on which it counts, such as 2027-06-30
  --by WHO               who vouches; without it, the name and address that Git has
  --not-applicable       the question is not about this project
  --withdraw             take an earlier entry back; it stays in the file
  --project FOLDER       the project's folder, when it is not the one around the current folder
`;

const inspectHelp = `Usage: fairlead inspect [OPTION...] FILE...

Looks into model files (pickle, PyTorch, joblib, NumPy, safetensors, GGUF, ONNX, Keras, HDF5, TensorFlow, archives)
without executing a byte of them. Of large files only headers, directories and pickles are read. What a file is, its
bytes say, never its name.

Report:
  --format text|json|sarif   form of the report (text)
  -o, --output FILE          write the report to FILE, at once and whole, instead of standard output
  -q, --quiet                one line per file and finding
  --tensors                  list every tensor
  --hash                     SHA-256 of files over 256 MiB too, which reads them whole
  --fail-on LEVEL            exit 1 from this level on: error, warning, note, hint or never
                             (failOn of fairlead.yaml, else warning)

Input:
  --config FILE              use FILE in place of the project's fairlead.yaml

A finding is an error where loading runs code or reaches outside the file, a warning where something is on no list.
What could not be read is said, and is no finding.

Exit code: 0 nothing at or above --fail-on, 1 findings, 2 could not run, 130 interrupted.
`;

const inventoryHelp = `Usage: fairlead inventory [OPTION...] [PATH...]

Lists what the files of a project state, with the line: data, models, training, saved files, entry points, calls of
language models, agents, tools, stores, services, names of secrets, containers. Only what names in the code prove is
listed; values that are known at run time only are given as their source text. Values of secrets are never read.

  --format FORM          text, json or markdown (text)
  -o, --output FILE      write the report to FILE, at once and whole, instead of standard output
  -q, --quiet            no progress
  --config FILE          use FILE in place of the project's fairlead.yaml
  --no-ignore            look at files that Git ignores too

Exit code: 0, 2 could not run, 130 interrupted.
`;

const explainHelp = `Usage: fairlead explain ID

Explains a rule, such as python/torch-load-unsafe, or a guideline item, such as ncsc-2.1.
`;

const mergeHelp = `Usage: fairlead merge [OPTION...] FILE...

Puts SARIF reports together that fairlead check --shard wrote: the result is what one check of all files would have
written. Reports of other projects or versions stay runs of their own.

  -o, --output FILE      write the report to FILE, at once and whole, instead of standard output
`;

const rulesHelp = `Usage: fairlead rules test DIR
       fairlead rules new ID DIR AREA SUBJECT

test: reads the rules of a folder, such as DIR/acme/model-load.yaml for the rule acme/model-load, says what is wrong with them,
and runs their examples beside all rules of Fairlead: each bad one must be reported, each good one must not, and the
fixes must give what is written as fixed. To use the rules, name the folder in fairlead.yaml:

  teamRules:
    - tools/fairlead-rules     a folder, relative to fairlead.yaml
    - npm:@acme/ml-rules       the folder rules of an installed package

new: writes DIR/ID.yaml, a rule to fill in that already works on an example. AREA is python, javascript, docker, kubernetes,
dependencies, serving, configs and so on; SUBJECT is what the rule looks at there:

  fairlead rules new acme/model-load tools/fairlead-rules python torch.load
  fairlead rules new acme/pod-network tools/fairlead-rules kubernetes spec.hostNetwork

  -q, --quiet            only what does not hold, and the sum

Exit code: 0 all hold, 1 something does not, 2 could not run.
`;

/** The help text; of one command when it is named. */
export function formatHelp(topic?: CommandName): string {
  if (topic === undefined) return generalHelp;
  const topics = {
    check: checkHelp,
    status: statusHelp,
    attest: attestHelp,
    inventory: inventoryHelp,
    generate: formatGenerateHelp(),
    inspect: inspectHelp,
    explain: explainHelp,
    rules: rulesHelp,
    merge: mergeHelp,
  };
  return topics[topic];
}
