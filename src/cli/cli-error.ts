/** The program cannot do what was asked; ends it with exit code 2. The message says what, where and the remedy. */
export class CliError extends Error {
  override readonly name = 'CliError';
}

/** The user pressed Ctrl+C; ends the program with exit code 130. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}
