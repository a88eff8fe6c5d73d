import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { OriginKind, ValueUse } from '../../../src/core/rules/rule.js';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import { probeModule } from '../../support/probe.js';
import { loadParser } from '../../support/syntax.js';

const HEAD =
  'import io, os, re, uuid\nfrom enum import Enum\nfrom pathlib import Path\nfrom typing import Annotated, List, Literal, Optional, Union\n' +
  'from fastapi import FastAPI, Form, Header, Request, UploadFile\n' +
  'from pydantic import BaseModel, Field, StringConstraints, constr, field_validator, validator\n' +
  'app = FastAPI()\nPREFIX = "/v1"\nclass Mode(str, Enum):\n    a = "a"\nclass Inner(BaseModel):\n    kind: Literal["a"]\n    text: str\n' +
  'class Body(Inner):\n    mode: Mode\n    modes: list[Mode]\n    count: Optional[int] = None\n    either: Union[str, int]\n    name: str = Field(pattern="^[a-z]+$")\n' +
  '    old: constr(regex="^[a-z]+$")\n    new: Annotated[str, StringConstraints(pattern="^[a-z]+$")]\n    loose: str = Field(pattern="[a-z]+")\n' +
  '    long: str = Field(max_length=9)\n    checked: str\n    seen: str\n    inner: Inner\n' +
  '    @field_validator("checked")\n    @classmethod\n    def check(cls, value):\n        if value not in ("a", "b"):\n            raise ValueError\n        return value\n' +
  '    @validator("seen")\n    def see(cls, value):\n        log(value)\n        return value\n';

/** A route, its parameters, and the value that is probed. */
const PATHS: readonly (readonly [route: string, parameters: string, value: string, isPath: boolean])[] = [
  ['"/{name}"', 'name: str', 'name', false],
  ['"/{name}"', 'name', 'name', false],
  ['PREFIX + "/{name}"', 'name: str', 'name', false],
  ['route()', 'name: str', 'name', false],
  ['route()', 'name: str = ""', 'name', true],
  ['"/{name:path}"', 'name: str', 'name', true],
  ['"/files"', 'name: str', 'name', true],
  ['path="/files"', 'name: str = Form(...)', 'name', true],
  ['"/files"', 'key: str = Header()', 'key', false],
  ['"/files"', 'key: Annotated[str, Header()]', 'key', false],
  ['"/files"', 'file: UploadFile', 'file', false],
  ['"/files"', 'file: UploadFile', 'file.filename', true],
  ['"/files"', 'files: List[UploadFile]', 'files[0].filename', true],
  ['"/files"', 'file: UploadFile', 'file.file', false],
  ['"/files"', 'request: Request', 'request.query_params["n"]', true],
  ['"/files"', 'request: Request', 'request.path_params["n"]', false],
  ['"/files"', 'request: Request', 'request.user.name', false],
  ['"/files"', 'name: str', 'os.path.join("a", name)', true],
  ['"/files"', 'name: str', 'Path("a") / name', true],
  ['"/files"', 'name: str', 'f"a/{name}"', true],
  ['"/files"', 'name: str', 'os.path.basename(name)', false],
  ['"/files"', 'name: str', 'Path(name).name', false],
  ['"/files"', 'name: str', 'Path(name).suffix', false],
  ['"/files"', 'name: str', 'Path(name).parent', true],
  ['"/files"', 'name: str', 'os.path.splitext(name)[1]', false],
  ['"/files"', 'name: str', 'name.split("/")[-1]', false],
  ['"/files"', 'name: str', 'name.rsplit("/", 1)[-1]', false],
  ['"/files"', 'name: str', 'name.rsplit("/", 1)[0]', true],
  ['"/files"', 'name: str', 'name.split(".")[-1]', false],
  ['"/files"', 'name: str', 'name.split(".")[0]', true],
  ['"/files"', 'name: str', 'name.split(",")[-1]', true],
  ['"/files"', 'name: str', 'name.replace("/", "_")', false],
  ['"/files"', 'name: str', 'name.replace("_", "/")', true],
  ['"/files"', 'name: str', 'name.replace("/", "/x")', true],
  ['"/files"', 'name: str', 're.sub(r"[^\\w.-]", "", name)', false],
  ['"/files"', 'name: str', 're.sub(r"[^\\w./-]", "", name)', true],
  ['"/files"', 'name: str', 're.sub(r"[^!-~]", "", name)', true],
  ['"/files"', 'name: str', 'io.BytesIO(name)', false],
  ['"/files"', 'name: str', 'NAMES[name]', false],
];

/** A value of a request that is handed to a helper, and whether it leads to another file. */
const HANDED: readonly (readonly [value: string, isPath: boolean])[] = [
  ['request.args["n"]', true],
  ['request.files["n"]', false],
  ['request.files[key]', false],
  ['request.files[key].stream', false],
  ['request.files[key].filename', true],
  ['request.view_args["n"]', false],
];

/** A type of a parameter of a request, the value that is probed, and what the type makes of it. */
const TYPES: readonly (readonly [type: string, value: string, outcome: 'clear' | 'weak' | 'open'])[] = [
  ['int', 'x', 'clear'],
  ['Optional[int]', 'x', 'clear'],
  ['int | None', 'x', 'clear'],
  ['uuid.UUID', 'x', 'clear'],
  ['Mode', 'x', 'clear'],
  ['Mode', 'x.value', 'clear'],
  ['Optional[Literal["a", "b"]]', 'x', 'clear'],
  ['List[Mode]', 'x[0]', 'clear'],
  ['Union[int, str]', 'x', 'open'],
  ['str | int', 'x', 'open'],
  ['dict[str, int]', 'x', 'open'],
  ['Annotated[str, Field(pattern="^[a-z]+$")]', 'x', 'clear'],
  ['Annotated[str, Field(pattern="a")]', 'x', 'open'],
  ['Body', 'x.mode', 'clear'],
  ['Body', 'x.mode.value', 'clear'],
  ['Body', 'x.modes', 'clear'],
  ['Body', 'x.count', 'clear'],
  ['Body', 'x.name', 'clear'],
  ['Body', 'x.old', 'clear'],
  ['Body', 'x.new', 'clear'],
  ['Body', 'x.loose', 'weak'],
  ['Body', 'x.long', 'open'],
  ['Body', 'x.checked', 'clear'],
  ['Body', 'x.seen', 'open'],
  ['Body', 'x.kind', 'clear'],
  ['Body', 'x.text', 'open'],
  ['Body', 'x.inner.text', 'open'],
  ['Body', 'x', 'open'],
  ['str', 'Inner(text=x, kind="a").text', 'open'],
  ['str', 'Inner.model_validate_json(x).kind', 'clear'],
  ['str', 'Inner.model_validate_json(x).text', 'open'],
  ['str', 'Inner(**x).kind', 'clear'],
  ['str', 'Mode(x).value', 'clear'],
];

describe('what values serve as', () => {
  const { semantics } = loadKnowledge(process.cwd());
  let parser: CodeParser;
  before(async () => {
    parser = await loadParser();
  });
  after(() => parser.delete());

  function judge(code: string, kind: OriginKind, use?: ValueUse): 'clear' | 'weak' | 'open' {
    const { module, probes } = probeModule(HEAD + code, parser, semantics);
    const [probe] = probes;
    assert.ok(probe !== undefined, 'there is no probe');
    const flow = module.tracer.trace(probe.value, probe.site, [kind], use);
    return flow === undefined ? 'clear' : flow.isChecked === true ? 'weak' : 'open';
  }

  for (const [route, parameters, value, isPath] of PATHS) {
    it(`${value} of (${parameters}) at ${route} is ${isPath ? 'a' : 'no'} path`, () => {
      const code = `@app.post(${route})\ndef f(${parameters}):\n    probe(${value})\n`;
      assert.equal(judge(code, 'request', 'path'), isPath ? 'open' : 'clear');
    });
  }

  for (const [value, isPath] of HANDED) {
    it(`${value} of a request that is handed on is ${isPath ? 'a' : 'no'} path`, () => {
      const code = `import flask\ndef g(request, key):\n    probe(${value})\ndef f():\n    g(flask.request, "a")\n`;
      assert.equal(judge(code, 'request', 'path'), isPath ? 'open' : 'clear');
    });
  }

  for (const [type, value, outcome] of TYPES) {
    it(`${value} of a parameter that is ${type} is ${outcome}`, () => {
      assert.equal(judge(`@app.post("/")\ndef f(x: ${type}):\n    probe(${value})\n`, 'request'), outcome);
    });
  }
});
