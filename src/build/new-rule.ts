// npm run new-rule -- <area>/<thing>-<problem> <subject>: writes the skeleton of a rule file.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AREA_NAMES, renderSkeleton } from '../core/rules/render-skeleton.js';
import { RULE_ID } from '../core/rules/rule-id.js';

const USAGE = `Usage: npm run new-rule -- <area>/<thing>-<problem> <subject>
  python/torch-load-unsafe torch.load           a qualified name of code
  docker/user-missing USER                      an instruction
  serving/server-open "vllm serve"              a command
  kubernetes/pod-privileged spec.hostNetwork    a path to an entry
  dependencies/package-old torch                a package
Areas: ${AREA_NAMES.join(', ')}, and each kind of document.`;

function main(root: string, [id, subject, ...rest]: readonly string[]): number {
  if (id === undefined || subject === undefined || rest.length > 0) {
    console.error(USAGE);
    return 2;
  }
  if (!RULE_ID.test(id)) {
    console.error(`${id}: not an id such as docker/user-missing.\n${USAGE}`);
    return 2;
  }
  const text = renderSkeleton({ id, subject });
  if (text === undefined) {
    console.error(`${id} ${subject}: there is no such area, or nothing of the kind to match.\n${USAGE}`);
    return 2;
  }
  const file = join(root, 'guidelines', 'rules', `${id}.yaml`);
  if (existsSync(file)) {
    console.error(`${file} exists already; edit it.`);
    return 2;
  }
  mkdirSync(dirname(file), { recursive: true });
  const schema = '# yaml-language-server: $schema=../../rule.schema.json\n';
  writeFileSync(file, schema + text, { flag: 'wx' });
  console.log(
    `Written: guidelines/rules/${id}.yaml. Fill it in, then npm run generate and npm run test:rules.`,
  );
  return 0;
}

process.exitCode = main(process.cwd(), process.argv.slice(2));
