export { type AddTerminalResult, Terminals, type TerminalsDeps } from './terminals.js';
