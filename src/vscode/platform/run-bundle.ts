/** Runs a bundle of ours and returns what it exports, as the editor itself runs extensions in a worker. */
export function runBundle(name: string, text: string): object {
  const module = { exports: {} };
  const refuse = (wanted: string): never => {
    throw new Error(`${name} asks for ${wanted}, which a worker does not have`);
  };
  new Function('module', 'exports', 'require', `${text}\n//# sourceURL=fairlead/dist/${name}`)(
    module,
    module.exports,
    refuse,
  );
  return module.exports;
}
