import { type Command, Option } from 'commander';
import type { RotationStep } from '../domain/identities/index.js';
import { KeyRing } from '../provider/keys/key-ring.js';
import { operate, print } from './command.js';

/** `yihao keys list|rotate|rotate-index`. */
export function keyCommands(program: Command): void {
  const keys = program.command('keys').description('signing keys, and the key of the number index');
  keys
    .command('list')
    .description('list the signing keys and their states')
    .action(() =>
      operate(async ({ database }) => {
        const all = await database.uow.read.signingKeys.all();
        if (all.length === 0) print('There is no signing key yet; the first start of the service makes them.');
        for (const { kid, alg, state, changedAt } of all)
          print(`${kid}  ${alg}  ${state.padEnd(9)}  since ${changedAt.toISOString()}`);
      }),
    );
  keys
    .command('rotate')
    .description('publish new signing keys; every node signs with them by itself, without a restart')
    .addOption(new Option('--alg <alg>', 'only this algorithm').choices(['ES256', 'RS256']))
    .action((options: { alg?: 'ES256' | 'RS256' }) =>
      operate(async ({ database, keys: management, clock, operator }) => {
        const ring = new KeyRing({ uow: database.uow, keys: management, clock });
        const { kids, signsFrom } = await ring.rotate(`operator:${operator}`, options.alg);
        print(`Published ${kids.join(' and ')}. A running node signs with it from ${signsFrom.toISOString()}.`);
      }),
    );
  keys
    .command('rotate-index')
    .description('replace the key of the number index while the service runs; may be broken off and run again')
    .action(() =>
      operate(async ({ domain, operator }) => {
        const version = await domain.indexKeyRotation.run(operator, (step) => print(told(step)));
        print(`The number index is under key ${version}.`);
      }),
    );
}

function told(step: RotationStep): string {
  switch (step.step) {
    case 'begun':
      return `Key ${step.to} is written beside key ${step.from}.`;
    case 'resumed':
      return `Going on from key ${step.from} to key ${step.to}.`;
    case 'indexed':
      return `${step.identities} identities indexed.`;
    case 'switched':
      return `Key ${step.to} is the current one.`;
    case 'dropped':
      return `${step.rows} rows under key ${step.version} dropped.`;
  }
}
