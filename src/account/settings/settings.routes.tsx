import { z } from 'zod';
import type { House } from '../../domain/house.js';
import type { Preference } from '../../domain/records/index.js';
import { SIGNED_IN } from '../../sections/door.js';
import { LOCALES } from '../../shared/text.js';
import { Button, Checkboxes, Heading, P, Radios } from '../../ui/components/index.js';
import { Form, readForm } from '../../ui/forms/forms.js';
import { usePage, useText } from '../../ui/page/environment.js';
import { seeOther } from '../../ui/page/see-other.js';
import { keepPreferences } from '../../ui/visit/preferences.js';
import type { AccountSection } from '../section.js';
import { LANGUAGES, SETTINGS } from './settings.messages.js';

const PATH = '/account/settings';
const NOTICES = `${PATH}/notices`;

const showForm = z.object({ language: z.enum(LOCALES), size: z.enum(['ordinary', 'elder']) });
const noticesForm = z.object({ consent: z.array(z.enum(['phone', 'email'])) });

/** `/account/settings`: language, size and notices, the same on every device. */
export function settingsSection({
  preferences,
  identities,
  secure,
}: Pick<House, 'identities' | 'preferences' | 'secure'>): AccountSection {
  return {
    path: PATH,
    name: SETTINGS.section,
    mount({ show, take, page, done }) {
      show(PATH, SIGNED_IN, async (ctx, { identityId }) => {
        const [chosen, { email }] = await Promise.all([
          preferences.of(identityId),
          identities.reveal(identityId, ['email']),
        ]);
        page(ctx, <SettingsPage chosen={chosen} mail={email !== undefined} />, { title: SETTINGS.section });
      });

      take(PATH, SIGNED_IN, async (ctx, { identityId }) => {
        const read = readForm(ctx, showForm);
        if (!read.ok) return seeOther(ctx, PATH);
        const { language, size } = read.value;
        const elder = size === 'elder';
        await preferences.change(identityId, { language, elder: elder ? 1 : 0 });
        keepPreferences(ctx, { locale: language, elder }, secure);
        await done(ctx, PATH, SETTINGS.saved);
      });

      take(NOTICES, SIGNED_IN, async (ctx, { identityId }) => {
        const read = readForm(ctx, noticesForm);
        if (!read.ok) return seeOther(ctx, PATH);
        await preferences.change(identityId, { notices: { consent: read.value.consent } });
        await done(ctx, PATH, SETTINGS.saved);
      });
    },
  };
}

function SettingsPage({ chosen, mail }: { chosen: Preference; mail: boolean }) {
  const t = useText();
  const { locale, ctx } = usePage();
  const language = chosen.language ?? locale;
  const elder = chosen.elder === null ? ctx.state.elder : chosen.elder === 1;
  const wished = chosen.notices?.consent ?? [];
  return (
    <>
      <Heading text={SETTINGS.section} />
      <section>
        <h2 class="govuk-heading-m">{t(SETTINGS.show)}</h2>
        <P text={SETTINGS.showLead} />
        <Form id="show">
          <Radios
            name="language"
            legend={SETTINGS.language}
            hint={SETTINGS.languageHint}
            inline
            items={LOCALES.map((value) => ({
              value,
              label: LANGUAGES[value],
              lang: value,
              checked: value === language,
            }))}
          />
          <Radios
            name="size"
            legend={SETTINGS.size}
            items={[
              { value: 'ordinary', label: SETTINGS.ordinary, checked: !elder },
              { value: 'elder', label: SETTINGS.elder, checked: elder },
            ]}
          />
          <Button text={SETTINGS.save} />
        </Form>
      </section>
      <section>
        <h2 class="govuk-heading-m">{t(SETTINGS.notices)}</h2>
        <h3 class="govuk-heading-s">{t(SETTINGS.always)}</h3>
        <P text={SETTINGS.alwaysLead} />
        <Form action={NOTICES} id="notices">
          <Checkboxes
            name="consent"
            legend={SETTINGS.consent}
            hint={SETTINGS.consentHint}
            items={[
              { value: 'phone', label: SETTINGS.phone, checked: wished.includes('phone') },
              ...(mail ? [{ value: 'email', label: SETTINGS.email, checked: wished.includes('email') }] : []),
            ]}
          />
          {!mail && <P text={SETTINGS.emailFirst} />}
          <Button text={SETTINGS.save} />
        </Form>
      </section>
    </>
  );
}
