import { z } from 'zod';
import { hasRoom, type LinkOutcome, type OutsideProvider } from '../../domain/authenticators/index.js';
import type { House } from '../../domain/house.js';
import { OWN_DEVICE } from '../../sections/door.js';
import { Button, Heading, InsetText, P } from '../../ui/components/index.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { Form, rejectForm } from '../../ui/forms/forms.js';
import { useText } from '../../ui/page/environment.js';
import { leave } from '../../ui/page/leave.js';
import type { AccountContext } from '../section.js';
import { type AuthenticatorPages, BACK, LIST } from './authenticator-pages.js';
import { OUTSIDE } from './authenticators.messages.js';

const PATH = '/account/authenticators/outside';
const RETURN = `${PATH}/return`;

/** What waits for an answer: begun by this citizen in this session, and good for nobody else. */
const DRAFT = 'outside-link';
const draft = z.object({ identityId: z.string(), session: z.string(), challenge: z.record(z.string(), z.string()) });

/** Linked accounts among the ways to log in, and the walk to the other site and back on which one is linked. */
export function outsidePages({ outside }: Pick<House, 'outside'>): AuthenticatorPages {
  return {
    kind: 'outside',
    name: OUTSIDE.name,
    about: OUTSIDE.about,
    named: true,
    describe: async (one) => outside.providerOf(one)?.name ?? OUTSIDE.unset,
    add: {
      href: PATH,
      text: OUTSIDE.add,
      help: OUTSIDE.addHelp,
      may: (all) => outside.providers.length > 0 && hasRoom(all, 'outside'),
    },
    mount({ show, take, page, done }) {
      const draw = (ctx: AccountContext, form: FormState = {}): void =>
        page(ctx, <LinkPage providers={outside.providers} />, {
          title: OUTSIDE.title,
          form,
          back: BACK,
        });
      const refuse = (ctx: AccountContext, outcome: Exclude<LinkOutcome, 'linked'>): void =>
        draw(ctx, rejectForm(ctx, { field: '', text: OUTSIDE[outcome] }));

      show(PATH, OWN_DEVICE, async (ctx) => draw(ctx));
      take(PATH, OWN_DEVICE, async (ctx, { identityId, session }) => {
        const site = outside.providers.find(({ id }) => id === ctx.state.form.get('provider'));
        if (!site) return draw(ctx);
        const begun = await outside.begin(site.id);
        if (!begun) return refuse(ctx, 'unavailable');
        const { challenge, href, state } = begun;
        await ctx.state.visit.set(DRAFT, { identityId, session: session.uid, challenge });
        await leave(ctx, { site, href, state, to: RETURN });
      });

      show(RETURN, OWN_DEVICE, async (ctx, { identityId, session }) => {
        const kept = await ctx.state.visit.take(DRAFT, draft);
        // Whoever had to log in anew on the way back comes here with neither.
        if (!kept || ctx.querystring === '') return draw(ctx);
        const own = kept.identityId === identityId && kept.session === session.uid;
        const outcome = own ? await outside.link(identityId, kept.challenge, ctx.querystring) : 'refused';
        if (outcome !== 'linked') return refuse(ctx, outcome);
        await done(ctx, LIST, OUTSIDE.done);
      });
    },
  };
}

function LinkPage({ providers }: { providers: readonly OutsideProvider[] }) {
  const t = useText();
  return (
    <>
      <Heading text={OUTSIDE.title} />
      <P text={OUTSIDE.lead} />
      <InsetText>
        <P text={OUTSIDE.own} />
      </InsetText>
      {providers.length === 0 && <P text={OUTSIDE.none} />}
      {providers.map(({ id, name }) => (
        <Form action={PATH} key={id}>
          <Button look="secondary" name="provider" value={id} text={t(OUTSIDE.link, { name: t(name) })} />
        </Form>
      ))}
    </>
  );
}
