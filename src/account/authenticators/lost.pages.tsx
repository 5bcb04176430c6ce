import { usableOf } from '../../domain/authenticators/index.js';
import type { House } from '../../domain/house.js';
import { TWO_FACTORS } from '../../sections/door.js';
import { Bullets, Button, ButtonGroup, ButtonLink, Heading, P } from '../../ui/components/index.js';
import type { Words } from '../../ui/context.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { Form, rejectForm } from '../../ui/forms/forms.js';
import { useText } from '../../ui/page/environment.js';
import type { AccountContext, AccountPages, Citizen } from '../section.js';
import { BACK, LIST } from './authenticator-pages.js';
import { AUTHENTICATORS, LOST, PASSKEY } from './authenticators.messages.js';

/** A passkey that is lost cannot prove that it may go: two other factors ask for it to end, and it does a day later. */
export function lostPages({
  authenticators,
  recoveries,
  clock,
}: Pick<House, 'authenticators' | 'clock' | 'recoveries'>): Pick<{ mount(p: AccountPages): void }, 'mount'> {
  return {
    mount({ show, take, page, done }) {
      /** The passkey's name; undefined where it is gone. */
      async function nameOf(ctx: AccountContext, { identityId }: Citizen): Promise<Words | undefined> {
        const usable = usableOf(await authenticators.list(identityId), clock.now());
        const one = usable.find(({ id, kind }) => kind === 'passkey' && id === ctx.params.id);
        return one && (one.label ?? PASSKEY.name);
      }
      function draw(ctx: AccountContext, name: Words, form: FormState): void {
        page(ctx, <LostPage name={name} />, {
          title: AUTHENTICATORS.lost,
          form,
          back: BACK,
        });
      }

      show(`${LIST}/lost/:id`, TWO_FACTORS, async (ctx, citizen) => {
        const name = await nameOf(ctx, citizen);
        if (!name) return done(ctx, LIST, AUTHENTICATORS.gone);
        draw(ctx, name, {});
      });
      take(`${LIST}/lost/:id`, TWO_FACTORS, async (ctx, citizen) => {
        const name = await nameOf(ctx, citizen);
        if (!name) return done(ctx, LIST, AUTHENTICATORS.gone);
        const { identityId, session } = citizen;
        const lost = { identityId, goal: 'passkey', authenticatorId: ctx.params.id! } as const;
        const { locale } = ctx.state;
        const { outcome } = await recoveries.begin(lost, { by: 'session', uid: session.uid }, { locale });
        if (outcome === 'waits') return done(ctx, LIST, LOST.done);
        if (outcome === 'unknown') return done(ctx, LIST, AUTHENTICATORS.gone);
        const why = { waiting: LOST.waiting, not_proven: LOST.notProven, last: AUTHENTICATORS.lastLead };
        draw(ctx, name, rejectForm(ctx, { field: '', text: why[outcome] }));
      });
    },
  };
}

function LostPage({ name }: { name: Words }) {
  const t = useText();
  return (
    <>
      <Heading text={LOST.title} values={{ name: t(name) }} />
      <P text={LOST.lead} />
      <Bullets texts={[LOST.waits, LOST.word, LOST.afterwards]} />
      <Form>
        <ButtonGroup>
          <Button look="warning" text={LOST.confirm} id="lost" />
          <ButtonLink look="secondary" href={LIST} text={AUTHENTICATORS.keep} />
        </ButtonGroup>
      </Form>
    </>
  );
}
