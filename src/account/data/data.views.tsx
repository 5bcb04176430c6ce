import { Heading, Link, P } from '../../ui/components/index.js';
import { useText } from '../../ui/page/environment.js';
import { DATA } from './data.messages.js';
import { RETURN } from './return.messages.js';

const RIGHTS = [
  { href: '/account/data/export', title: DATA.exportTitle, about: DATA.exportAbout, link: DATA.exportLink },
  {
    href: '/account/data/correction',
    title: DATA.correctionTitle,
    about: DATA.correctionAbout,
    link: DATA.correctionLink,
  },
  { href: '/account/departments', title: DATA.consentsTitle, about: DATA.consentsAbout, link: DATA.consentsLink },
  { href: '/account/data/closing', title: DATA.closingTitle, about: DATA.closingAbout, link: DATA.closingLink },
] as const;

const BACK_AGAIN = { href: '/account/data/return', title: RETURN.title, about: RETURN.about, link: RETURN.link };

/** @param mayReturn whether there is something to get back of a former account: then it comes first */
export function DataOverview({ mayReturn }: { mayReturn: boolean }) {
  const t = useText();
  return (
    <>
      <Heading text={DATA.section} />
      <P text={DATA.lead} />
      <ul class="yihao-things">
        {[...(mayReturn ? [BACK_AGAIN] : []), ...RIGHTS].map(({ href, title, about, link }) => (
          <li class="yihao-thing" key={href}>
            <h2 class="yihao-thing__name">{t(title)}</h2>
            <p>{t(about)}</p>
            <p class="yihao-thing__acts">
              <Link href={href} text={link} />
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
