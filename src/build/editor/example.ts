/** The project that the editor opens when a person or a test names none, relative to the root. */
export const exampleProject = 'examples/ticket-triage';
