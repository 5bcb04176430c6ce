import type { Authenticator } from '../../domain/records/index.js';
import { beijingDate, beijingTime } from '../../shared/beijing-time.js';
import { Button, ButtonGroup, ButtonLink, Heading, Link, P, TextInput } from '../../ui/components/index.js';
import type { Words } from '../../ui/context.js';
import { Form } from '../../ui/forms/forms.js';
import { usePage, useText } from '../../ui/page/environment.js';
import type { AuthenticatorPages } from './authenticator-pages.js';
import { AUTHENTICATORS } from './authenticators.messages.js';

export interface ListRow {
  readonly one: Authenticator;
  readonly pages: AuthenticatorPages;
  /** What it is known by beside its label. */
  readonly detail: Words | undefined;
  readonly removable: boolean;
  /** When it can be used, where that is still to come. */
  readonly waits: Date | undefined;
  /** When it ends, where a recovery ends it. */
  readonly ends: Date | undefined;
  /** It may be lost: there is a way to end it without it. */
  readonly lost: boolean;
}

export function AuthenticatorList({
  rows,
  addable,
}: {
  rows: readonly ListRow[];
  addable: readonly AuthenticatorPages[];
}) {
  const t = useText();
  return (
    <>
      <Heading text={AUTHENTICATORS.section} />
      <P text={AUTHENTICATORS.lead} />
      <section>
        <h2 class="govuk-heading-m">{t(AUTHENTICATORS.have)}</h2>
        <ul class="yihao-things">
          {rows.map((row) => (
            <Row key={row.one.id} {...row} />
          ))}
        </ul>
      </section>
      {addable.length > 0 && (
        <section>
          <h2 class="govuk-heading-m">{t(AUTHENTICATORS.more)}</h2>
          <ul class="yihao-things">
            {addable.map(({ kind, name, add }) => (
              <li class="yihao-thing" key={kind}>
                <h3>{t(name)}</h3>
                <p>{t(add!.help)}</p>
                <div class="yihao-thing__acts">
                  <Link href={add!.href} text={add!.text} />
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Row({ one, pages, detail, removable, waits, ends, lost }: ListRow) {
  const t = useText();
  const { locale } = usePage();
  const { id, label, createdAt, lastUsedAt } = one;
  const acts = [
    pages.change,
    pages.named ? { href: `/account/authenticators/name/${id}`, text: AUTHENTICATORS.rename } : undefined,
    lost ? { href: `/account/authenticators/lost/${id}`, text: AUTHENTICATORS.lost } : undefined,
    removable ? { href: `/account/authenticators/remove/${id}`, text: AUTHENTICATORS.remove } : undefined,
  ].filter((act) => act !== undefined);
  const used = lastUsedAt
    ? t(AUTHENTICATORS.used, { time: beijingTime(lastUsedAt, locale) })
    : t(AUTHENTICATORS.unused);
  return (
    <li class="yihao-thing" data-kind={pages.kind}>
      <h3>
        {label ?? t(pages.name)}
        {label && <span class="yihao-thing__kind">{t(pages.name)}</span>}
        {detail && <span class="yihao-thing__kind">{t(detail)}</span>}
      </h3>
      <p>{t(pages.about)}</p>
      {waits && <p>{t(AUTHENTICATORS.waits, { time: beijingTime(waits, locale) })}</p>}
      {ends && <p>{t(AUTHENTICATORS.ends, { time: beijingTime(ends, locale) })}</p>}
      <p>
        {t(AUTHENTICATORS.added, { date: beijingDate(createdAt, locale) })} · {used}
      </p>
      {acts.length > 0 && (
        <div class="yihao-thing__acts">
          {acts.map(({ href, text }) => (
            <a href={href} key={href}>
              {t(text)}
              <span class="govuk-visually-hidden"> {label ?? t(pages.name)}</span>
            </a>
          ))}
        </div>
      )}
    </li>
  );
}

export function RenamePage({ name }: { name: Words }) {
  return (
    <>
      <Heading text={AUTHENTICATORS.renameTitle} caption={name} />
      <Form>
        <TextInput name="label" label={AUTHENTICATORS.label} hint={AUTHENTICATORS.labelHint} autocomplete="off" />
        <Button text={AUTHENTICATORS.save} />
      </Form>
    </>
  );
}

export function RemovePage({ name }: { name: Words }) {
  const t = useText();
  return (
    <>
      <Heading text={AUTHENTICATORS.removeTitle} values={{ name: t(name) }} />
      <P text={AUTHENTICATORS.removeLead} />
      <Form>
        <ButtonGroup>
          <Button look="warning" text={AUTHENTICATORS.removeNow} id="remove" />
          <ButtonLink look="secondary" href="/account/authenticators" text={AUTHENTICATORS.keep} />
        </ButtonGroup>
      </Form>
    </>
  );
}

export function LastPage() {
  return (
    <>
      <Heading text={AUTHENTICATORS.lastTitle} />
      <P text={AUTHENTICATORS.lastLead} />
    </>
  );
}
