/** What the files of a run took, held to their budgets. */
import { existsSync, readFileSync } from 'node:fs';

/** Above this many times its budget of CPU time a file fails the run: below, it may be the machine. */
const TOLERANCE = 2;
const SHOWN = 10;

/** Seconds of CPU time for each file, and for each that is not named: the one place for them. */
export const readBudgets = () => JSON.parse(readFileSync('test/budgets.json', 'utf8'));

export const budgetOf = (budgets, file) => budgets.files[file] ?? budgets.others;

/** Faults: files that took more than twice their budget, and budgets of files that are not there. */
export function overBudget(costs, budgets) {
  const over = Object.entries(costs)
    .map(([file, cost]) => ({ file, cpu: cost.own + cost.below, budget: budgetOf(budgets, file) }))
    .filter(({ cpu, budget }) => cpu > TOLERANCE * budget)
    .map(({ file, cpu, budget }) => `${file} took ${cpu.toFixed(1)} s of CPU time, its budget is ${budget} s`);
  const lost = Object.keys(budgets.files)
    .filter((file) => !existsSync(file))
    .map((file) => `test/budgets.json names ${file}, which is not there`);
  return [...over, ...lost];
}

/** The ten files with the most CPU time, a line each. */
export function slowest(costs, budgets) {
  const lines = Object.entries(costs)
    .toSorted(([, one], [, other]) => other.own + other.below - one.own - one.below)
    .slice(0, SHOWN)
    .map(([file, { own, below, wall }]) => {
      const seconds = [own + below, budgetOf(budgets, file), own, below, wall].map((each) =>
        each.toFixed(1).padStart(8),
      );
      return `${seconds.join('')}  ${file}`;
    });
  return ['     CPU  budget     own   below    wall  (seconds)', ...lines];
}
