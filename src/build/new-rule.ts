// npm run new-rule -- <language>/<thing>-<problem> [qualified.name]: writes the skeleton of a rule file.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const USAGE =
  'Usage: npm run new-rule -- <language>/<thing>-<problem> <qualified.name>, such as python/torch-load-unsafe torch.load';

/** Text of a rule that matches one call; every line that needs thought says so in capitals. */
function renderSkeleton(id: string, name: string): string {
  const module = name.includes('.') ? name.slice(0, name.indexOf('.')) : name;
  return `# yaml-language-server: $schema=../../rule.schema.json
id: ${id}
title: SAY WHAT GOES WRONG
level: note
confidence: medium
languages: [python]
stage: training
guidelines: [ncsc-1.3]
references: {}
message: SAY RISK AND REMEDY; call something else.
why: >-
  SAY IN TWO OR THREE SENTENCES HOW IT IS EXPLOITED.
match:
  kind: call
  names: [${name}]
  where: { argument: { OPTION: { equals: true } } }
sources: [NAME THE DOCUMENTATION THAT SAYS SO]
examples:
  bad:
    - name: The common form
      lines: [3]
      code: |
        import ${module}

        ${name}(path, OPTION=True)
  good:
    - name: Off, and decided elsewhere
      code: |
        import ${module}

        ${name}(path)
        ${name}(path, OPTION=False)
`;
}

function main(root: string, [id, name, ...rest]: readonly string[]): number {
  if (id === undefined || name === undefined || rest.length > 0) {
    console.error(USAGE);
    return 2;
  }
  if (!/^[a-z]+\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || !/^[\w.]+$/.test(name)) {
    console.error(`${id} ${name}: not a rule id and a qualified name. ${USAGE}`);
    return 2;
  }
  const file = join(root, 'guidelines', 'rules', `${id}.yaml`);
  if (existsSync(file)) {
    console.error(`${file} exists already; edit it.`);
    return 2;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, renderSkeleton(id, name), { flag: 'wx' });
  console.log(
    `Written: guidelines/rules/${id}.yaml. Fill it in, then npm run generate and npm run test:rules.`,
  );
  return 0;
}

process.exitCode = main(process.cwd(), process.argv.slice(2));
