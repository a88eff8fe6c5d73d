import type { Argument, Expr, Parameter, Stmt } from '../../src/core/syntax/ir.js';

/** One line that shows the whole shape of a statement, bodies included. */
export function printStmt(stmt: Stmt): string {
  switch (stmt.kind) {
    case 'import':
      return `import ${stmt.names.map(printImported).join(', ')}`;
    case 'from-import': {
      const names = stmt.isStar ? '*' : stmt.names.map(printImported).join(', ');
      return `from ${'.'.repeat(stmt.level)}${stmt.module} import ${names}`;
    }
    case 'assign': {
      const annotation = stmt.annotation === undefined ? '' : `: ${printExpr(stmt.annotation)}`;
      const value = stmt.value === undefined ? '' : ` ${stmt.operator} ${printExpr(stmt.value)}`;
      return `${stmt.targets.map(printExpr).join(' = ')}${annotation}${value}`;
    }
    case 'expr':
      return printExpr(stmt.value);
    case 'return':
      return stmt.value === undefined ? 'return' : `return ${printExpr(stmt.value)}`;
    case 'if':
    case 'while':
      return `${stmt.kind} ${printExpr(stmt.test)} ${printBody(stmt.body)}${printElse('else', stmt.orelse)}`;
    case 'for':
      return `for ${printExpr(stmt.target)} in ${printExpr(stmt.iterable)} ${printBody(stmt.body)}${printElse('else', stmt.orelse)}`;
    case 'with': {
      const items = stmt.items.map(
        (item) =>
          `${printExpr(item.value)}${item.target === undefined ? '' : ` as ${printExpr(item.target)}`}`,
      );
      return `with ${items.join(', ')} ${printBody(stmt.body)}`;
    }
    case 'try': {
      const handlers = stmt.handlers.map((handler) => {
        const type = handler.type === undefined ? '' : ` ${printExpr(handler.type)}`;
        const name = handler.name === undefined ? '' : ` as ${handler.name.name}`;
        return ` except${type}${name} ${printBody(handler.body)}`;
      });
      return `try ${printBody(stmt.body)}${handlers.join('')}${printElse('else', stmt.orelse)}${printElse('finally', stmt.final)}`;
    }
    case 'function': {
      const returns = stmt.returns === undefined ? '' : ` -> ${printExpr(stmt.returns)}`;
      const head = `${stmt.isAsync ? 'async ' : ''}def ${stmt.name}(${printParameters(stmt.parameters)})${returns}`;
      return `${printDecorators(stmt.decorators)}${head} ${printBody(stmt.body.read())}`;
    }
    case 'class':
      return `${printDecorators(stmt.decorators)}class ${stmt.name}(${printArguments(stmt.bases)}) ${printBody(stmt.body.read())}`;
    case 'scope':
      return `${stmt.type} ${stmt.names.join(', ')}`;
    case 'other-stmt': {
      const parts = [
        `values[${stmt.values.map(printExpr).join(', ')}]`,
        ...(stmt.targets.length === 0 ? [] : [`binds[${stmt.targets.map(printExpr).join(', ')}]`]),
        ...stmt.bodies.map(printBody),
      ];
      return `other ${parts.join(' ')}`;
    }
  }
}

/** One line that shows the whole shape of an expression; parentheses show how it is nested. */
export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'name':
      return expr.name;
    case 'attribute':
      return `${printExpr(expr.object)}.${expr.name}`;
    case 'call':
      return `${printExpr(expr.callee)}(${printArguments(expr.args)})`;
    case 'constant':
      if (expr.type === 'ellipsis') return '...';
      return `${expr.type === 'bytes' ? 'b' : ''}${JSON.stringify(expr.value)}`;
    case 'template':
      return `f[${expr.parts.map((part) => (typeof part === 'string' ? JSON.stringify(part) : printExpr(part))).join(' ')}]`;
    case 'sequence':
      return `${expr.type}[${expr.items.map(printExpr).join(', ')}]`;
    case 'dict': {
      const entries = expr.entries.map((entry) =>
        entry.key === undefined
          ? `**${printExpr(entry.value)}`
          : `${printExpr(entry.key)}: ${printExpr(entry.value)}`,
      );
      return `{${entries.join(', ')}}`;
    }
    case 'binary':
      return `(${printExpr(expr.left)} ${expr.operator} ${printExpr(expr.right)})`;
    case 'unary':
      return `(${expr.operator} ${printExpr(expr.operand)})`;
    case 'compare':
      return `(${expr.operands
        .map((operand, index) => (index === 0 ? '' : ` ${expr.operators[index - 1]} `) + printExpr(operand))
        .join('')})`;
    case 'conditional':
      return `(${printExpr(expr.test)} ? ${printExpr(expr.body)} : ${printExpr(expr.orelse)})`;
    case 'subscript':
      return `${printExpr(expr.object)}[${expr.indices.map(printExpr).join(', ')}]`;
    case 'comprehension': {
      const clauses = expr.clauses.map(
        (clause) => ` for ${printExpr(clause.target)} in ${printExpr(clause.iterable)}`,
      );
      const conditions = expr.conditions.map((condition) => ` if ${printExpr(condition)}`);
      return `<${expr.elements.map(printExpr).join(': ')}${clauses.join('')}${conditions.join('')}>`;
    }
    case 'wrap':
      return `${expr.operator}(${printExpr(expr.value)})`;
    case 'named':
      return `(${expr.target.name} := ${printExpr(expr.value)})`;
    case 'function-expr':
      return `(${printStmt(expr.stmt)})`;
    case 'module':
      return `<module ${expr.name}>`;
    case 'other':
      return `?(${expr.children.map(printExpr).join(', ')})`;
  }
}

function printArguments(args: readonly Argument[]): string {
  return args
    .map((argument) => {
      const name = argument.name === undefined ? '' : `${argument.name}=`;
      return `${argument.spread ?? ''}${name}${printExpr(argument.value)}`;
    })
    .join(', ');
}

function printParameters(parameters: readonly Parameter[]): string {
  return parameters
    .map((parameter) => {
      const annotation = parameter.annotation === undefined ? '' : `: ${printExpr(parameter.annotation)}`;
      const fallback = parameter.fallback === undefined ? '' : ` = ${printExpr(parameter.fallback)}`;
      const name = parameter.pattern === undefined ? parameter.name : printExpr(parameter.pattern);
      return `${parameter.spread ?? ''}${name}${annotation}${fallback}`;
    })
    .join(', ');
}

function printDecorators(decorators: readonly Expr[]): string {
  return decorators.map((decorator) => `@${printExpr(decorator)} `).join('');
}

function printImported(name: { readonly name: string; readonly alias?: string }): string {
  return name.alias === undefined ? name.name : `${name.name} as ${name.alias}`;
}

function printBody(body: readonly Stmt[]): string {
  return `{${body.map(printStmt).join('; ')}}`;
}

function printElse(word: string, body: readonly Stmt[]): string {
  return body.length === 0 ? '' : ` ${word} ${printBody(body)}`;
}
