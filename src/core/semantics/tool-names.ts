/** True for a class that is called a tool: `BaseTool`, `ToolBase`, not `Toolbar`. */
export function isToolClass(name: string): boolean {
  return /(?:^|[a-z0-9_])Tool(?![a-z])/.test(name);
}

/** True for a function that says it makes tools: `tool`, `register_tool`, not `toolbar`. */
export function isToolName(name: string): boolean {
  return /(?:^|_)tools?(?:$|_)/.test(name);
}
