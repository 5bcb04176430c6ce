import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { CHAPTERS, type ExportRow, fieldWords } from '../../domain/holdings/index.js';
import type { ExportDocument } from '../../domain/rights/index.js';
import { beijingDate, beijingTime } from '../../shared/beijing-time.js';
import { type Locale, say, sayList, type Text } from '../../shared/text.js';
import { PAPER, WORDS } from './data.messages.js';

/** Without quotes and brackets, which would be escaped. */
const STYLES = `
:root { color-scheme: light dark; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1.0625rem/1.6 system-ui, Noto Sans CJK SC, Microsoft YaHei, sans-serif; overflow-wrap: anywhere; }
section { margin: 3rem 0; }
dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .25rem 1rem; margin: 0; padding: .75rem 0; border-top: 1px solid #8886; }
dl dl { padding: 0 0 .5rem; border: 0; }
dt { font-weight: 600; }
dd { margin: 0; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin: 0 0 .5rem 1rem; } }
`;

/** The export as one HTML document that needs nothing beside itself: to be read, printed or kept without Yihao. */
export function paperOf(document: ExportDocument, locale: Locale): string {
  const t = (text: Text | undefined, otherwise: string, values = {}): string =>
    text ? say(text, locale, values) : otherwise;
  const chapters = Object.entries(document.data).map(([name, rows]) => ({
    ...{ name, rows },
    title: t(CHAPTERS.find((chapter) => chapter.name === name)?.words, name),
  }));
  return `<!DOCTYPE html>${renderToString(
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{say(PAPER.title, locale)}</title>
        <style>{STYLES}</style>
      </head>
      <body>
        <main>
          <h1>{say(PAPER.title, locale)}</h1>
          <p>{say(PAPER.prepared, locale, { time: moment(document.preparedAt, locale) })}</p>
          <p>{say(PAPER.about, locale)}</p>
          <nav aria-label={say(PAPER.contents, locale)}>
            <ul>
              {chapters.map(({ name, title, rows }) => (
                <li key={name}>
                  <a href={`#${name}`}>{say(PAPER.chapter, locale, { name: title, count: rows.length })}</a>
                </li>
              ))}
            </ul>
          </nav>
          {chapters.map(({ name, title, rows }) => (
            <section id={name} key={name}>
              <h2>{title}</h2>
              {rows.length === 0 && <p>{say(PAPER.none, locale)}</p>}
              {rows.map((row, index) => (
                <Facts key={index} row={row} locale={locale} />
              ))}
            </section>
          ))}
        </main>
      </body>
    </html>,
  )}`;
}

/** What is known of one thing; what is not known is left out. */
function Facts({ row, locale }: { row: ExportRow; locale: Locale }) {
  const known = Object.entries(row).filter(([, value]) => value !== null && value !== '');
  return (
    <dl>
      {known.map(([field, value]) => {
        const words = fieldWords(field);
        return [<dt>{words ? say(words, locale) : field}</dt>, <dd>{worded(value, locale)}</dd>];
      })}
    </dl>
  );
}

function worded(value: unknown, locale: Locale): ComponentChildren {
  if (Array.isArray(value)) {
    const plain = value.every((one) => typeof one !== 'object');
    if (plain)
      return sayList(
        value.map((one) => String(worded(one, locale))),
        locale,
      );
    return value.map((one, index) => <Facts key={index} row={one as ExportRow} locale={locale} />);
  }
  if (typeof value === 'object' && value !== null) {
    if ('zh' in value && 'en' in value) return say(value as Text, locale);
    return <Facts row={value as ExportRow} locale={locale} />;
  }
  const text = String(value);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return moment(text, locale);
  return Object.hasOwn(WORDS, text) ? say(WORDS[text]!, locale) : text;
}

function moment(iso: string, locale: Locale): string {
  const at = new Date(iso);
  const [day, time] = [beijingDate(at, locale), beijingTime(at, locale)];
  // With the year, which the clock leaves out.
  return locale === 'en' ? `${time.split(' ')[0]} on ${day}` : `${day} ${time.split(' ').at(-1)}`;
}
