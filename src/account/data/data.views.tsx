import { Heading, Link, P } from '../../ui/components/index.js';
import { useText } from '../../ui/environment.js';
import { DATA } from './data.messages.js';

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

export function DataOverview() {
  const t = useText();
  return (
    <>
      <Heading text={DATA.section} />
      <P text={DATA.lead} />
      <ul class="yihao-things">
        {RIGHTS.map(({ href, title, about, link }) => (
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
