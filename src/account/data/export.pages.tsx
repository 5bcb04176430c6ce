import { z } from 'zod';
import { CHAPTERS } from '../../domain/holdings/index.js';
import type { House } from '../../domain/house.js';
import type { DataExport, ExportForm } from '../../domain/records/index.js';
import type { ExportDocument } from '../../domain/rights/index.js';
import { FRESH, OWN_DEVICE, SIGNED_IN } from '../../sections/door.js';
import { beijingDate } from '../../shared/beijing-time.js';
import type { Locale } from '../../shared/text.js';
import { Button, ButtonLink, Heading, P, Tag, WarningText } from '../../ui/components/index.js';
import type { PageContext } from '../../ui/context.js';
import { Form, readForm } from '../../ui/forms/forms.js';
import { usePage, useText } from '../../ui/page/environment.js';
import type { AccountPages } from '../section.js';
import { DATA, EXPORT } from './data.messages.js';
import { paperOf } from './export.paper.js';

const PATH = '/account/data/export';
const FETCH = `${PATH}/fetch`;
const fetchForm = z.object({ form: z.enum(['page', 'json']) });

/** The citizen's copy of everything that is held about them: asked for, watched, fetched. */
export function exportPages(
  { dataExports }: Pick<House, 'dataExports'>,
  { take, show, page, done }: AccountPages,
): void {
  const back = { href: '/account/data', text: DATA.back };
  show(PATH, SIGNED_IN, async (ctx, { identityId }) => {
    const asked = await dataExports.of(identityId);
    page(ctx, asked ? <Progress asked={asked} /> : <Ask />, { title: EXPORT.title, back });
  });
  show(`${PATH}/ask`, FRESH, async (ctx) => page(ctx, <Ask />, { title: EXPORT.title, back }));
  take(`${PATH}/ask`, FRESH, async (ctx, { identityId }) => {
    const outcome = await dataExports.ask(identityId);
    await done(ctx, PATH, EXPORT[outcome]);
  });
  show(FETCH, OWN_DEVICE, async (ctx, { identityId }) => {
    const asked = await dataExports.of(identityId);
    if (!asked?.readyAt) return done(ctx, PATH, EXPORT.gone);
    page(ctx, <Fetch asked={asked} />, { title: EXPORT.fetch, back: { href: PATH } });
  });
  take(FETCH, OWN_DEVICE, async (ctx, { identityId }) => {
    const read = readForm(ctx, fetchForm);
    const result = read.ok && (await dataExports.fetch(identityId, read.value.form));
    if (!read.ok || !result || result.outcome !== 'fetched') return done(ctx, PATH, EXPORT.gone);
    sendFile(ctx, read.value.form, result.document);
  });
}

function sendFile(ctx: PageContext, form: ExportForm, document: ExportDocument): void {
  const { locale } = ctx.state;
  const name = `yihao-${document.preparedAt.slice(0, 10)}.${form === 'json' ? 'json' : 'html'}`;
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Content-Disposition', `attachment; filename="${name}"`);
  ctx.type = form === 'json' ? 'application/json' : 'text/html; charset=utf-8';
  ctx.body = form === 'json' ? JSON.stringify(document, null, 2) : paperOf(document, locale);
}

function Ask() {
  return (
    <>
      <Heading text={EXPORT.title} />
      <P text={EXPORT.lead} />
      <P text={EXPORT.safe} />
      <Form action={`${PATH}/ask`}>
        <Button text={EXPORT.ask} id="ask" />
      </Form>
    </>
  );
}

function Progress({ asked }: { asked: DataExport }) {
  const t = useText();
  const { locale } = usePage();
  const all = CHAPTERS.length;
  const done = Math.min(asked.steps, all);
  const current = CHAPTERS[done];
  return (
    <>
      <Heading text={EXPORT.title} />
      {asked.readyAt ? (
        <>
          <P text={EXPORT.ready} />
          <Until asked={asked} locale={locale} />
          <ButtonLink href={FETCH} text={EXPORT.fetch} />
        </>
      ) : (
        <div data-follow={PATH} aria-live="polite">
          <p class="govuk-body">
            <label for="progress">{t(EXPORT.progress)}</label>{' '}
            <progress id="progress" class="yihao-progress" value={done} max={all} />
          </p>
          <P text={EXPORT.progressOf} values={{ done, all }} />
          {current && <P text={EXPORT.now} values={{ name: t(current.words) }} look="small" />}
          <ButtonLink look="secondary" href={PATH} text={EXPORT.look} />
        </div>
      )}
    </>
  );
}

function Until({ asked, locale }: { asked: DataExport; locale: Locale }) {
  return <P text={EXPORT.until} values={{ day: beijingDate(asked.expiresAt, locale) }} />;
}

function Fetch({ asked }: { asked: DataExport }) {
  const { locale } = usePage();
  const forms = [
    { form: 'page', at: asked.pageFetchedAt, look: 'primary' },
    { form: 'json', at: asked.jsonFetchedAt, look: 'secondary' },
  ] as const;
  const t = useText();
  return (
    <>
      <Heading text={EXPORT.fetch} />
      <Until asked={asked} locale={locale} />
      <P text={EXPORT.which} />
      <WarningText text={EXPORT.care} />
      {forms.map(({ form, at, look }) =>
        at ? (
          <p class="govuk-body" key={form}>
            {t(EXPORT[form])} <Tag text={EXPORT.fetched} colour="grey" />
          </p>
        ) : (
          <Form action={FETCH} key={form}>
            <Button look={look} text={EXPORT[form]} name="form" value={form} id={`fetch-${form}`} />
          </Form>
        ),
      )}
    </>
  );
}
