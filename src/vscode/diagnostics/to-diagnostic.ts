import * as vscode from 'vscode';
import type { Finding, Level, Location, Notice, Range } from '../../core/index.js';
import { type FileResult, findPart } from '../analysis/file-result.js';
import { codeUri } from '../page/page-uri.js';

/** The `source` of every diagnostic. */
export const diagnosticSource = 'fairlead';

const severities: Readonly<Record<Level, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  note: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** The editor's form of a range. */
export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** The editor's form of a finding. Its code opens the guideline without the network. */
export function toDiagnostic(finding: Finding, result: FileResult): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    toRange(finding.location.range),
    finding.message,
    severities[finding.level],
  );
  diagnostic.source = diagnosticSource;
  const target = codeUri(finding);
  diagnostic.code = target ? { value: finding.ruleId, target } : finding.ruleId;
  diagnostic.relatedInformation = finding.related.map(
    ({ location, message }) =>
      new vscode.DiagnosticRelatedInformation(resolveLocation(result, location), message),
  );
  return diagnostic;
}

/** The editor's form of a notice, such as a suppression that is not used; on the first line when it has no place. */
export function noticeToDiagnostic(
  { message, location }: Notice,
  severity = vscode.DiagnosticSeverity.Information,
): vscode.Diagnostic {
  const range = location ? toRange(location.range) : new vscode.Range(0, 0, 0, 0);
  const diagnostic = new vscode.Diagnostic(range, message, severity);
  diagnostic.source = diagnosticSource;
  return diagnostic;
}

/** Where a location of a result is: an open document of it, else another file of its folder, a cell where that is open. */
function resolveLocation(result: FileResult, location: Location): vscode.Location {
  const range = toRange(location.range);
  const part = findPart(result, location);
  if (part) return new vscode.Location(part.uri, range);
  const folder = vscode.workspace.getWorkspaceFolder(result.uri);
  const isOther = location.path !== result.analysis.path && folder !== undefined;
  const file = isOther ? vscode.Uri.joinPath(folder.uri, location.path) : result.uri;
  if (location.cell === undefined) return new vscode.Location(file, range);
  const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => uri.toString() === file.toString());
  const cell = notebook?.getCells()[location.cell];
  // The range is one of the cell's text: in the file it is none.
  return cell ? new vscode.Location(cell.document.uri, range) : new vscode.Location(file, toRange(nowhere));
}

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
