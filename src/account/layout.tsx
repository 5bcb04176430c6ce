import type { ComponentChildren, VNode } from 'preact';
import type { Recovery } from '../domain/records/index.js';
import { NotificationBanner, P } from '../ui/components/index.js';
import type { PageContext } from '../ui/context.js';
import { usePage, useText } from '../ui/page/environment.js';
import { renderPage } from '../ui/page/page.js';
import { ACCOUNT } from './account.messages.js';
import type { AccountPageOptions, AccountSection } from './section.js';
import { WaitingBanner } from './waiting.views.js';

type Entry = Pick<AccountSection, 'path' | 'name'>;

/** Draws a page of the account: its navigation, and beside it the view. */
export function renderAccountPage(
  ctx: PageContext,
  sections: readonly Entry[],
  view: VNode,
  { waiting, ...options }: AccountPageOptions & { readonly waiting: Recovery | undefined },
): void {
  // The longest that the address begins with: the overview's is the beginning of all.
  const current = sections
    .filter(({ path }) => ctx.path === path || ctx.path.startsWith(`${path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  const frame = (
    <AccountFrame sections={sections} current={current} waiting={waiting}>
      {view}
    </AccountFrame>
  );
  const { unsent } = ctx.state;
  const { form } = options;
  const filled = unsent && { errors: form?.errors ?? [], values: { ...form?.values, ...unsent } };
  renderPage(ctx, frame, { ...options, ...(filled && { form: filled }), width: 'wide' });
}

/**
 * The navigation stands in the page twice, and styles show one: at the side where there is room for it, and folded up
 * above the page on a phone, where `details` opens without a script.
 */
function AccountFrame({
  sections,
  current,
  waiting,
  children,
}: {
  sections: readonly Entry[];
  current: Entry | undefined;
  waiting: Recovery | undefined;
  children: ComponentChildren;
}) {
  const t = useText();
  const { said, unsent } = usePage().ctx.state;
  const list = <Entries sections={sections} current={current} />;
  return (
    <div class="yihao-account">
      <nav class="yihao-account__side" aria-label={t(ACCOUNT.navigation)}>
        {list}
        <SignOut />
      </nav>
      <nav class="yihao-account__menu" aria-label={t(ACCOUNT.navigation)}>
        <details>
          <summary>
            <span>{t(ACCOUNT.navigation)}</span>
            {current && <span class="yihao-account__here">{t(current.name)}</span>}
          </summary>
          {list}
          <SignOut />
        </details>
      </nav>
      <div class="yihao-account__page">
        {said && (
          <NotificationBanner success>
            <P text={said} />
          </NotificationBanner>
        )}
        {waiting && <WaitingBanner recovery={waiting} />}
        {unsent && (
          <NotificationBanner id="unsent">
            <P text={ACCOUNT.unsent} />
          </NotificationBanner>
        )}
        {children}
      </div>
    </div>
  );
}

function Entries({ sections, current }: { sections: readonly Entry[]; current: Entry | undefined }) {
  const t = useText();
  return (
    <ul class="yihao-account__entries">
      {sections.map((section) => (
        <li key={section.path}>
          <a href={section.path} aria-current={section === current ? 'page' : undefined}>
            {t(section.name)}
          </a>
        </li>
      ))}
    </ul>
  );
}

function SignOut() {
  return (
    <p class="yihao-account__out">
      <a href="/logout">{useText()(ACCOUNT.signOut)}</a>
    </p>
  );
}
