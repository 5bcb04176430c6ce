export type { Terminal, TerminalRepository } from './terminal.js';
export { type AddTerminalResult, Terminals, type TerminalsDeps } from './terminals.js';
