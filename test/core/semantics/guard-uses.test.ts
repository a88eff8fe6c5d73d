import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import { VALUE_USES, type ValueUse } from '../../../src/core/rules/rule.js';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import { probeModule } from '../../support/probe.js';
import { loadParser } from '../../support/syntax.js';

const HEAD =
  'import ast, html, ipaddress, logging, ntpath, os, re, shlex, socket, subprocess, sys, urllib.parse, uuid\n' +
  'from pathlib import Path\nfrom typing import Literal, Union\nfrom urllib.parse import quote, quote_plus, urlparse, urlsplit\n' +
  'import bleach, markupsafe\nfrom flask import abort\nfrom werkzeug.utils import safe_join, secure_filename\n' +
  'from fastapi import FastAPI, HTTPException\nfrom pydantic import AnyHttpUrl, BaseModel\n' +
  'app = FastAPI()\nROOT = Path("/data")\nBASE = "/data"\nALLOWED = {"a", "b"}\nHOSTS = ["a.invalid"]\nLOADERS = {"a": one, "b": two}\n' +
  'class Body(BaseModel):\n    either: Union[str, int]\n    other: str | None\n    one: Literal["a"] | int\n' +
  'def check_url(u):\n    if urlparse(u).hostname not in HOSTS:\n        raise ValueError(u)\n' +
  'def log_url(u):\n    if urlparse(u).hostname not in HOSTS:\n        logging.warning(u)\n' +
  'def is_below(p):\n    return ROOT in p.parents\n' +
  'def is_known(u):\n    return urlparse(u).netloc in HOSTS\n' +
  'def is_outer(u):\n    ip = ipaddress.ip_address(socket.gethostbyname(urlparse(u).hostname))\n    return not ip.is_private\n';

const PATH: Uses = ['path', 'file'];
const URL: Uses = ['url'];
const NO_PATH: Uses = ['command', 'sql', 'url', 'markup', 'code', 'prompt'];
const NO_URL: Uses = ['path', 'file', 'command', 'sql', 'markup', 'code', 'prompt'];

type Uses = 'all' | 'none' | readonly ValueUse[];

/**
 * Body of a handler of `x`, what a client sends: what the probed value is harmless as, and where a check that says little
 * leaves it as one that somebody looked at.
 */
const ROWS: readonly (readonly [code: string, clear: Uses, weak: Uses])[] = [
  ['probe(x)', 'none', 'none'],
  // What turns the value into another.
  ['probe(int(x))', 'all', 'none'],
  ['probe(float(x))', 'all', 'none'],
  ['probe(uuid.UUID(x))', 'all', 'none'],
  ['probe(ast.literal_eval(x))', 'none', 'none'],
  ['probe(shlex.quote(x))', ['command'], 'none'],
  ['probe(html.escape(x))', ['markup'], 'none'],
  ['probe(markupsafe.escape(x))', ['markup'], 'none'],
  ['probe(bleach.clean(x))', ['markup'], 'none'],
  ['probe(os.path.basename(x))', ['path', 'file', 'url'], 'none'],
  ['probe(ntpath.basename(x))', PATH, 'none'],
  ['probe(Path(x).name)', PATH, 'none'],
  ['probe(secure_filename(x))', ['path', 'file', 'command', 'sql', 'markup'], 'none'],
  ['probe(safe_join(BASE, x))', PATH, 'none'],
  ['probe(quote(x))', ['command', 'sql', 'url', 'markup'], 'none'],
  ['probe(quote_plus(x))', ['path', 'file', 'command', 'sql', 'url', 'markup'], 'none'],
  ['probe(ipaddress.ip_address(x))', ['path', 'file', 'command', 'sql', 'markup'], 'none'],
  ['probe(str(ipaddress.ip_address(x)))', ['path', 'file', 'command', 'sql', 'markup'], 'none'],
  ['probe(LOADERS[x])', 'all', 'none'],
  ['probe(LOADERS.get(x))', 'all', 'none'],
  ['probe(re.sub(r"[^\\w-]", "", x))', 'all', 'none'],
  ['probe(re.sub(r"[^\\w.-]", "", x))', PATH, 'none'],
  ['probe(x.strip().lower())', 'none', 'none'],
  // Lists.
  ['if x not in ALLOWED: raise HTTPException(400)\nprobe(x)', 'all', 'none'],
  ['if x not in LOADERS: abort(400)\nprobe(x)', 'all', 'none'],
  ['try:\n    LOADERS[x]\nexcept KeyError:\n    raise HTTPException(400)\nprobe(x)', 'all', 'none'],
  ['load = LOADERS[x]\nprobe(x)', 'all', 'none'],
  ['if LOADERS.get(x) is None: raise HTTPException(400)\nprobe(x)', 'all', 'none'],
  ['if x not in ALLOWED:\n    logging.error("no")\nprobe(x)', 'none', 'none'],
  ['if x in ALLOWED:\n    pass\nelse:\n    probe(x)', 'none', 'none'],
  ['if other not in ALLOWED: raise HTTPException(400)\nprobe(x)', 'none', 'none'],
  [
    'try:\n    if x not in ALLOWED: raise ValueError\nexcept ValueError:\n    logging.error("no")\nprobe(x)',
    'none',
    'none',
  ],
  ['if x in ("rm", "dd"): raise HTTPException(400)\nprobe(x)', 'none', 'none'],
  // Forms.
  ['if not re.fullmatch(r"[a-z0-9_-]+", x): raise HTTPException(400)\nprobe(x)', 'all', 'none'],
  ['if not re.fullmatch(r"[\\w.-]+", x): raise HTTPException(400)\nprobe(x)', NO_URL, URL],
  [
    'if not re.fullmatch(r"[\\w./-]+", x): raise HTTPException(400)\nprobe(x)',
    ['command', 'sql', 'markup', 'code', 'prompt'],
    ['path', 'file', 'url'],
  ],
  [
    'if not re.fullmatch(r"[\\d+*/(). -]+", x): raise HTTPException(400)\nprobe(x)',
    ['sql', 'markup', 'code'],
    ['path', 'file', 'command', 'url', 'prompt'],
  ],
  ['if not re.fullmatch(r"[ -~]+", x): raise HTTPException(400)\nprobe(x)', 'none', 'all'],
  ['if not re.fullmatch(r"https://a\\.invalid/.*", x): raise HTTPException(400)\nprobe(x)', URL, NO_URL],
  ['if not re.match(r"[a-z0-9_-]+", x): raise HTTPException(400)\nprobe(x)', 'none', 'all'],
  ['if not re.search(r"[a-z0-9_-]+$", x): raise HTTPException(400)\nprobe(x)', 'none', 'all'],
  ['if not x.isalnum(): raise HTTPException(400)\nprobe(x)', 'all', 'none'],
  ['if not x.isprintable(): raise HTTPException(400)\nprobe(x)', 'none', 'none'],
  ['try:\n    uuid.UUID(x)\nexcept ValueError:\n    raise HTTPException(400)\nprobe(x)', 'all', 'none'],
  ['try:\n    uuid.UUID(x)\nexcept ValueError:\n    logging.error("no")\nprobe(x)', 'none', 'none'],
  // Paths.
  [
    'p = (ROOT / x).resolve()\nif not p.is_relative_to(ROOT): raise HTTPException(400)\nprobe(p)',
    PATH,
    NO_PATH,
  ],
  ['p = ROOT / x\nif not p.is_relative_to(ROOT): raise HTTPException(400)\nprobe(p)', 'none', 'all'],
  [
    'p = (ROOT / x).absolute()\nif not p.is_relative_to(ROOT): raise HTTPException(400)\nprobe(p)',
    'none',
    'all',
  ],
  ['p = (ROOT / x).resolve()\nif ROOT not in p.parents: raise HTTPException(400)\nprobe(p)', PATH, NO_PATH],
  ['p = ROOT / x\nif ROOT not in p.parents: raise HTTPException(400)\nprobe(p)', 'none', 'all'],
  ['p = (ROOT / x).resolve()\np.relative_to(ROOT)\nprobe(p)', PATH, NO_PATH],
  ['p = ROOT / x\np.relative_to(ROOT)\nprobe(p)', 'none', 'all'],
  [
    'from os import sep\np = os.path.realpath(os.path.join(BASE, x))\nif not p.startswith(BASE + sep): raise HTTPException(400)\nprobe(p)',
    PATH,
    NO_PATH,
  ],
  [
    'p = os.path.realpath(os.path.join(BASE, x))\nif not p.startswith(BASE + os.sep): raise HTTPException(400)\nprobe(p)',
    PATH,
    NO_PATH,
  ],
  [
    'p = os.path.realpath(os.path.join(BASE, x))\nif not p.startswith(os.path.join(BASE, "")): raise HTTPException(400)\nprobe(p)',
    PATH,
    NO_PATH,
  ],
  [
    'p = os.path.realpath(os.path.join(BASE, x))\nif not p.startswith(f"{BASE}/"): raise HTTPException(400)\nprobe(p)',
    PATH,
    NO_PATH,
  ],
  [
    'p = os.path.realpath(os.path.join(BASE, x))\nif not p.startswith(BASE): raise HTTPException(400)\nprobe(p)',
    'none',
    'all',
  ],
  [
    'p = os.path.join(BASE, x)\nif not p.startswith(BASE + "/"): raise HTTPException(400)\nprobe(p)',
    'none',
    'all',
  ],
  [
    'p = os.path.abspath(os.path.join(BASE, x))\nif os.path.commonpath([p, BASE]) != BASE: raise HTTPException(400)\nprobe(p)',
    PATH,
    NO_PATH,
  ],
  [
    'p = os.path.join(BASE, x)\nif os.path.commonpath([p, BASE]) != BASE: raise HTTPException(400)\nprobe(p)',
    'none',
    'none',
  ],
  [
    'p = os.path.abspath(os.path.join(BASE, x))\nif os.path.commonprefix([p, BASE]) != BASE: raise HTTPException(400)\nprobe(p)',
    'none',
    'none',
  ],
  [
    'p = os.path.abspath(os.path.join(BASE, x))\nif os.path.relpath(p, BASE).startswith(".."): raise HTTPException(400)\nprobe(p)',
    PATH,
    NO_PATH,
  ],
  ['p = (ROOT / x).resolve()\nif not is_below(p): raise HTTPException(400)\nprobe(p)', PATH, NO_PATH],
  ['p = ROOT / x\nif not is_below(p): raise HTTPException(400)\nprobe(p)', 'none', 'all'],
  ['if ".." in x: raise HTTPException(400)\nprobe(x)', 'none', 'all'],
  ['if ".." in Path(x).parts: raise HTTPException(400)\nprobe(x)', 'none', 'all'],
  ['if x.startswith("/"): raise HTTPException(400)\nprobe(x)', 'none', 'none'],
  ['if not os.path.exists(x): raise HTTPException(400)\nprobe(x)', 'none', 'none'],
  ['if not x.endswith(".txt"): raise HTTPException(400)\nprobe(x)', 'none', 'none'],
  // Addresses.
  ['if urlparse(x).hostname not in HOSTS: raise HTTPException(400)\nprobe(x)', URL, NO_URL],
  ['host = urlsplit(x).netloc\nif host not in HOSTS: raise HTTPException(400)\nprobe(x)', URL, NO_URL],
  ['if not urlparse(x).hostname.endswith(".a.invalid"): raise HTTPException(400)\nprobe(x)', URL, NO_URL],
  ['if not urlparse(x).hostname.endswith("a.invalid"): raise HTTPException(400)\nprobe(x)', 'none', 'all'],
  [
    'if urlparse(x).hostname in ("localhost", "127.0.0.1"): raise HTTPException(400)\nprobe(x)',
    'none',
    'all',
  ],
  [
    'ip = ipaddress.ip_address(socket.gethostbyname(urlparse(x).hostname))\nif ip.is_private: raise HTTPException(400)\nprobe(x)',
    URL,
    NO_URL,
  ],
  [
    'host = urlparse(x).hostname\ninfo = socket.getaddrinfo(host, 80)\nip = ipaddress.ip_address(info[0][4][0])\nif not ip.is_global: raise HTTPException(400)\nprobe(x)',
    URL,
    NO_URL,
  ],
  [
    'ip = ipaddress.ip_address(socket.gethostbyname(urlparse(x).hostname))\nif ip.is_private or ip.is_loopback: raise HTTPException(400)\nprobe(x)',
    URL,
    NO_URL,
  ],
  [
    'ip = ipaddress.ip_address(socket.gethostbyname(urlparse(x).hostname))\nif ip.is_loopback: raise HTTPException(400)\nprobe(x)',
    'none',
    'all',
  ],
  [
    'ip = ipaddress.ip_address(socket.gethostbyname(urlparse(x).hostname))\nif ip.is_private: logging.warning("no")\nprobe(x)',
    'none',
    'none',
  ],
  ['if not x.startswith("https://a.invalid/"): raise HTTPException(400)\nprobe(x)', URL, NO_URL],
  ['if not x.startswith("https://a.invalid"): raise HTTPException(400)\nprobe(x)', 'none', 'all'],
  ['if not x.startswith(("http://", "https://")): raise HTTPException(400)\nprobe(x)', 'none', 'none'],
  ['if "a.invalid" not in x: raise HTTPException(400)\nprobe(x)', 'none', 'none'],
  ['if urlparse(x).scheme not in ("http", "https"): raise HTTPException(400)\nprobe(x)', 'none', 'none'],
  ['if urlparse(other).hostname not in HOSTS: raise HTTPException(400)\nprobe(x)', 'none', 'none'],
  ['log.info(urlparse(x).hostname)\nprobe(x)', 'none', 'none'],
  ['check_url(x)\nprobe(x)', URL, NO_URL],
  ['check_url(other)\nprobe(x)', 'none', 'none'],
  ['log_url(x)\nprobe(x)', 'none', 'none'],
  ['if not is_known(x): raise HTTPException(400)\nprobe(x)', URL, NO_URL],
  ['is_known(x)\nprobe(x)', 'none', 'none'],
  ['if not is_outer(x): raise HTTPException(400)\nprobe(x)', URL, NO_URL],
  // Models.
  ['probe(body.either)', 'none', 'none'],
  ['probe(body.other)', 'none', 'none'],
  ['probe(body.one)', 'all', 'none'],
];

describe('checks, for what a value serves as', () => {
  const { semantics } = loadKnowledge(process.cwd());
  let parser: CodeParser;
  before(async () => {
    parser = await loadParser();
  });
  after(() => parser.delete());

  function listed(uses: Uses): readonly ValueUse[] {
    if (uses === 'all') return VALUE_USES;
    return uses === 'none' ? [] : VALUE_USES.filter((use) => uses.includes(use));
  }

  for (const [code, clear, weak] of ROWS) {
    it(code.replaceAll('\n', ' | '), () => {
      const body = code
        .split('\n')
        .map((line) => `    ${line}\n`)
        .join('');
      const text = `${HEAD}@app.post("/")\ndef run(x: str, other: str, body: Body):\n${body}`;
      const { module, probes } = probeModule(text, parser, semantics);
      const [probe] = probes;
      assert.ok(probe !== undefined, 'there is no probe');
      const flows = VALUE_USES.map((use) => {
        const flow = module.tracer.trace(probe.value, probe.site, ['request'], use);
        return { use, isClear: flow === undefined, isWeak: flow?.isChecked === true };
      });
      assert.deepEqual(
        {
          clear: flows.filter(({ isClear }) => isClear).map(({ use }) => use),
          weak: flows.filter(({ isWeak }) => isWeak).map(({ use }) => use),
        },
        { clear: listed(clear), weak: listed(weak) },
      );
    });
  }
});
