import type { VNode } from 'preact';
import { z } from 'zod';
import type { House } from '../../domain/house.js';
import type { Aal, Authenticator } from '../../domain/records/index.js';
import { FRESH, SIGNED_IN } from '../../sections/door.js';
import type { Text } from '../../shared/text.js';
import type { PageContext } from '../../ui/context.js';
import type { FormState } from '../../ui/forms/form-state.js';
import { readForm } from '../../ui/forms/forms.js';
import type { AccountContext, AccountPages, AccountSection, Citizen } from '../section.js';
import { type AuthenticatorPages, BACK, LIST } from './authenticator-pages.js';
import { AUTHENTICATORS } from './authenticators.messages.js';
import { AuthenticatorList, LastPage, type ListRow, RemovePage, RenamePage } from './authenticators.views.js';

const LABEL_CHARACTERS = 40;

const renameForm = z.object({
  label: z
    .string()
    .trim()
    .min(1)
    .refine((label) => [...label].length <= LABEL_CHARACTERS, 'too_long'),
});
const renameTexts = { label: { required: AUTHENTICATORS.labelMissing, too_long: AUTHENTICATORS.labelLong } };

/**
 * `/account/authenticators`: what the citizen logs in with.
 * @param kinds what each kind shows and how it is added, in the order of the page
 * @param more pages about what there is, beside removing and renaming
 */
export function authenticatorsSection(
  deps: Pick<House, 'authenticators' | 'clock'>,
  kinds: readonly AuthenticatorPages[],
  more: readonly Pick<AccountSection, 'mount'>[] = [],
): AccountSection {
  const { authenticators, clock } = deps;
  const pagesOf = (one: Authenticator): AuthenticatorPages | undefined => kinds.find(({ kind }) => kind === one.kind);

  async function rowOf(one: Authenticator, all: readonly Authenticator[], aal: Aal): Promise<ListRow[]> {
    const pages = pagesOf(one);
    if (!pages) return [];
    const waits = one.usableFrom && one.usableFrom > clock.now() ? one.usableFrom : undefined;
    const ends = one.usableUntil ?? undefined;
    const removable = authenticators.mayGo(all, one) && !ends;
    // Whoever logged in with one can remove them; to others, who cannot, it may be lost.
    const lost = removable && one.kind === 'passkey' && aal < 3;
    return [{ one, pages, waits, ends, lost, detail: await pages.describe?.(one), removable: removable && !lost }];
  }

  function mount(pages: AccountPages): void {
    const { show, take, page, done } = pages;

    show(LIST, SIGNED_IN, async (ctx, { identityId, session }) => {
      const all = await authenticators.list(identityId);
      const rows = (await Promise.all(all.map((one) => rowOf(one, all, session.aal)))).flat();
      const order = (row: ListRow): number => kinds.indexOf(row.pages);
      const sorted = rows.toSorted((a, b) => order(a) - order(b));
      const addable = kinds.filter(({ add }) => add?.may(all));
      page(ctx, <AuthenticatorList rows={sorted} addable={addable} />, { title: AUTHENTICATORS.section });
    });

    /** For a handler that is about one of the citizen's own; one that is gone leads back to the list. */
    const about =
      (handler: (ctx: AccountContext, citizen: Citizen, one: Authenticator) => Promise<void>) =>
      async (ctx: AccountContext, citizen: Citizen): Promise<void> => {
        const all = await authenticators.list(citizen.identityId);
        const one = all.find(({ id }) => id === ctx.params.id);
        return one && pagesOf(one) ? handler(ctx, citizen, one) : done(ctx, LIST, AUTHENTICATORS.gone);
      };
    const sub = (ctx: PageContext, view: VNode, title: Text, form?: FormState, status?: number): void =>
      page(ctx, view, {
        title,
        back: BACK,
        ...(form && { form }),
        ...(status && { status }),
      });

    const rename = (ctx: AccountContext, one: Authenticator, form: FormState): void =>
      sub(ctx, <RenamePage name={pagesOf(one)!.name} />, AUTHENTICATORS.renameTitle, form);
    show(
      `${LIST}/name/:id`,
      SIGNED_IN,
      about(async (ctx, _, one) => rename(ctx, one, { values: { label: one.label ?? '' } })),
    );
    take(
      `${LIST}/name/:id`,
      SIGNED_IN,
      about(async (ctx, { identityId }, one) => {
        const read = readForm(ctx, renameForm, renameTexts);
        if (!read.ok) return rename(ctx, one, read);
        await authenticators.rename(identityId, one.id, read.value.label);
        await done(ctx, LIST, AUTHENTICATORS.renamed);
      }),
    );

    const last = (ctx: AccountContext): void => sub(ctx, <LastPage />, AUTHENTICATORS.lastTitle, undefined, 409);
    show(
      `${LIST}/remove/:id`,
      FRESH,
      about(async (ctx, { identityId }, one) => {
        if (!authenticators.mayGo(await authenticators.list(identityId), one)) return last(ctx);
        const name = one.label ?? pagesOf(one)!.name;
        sub(ctx, <RemovePage name={name} />, AUTHENTICATORS.remove);
      }),
    );
    take(
      `${LIST}/remove/:id`,
      FRESH,
      about(async (ctx, { identityId }, one) => {
        const outcome = await authenticators.remove(identityId, one.id);
        if (outcome === 'last') return last(ctx);
        await done(ctx, LIST, outcome === 'removed' ? AUTHENTICATORS.removed : AUTHENTICATORS.gone);
      }),
    );

    for (const kind of [...kinds, ...more]) kind.mount?.(pages);
  }

  return { path: LIST, name: AUTHENTICATORS.section, mount };
}
