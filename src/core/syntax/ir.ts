/**
 * The common shape that every language is lowered to. Nodes form a tree and carry offsets into the module text.
 * What a language cannot express in these terms becomes `other` with its children, so nothing inside is lost.
 */

/** Offsets are mutable because a kept tree is shifted when text before it changes. */
interface Placed {
  start: number;
  end: number;
}

export interface NameExpr extends Placed {
  readonly kind: 'name';
  readonly name: string;
}

export interface AttributeExpr extends Placed {
  readonly kind: 'attribute';
  readonly object: Expr;
  readonly name: string;
  /** Offset of the attribute's name. */
  nameStart: number;
}

export interface CallExpr extends Placed {
  readonly kind: 'call';
  readonly callee: Expr;
  readonly args: readonly Argument[];
  /** Offset of the opening parenthesis. */
  argsStart: number;
  /** `element`: a JSX element, whose attributes are named arguments. `tag`: a tagged template. No fix can edit either. */
  readonly form?: 'element' | 'tag';
  /** True where an object that is passed may stand for named arguments, as in JavaScript. */
  readonly takesOptions?: true;
}

export interface Argument extends Placed {
  readonly kind: 'argument';
  /** Keyword; absent for a positional argument. */
  readonly name?: string;
  /** `*` or `**`; absent for a plain argument. */
  readonly spread?: '*' | '**';
  readonly value: Expr;
}

export type ConstantValue = string | number | boolean | null;

export interface ConstantExpr extends Placed {
  readonly kind: 'constant';
  readonly type: 'string' | 'bytes' | 'number' | 'boolean' | 'none' | 'ellipsis' | 'regex';
  /** Bytes are given as text with one code unit per byte; numbers beyond doubles are rounded. */
  readonly value: ConstantValue;
}

/** A string with values in it; texts and values alternate freely. */
export interface TemplateExpr extends Placed {
  readonly kind: 'template';
  readonly parts: readonly (string | Expr)[];
}

export interface SequenceExpr extends Placed {
  readonly kind: 'sequence';
  readonly type: 'list' | 'tuple' | 'set';
  readonly items: readonly Expr[];
}

export interface DictEntry extends Placed {
  readonly kind: 'entry';
  /** Absent for `**spread`. */
  readonly key?: Expr;
  readonly value: Expr;
}

export interface DictExpr extends Placed {
  readonly kind: 'dict';
  readonly entries: readonly DictEntry[];
}

export interface BinaryExpr extends Placed {
  readonly kind: 'binary';
  /** Source operator; `and` and `or` included. */
  readonly operator: string;
  readonly left: Expr;
  readonly right: Expr;
}

export interface UnaryExpr extends Placed {
  readonly kind: 'unary';
  readonly operator: string;
  readonly operand: Expr;
}

export interface CompareExpr extends Placed {
  readonly kind: 'compare';
  readonly operators: readonly string[];
  readonly operands: readonly Expr[];
}

export interface ConditionalExpr extends Placed {
  readonly kind: 'conditional';
  readonly test: Expr;
  readonly body: Expr;
  readonly orelse: Expr;
}

export interface SubscriptExpr extends Placed {
  readonly kind: 'subscript';
  readonly object: Expr;
  readonly indices: readonly Expr[];
}

export interface ComprehensionClause extends Placed {
  readonly kind: 'clause';
  readonly target: Expr;
  readonly iterable: Expr;
}

export interface ComprehensionExpr extends Placed {
  readonly kind: 'comprehension';
  /** One element, or key and value of a dict. */
  readonly elements: readonly Expr[];
  readonly clauses: readonly ComprehensionClause[];
  readonly conditions: readonly Expr[];
}

/** `await x`, `yield x`, `*x`: a value passed on. */
export interface WrapExpr extends Placed {
  readonly kind: 'wrap';
  readonly operator: 'await' | 'yield' | 'spread';
  readonly value: Expr;
}

/** `x := value`. */
export interface NamedExpr extends Placed {
  readonly kind: 'named';
  readonly target: NameExpr;
  readonly value: Expr;
}

/** A function that stands in an expression; of a Python lambda, its one statement gives back the value. */
export interface FunctionExpr extends Placed {
  readonly kind: 'function-expr';
  readonly stmt: FunctionStmt;
}

/** What `require("name")` or `import("name")` gives. */
export interface ModuleExpr extends Placed {
  readonly kind: 'module';
  readonly name: string;
}

export interface OtherExpr extends Placed {
  readonly kind: 'other';
  readonly children: readonly Expr[];
}

export type Expr =
  | NameExpr
  | AttributeExpr
  | CallExpr
  | ConstantExpr
  | TemplateExpr
  | SequenceExpr
  | DictExpr
  | BinaryExpr
  | UnaryExpr
  | CompareExpr
  | ConditionalExpr
  | SubscriptExpr
  | ComprehensionExpr
  | WrapExpr
  | NamedExpr
  | FunctionExpr
  | ModuleExpr
  | OtherExpr;

export interface Parameter extends Placed {
  readonly kind: 'parameter';
  /** Empty when the parameter is taken apart by a pattern. */
  readonly name: string;
  /** What the parameter is taken apart into: a dict or sequence of targets. */
  readonly pattern?: Expr;
  readonly spread?: '*' | '**';
  readonly annotation?: Expr;
  readonly fallback?: Expr;
}

export interface ImportName extends Placed {
  readonly kind: 'import-name';
  /** Dotted module for `import`, plain name for `from`. */
  readonly name: string;
  readonly alias?: string;
}

/** `import a.b as c`. */
export interface ImportStmt extends Placed {
  readonly kind: 'import';
  readonly names: readonly ImportName[];
}

/** `from ..a import b as c`; `names` is empty for `*`. */
export interface FromImportStmt extends Placed {
  readonly kind: 'from-import';
  readonly module: string;
  /** Leading dots. */
  readonly level: number;
  readonly names: readonly ImportName[];
  readonly isStar: boolean;
}

export interface AssignStmt extends Placed {
  readonly kind: 'assign';
  readonly targets: readonly Expr[];
  /** Absent for a bare annotation. */
  readonly value?: Expr;
  readonly annotation?: Expr;
  /** `=` or an augmented operator such as `+=`. */
  readonly operator: string;
  /**
   * What is bound: a name of the innermost `block` (`const`), or one that is bound already, here or `outside`. Absent: a
   * name of the function or module around.
   */
  readonly binds?: 'block' | 'outside';
}

export interface ExprStmt extends Placed {
  readonly kind: 'expr';
  readonly value: Expr;
}

export interface ReturnStmt extends Placed {
  readonly kind: 'return';
  readonly value?: Expr;
}

export interface IfStmt extends Placed {
  readonly kind: 'if';
  readonly test: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}

export interface ForStmt extends Placed {
  readonly kind: 'for';
  readonly target: Expr;
  readonly iterable: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
  /** As for an assignment. */
  readonly binds?: 'block' | 'outside';
}

export interface WhileStmt extends Placed {
  readonly kind: 'while';
  readonly test: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}

export interface WithItem extends Placed {
  readonly kind: 'with-item';
  readonly value: Expr;
  readonly target?: Expr;
}

export interface WithStmt extends Placed {
  readonly kind: 'with';
  readonly items: readonly WithItem[];
  readonly body: readonly Stmt[];
}

export interface Handler extends Placed {
  readonly kind: 'handler';
  readonly type?: Expr;
  readonly name?: NameExpr;
  readonly body: readonly Stmt[];
}

export interface TryStmt extends Placed {
  readonly kind: 'try';
  readonly body: readonly Stmt[];
  readonly handlers: readonly Handler[];
  readonly orelse: readonly Stmt[];
  readonly final: readonly Stmt[];
}

/** Statements that are lowered when first asked for. */
export interface LazyBody {
  /** Offsets of the body's text. */
  start: number;
  end: number;
  read(): readonly Stmt[];
  /** The statements when they were read already. */
  peek(): readonly Stmt[] | undefined;
}

export interface FunctionStmt extends Placed {
  readonly kind: 'function';
  /** Empty for a function that has none. */
  readonly name: string;
  nameStart: number;
  /** `this`: a method that calls its object so. `around`: as the function around. Absent: by the first parameter. */
  readonly receiver?: 'this' | 'around';
  readonly parameters: readonly Parameter[];
  readonly returns?: Expr;
  readonly decorators: readonly Expr[];
  readonly isAsync: boolean;
  readonly body: LazyBody;
}

export interface ClassStmt extends Placed {
  readonly kind: 'class';
  readonly name: string;
  nameStart: number;
  readonly bases: readonly Argument[];
  readonly decorators: readonly Expr[];
  readonly body: LazyBody;
}

export interface ScopeStmt extends Placed {
  readonly kind: 'scope';
  readonly type: 'global' | 'nonlocal';
  readonly names: readonly string[];
}

/** Any other statement: its expressions and bodies, each body a branch of its own. */
export interface OtherStmt extends Placed {
  readonly kind: 'other-stmt';
  /**
   * `raise`: leaves the function, or the `try` around. `jump`: leaves the loop or this round of it. `assert`: goes on
   * only when the value is true. `match`: the first value is compared with others.
   */
  readonly role?: 'raise' | 'jump' | 'assert' | 'match';
  /** Of a `match`, for each body whether its patterns are nothing but constants. */
  readonly areConstant?: readonly boolean[];
  readonly values: readonly Expr[];
  /** Names bound, as the targets of a `case` pattern. */
  readonly targets: readonly Expr[];
  readonly bodies: readonly (readonly Stmt[])[];
}

export type Stmt =
  | ImportStmt
  | FromImportStmt
  | AssignStmt
  | ExprStmt
  | ReturnStmt
  | IfStmt
  | ForStmt
  | WhileStmt
  | WithStmt
  | TryStmt
  | FunctionStmt
  | ClassStmt
  | ScopeStmt
  | OtherStmt;
