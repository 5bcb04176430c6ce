import { z } from 'zod';
import { claimLabel } from '../../domain/departments/index.js';
import type { Ward } from '../../domain/guardians/index.js';
import type { House } from '../../domain/house.js';
import { parseName } from '../../domain/identities/index.js';
import { FRESH, SIGNED_IN } from '../../sections/door.js';
import { say } from '../../shared/text.js';
import { readForm, rejectForm } from '../../ui/forms/forms.js';
import type { AccountContext, AccountPages, Citizen } from '../section.js';
import { ChildPage, ClosePage, WithdrawPage } from './child.views.js';
import { FAMILY } from './family.messages.js';

const FAMILY_PATH = '/account/family';
const PATH = `${FAMILY_PATH}/children/:id`;
/** Events that are looked through for the latest to show. */
const EVENTS = 60;
const SHOWN = 10;

const closeForm = z.object({ name: z.string().max(200).trim().min(1) });
const closeTexts = { name: { required: FAMILY.closeMissing, invalid: FAMILY.closeMissing } };

/** A child's account, for the guardian: what is done in it, and how to take the consent back or close it. */
export function childPages(
  deps: Pick<House, 'applications' | 'clock' | 'consents' | 'sessions' | 'tell' | 'uow' | 'wards'>,
  { take, show, page, done }: AccountPages,
): void {
  const { wards, sessions, consents, applications, uow, tell, clock } = deps;
  const mine = (ctx: AccountContext, { identityId }: Citizen) => wards.find(identityId, ctx.params.id ?? '');
  const belowChild = (ctx: AccountContext, { id, name }: Ward) => ({
    values: { name },
    back: { href: `${FAMILY_PATH}/children/${id}`, text: say(FAMILY.childTitle, ctx.state.locale, { name }) },
  });

  async function connected(wardId: string) {
    const now = clock.now();
    const live = (await consents.ofIdentity(wardId)).filter((one) => !one.withdrawnAt && one.expiresAt > now);
    return Promise.all(
      live.map(async ({ applicationId, items }) => ({
        name: (await applications.load(applicationId))?.name ?? { zh: applicationId, en: applicationId },
        claims: items.filter(({ granted }) => granted).map((item) => claimLabel(item)),
      })),
    );
  }

  show(PATH, SIGNED_IN, async (ctx, citizen) => {
    const ward = await mine(ctx, citizen);
    if (!ward) return done(ctx, FAMILY_PATH, FAMILY.over);
    await wards.looked(citizen.identityId, ward);
    const now = clock.now();
    const all = await uow.read.audit.ofIdentity(ward.identityId, EVENTS);
    // What guardians did themselves is told to the child.
    const events = await tell(all.filter(({ type }) => !type.startsWith('guardian.')));
    const view = (
      <ChildPage
        ward={ward}
        sessions={(await sessions.ofIdentity(ward.identityId)).filter((one) => !one.endedAt && one.expiresAt > now)}
        connected={await connected(ward.identityId)}
        events={events.filter(({ words }) => words !== null).slice(0, SHOWN)}
      />
    );
    const back = { href: FAMILY_PATH, text: FAMILY.back };
    page(ctx, view, { title: FAMILY.childTitle, values: { name: ward.name }, back });
  });

  show(`${PATH}/withdraw`, FRESH, async (ctx, citizen) => {
    const ward = await mine(ctx, citizen);
    if (!ward) return done(ctx, FAMILY_PATH, FAMILY.over);
    page(ctx, <WithdrawPage ward={ward} />, { title: FAMILY.withdrawTitle, ...belowChild(ctx, ward) });
  });
  take(`${PATH}/withdraw`, FRESH, async (ctx, { identityId }) => {
    const withdrawn = await wards.withdraw(identityId, ctx.params.id ?? '');
    await done(ctx, FAMILY_PATH, withdrawn ? FAMILY.withdrawn : FAMILY.over);
  });

  show(`${PATH}/close`, FRESH, async (ctx, citizen) => {
    const ward = await mine(ctx, citizen);
    if (!ward) return done(ctx, FAMILY_PATH, FAMILY.over);
    page(ctx, <ClosePage ward={ward} />, { title: FAMILY.closeTitle, ...belowChild(ctx, ward) });
  });
  take(`${PATH}/close`, FRESH, async (ctx, citizen) => {
    const ward = await mine(ctx, citizen);
    if (!ward) return done(ctx, FAMILY_PATH, FAMILY.over);
    const read = readForm(ctx, closeForm, closeTexts);
    const typed = read.ok ? parseName(read.value.name) : undefined;
    if (!typed?.ok || typed.name !== ward.name) {
      const form = read.ok ? rejectForm(ctx, { field: 'name', text: FAMILY.closeDiffers }) : read;
      return page(ctx, <ClosePage ward={ward} />, { title: FAMILY.closeTitle, form, ...belowChild(ctx, ward) });
    }
    const closed = await wards.close(citizen.identityId, ward.id);
    await done(ctx, FAMILY_PATH, closed ? FAMILY.closed : FAMILY.over);
  });
}
