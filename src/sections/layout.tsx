import type { ComponentChildren, VNode } from 'preact';
import type { Text } from '../shared/text.js';
import { NotificationBanner, P } from '../ui/components/index.js';
import type { PageContext } from '../ui/context.js';
import { usePage, useText } from '../ui/page/environment.js';
import { renderPage } from '../ui/page/page.js';
import type { SectionPageOptions } from './section.js';
import { SECTIONS } from './sections.messages.js';

interface Entry {
  readonly path: string;
  readonly name: Text;
}

interface Surroundings {
  readonly sections: readonly Entry[];
  readonly navigation: Text;
  readonly banner: VNode | undefined;
}

/** Draws a page of a room: its navigation, and beside it the view. */
export function renderSectionPage(
  ctx: PageContext,
  around: Surroundings,
  view: VNode,
  options: SectionPageOptions,
): void {
  // The longest that the address begins with: the first section's is the beginning of all.
  const current = around.sections
    .filter(({ path }) => ctx.path === path || ctx.path.startsWith(`${path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  const frame = (
    <SectionFrame {...around} current={current}>
      {view}
    </SectionFrame>
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
function SectionFrame({
  sections,
  navigation,
  banner,
  current,
  children,
}: Surroundings & { current: Entry | undefined; children: ComponentChildren }) {
  const t = useText();
  const { said, unsent } = usePage().ctx.state;
  const list = <Entries sections={sections} current={current} />;
  return (
    <div class="yihao-room">
      <nav class="yihao-room__side" aria-label={t(navigation)}>
        {list}
        <SignOut />
      </nav>
      <nav class="yihao-room__menu" aria-label={t(navigation)}>
        <details>
          <summary>
            <span>{t(navigation)}</span>
            {current && <span class="yihao-room__here">{t(current.name)}</span>}
          </summary>
          {list}
          <SignOut />
        </details>
      </nav>
      <div class="yihao-room__page">
        {said && (
          <NotificationBanner success>
            <P text={said} />
          </NotificationBanner>
        )}
        {banner}
        {unsent && (
          <NotificationBanner id="unsent">
            <P text={SECTIONS.unsent} />
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
    <ul class="yihao-room__entries">
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
    <p class="yihao-room__out">
      <a href="/logout">{useText()(SECTIONS.signOut)}</a>
    </p>
  );
}
