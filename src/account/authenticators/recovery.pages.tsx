import type { House } from '../../domain/house.js';
import { FRESH } from '../../sections/door.js';
import { beijingTime } from '../../shared/beijing-time.js';
import { Button, ButtonGroup, ButtonLink, Heading, P, WarningText } from '../../ui/components/index.js';
import { Form } from '../../ui/forms/forms.js';
import { useText } from '../../ui/page/environment.js';
import { type AuthenticatorPages, BACK, LIST } from './authenticator-pages.js';
import { RECOVERY } from './authenticators.messages.js';

const PATH = '/account/authenticators/recovery';

/** Codes on paper among the ways to log in. They stand in the answer to the form that made them, and nowhere else. */
export function recoveryPages({ recovery, clock }: Pick<House, 'clock' | 'recovery'>): AuthenticatorPages {
  return {
    kind: 'recovery',
    name: RECOVERY.name,
    about: RECOVERY.about,
    named: false,
    async describe({ identityId }) {
      const left = (await recovery.left(identityId)) ?? 0;
      return {
        zh: RECOVERY.left.zh.replace('{left}', String(left)),
        en: RECOVERY.left.en.replace('{left}', String(left)),
      };
    },
    change: { href: PATH, text: RECOVERY.again },
    add: {
      href: PATH,
      text: RECOVERY.add,
      help: RECOVERY.addHelp,
      may: (all) => !all.some(({ kind }) => kind === 'recovery'),
    },
    mount({ show, take, page }) {
      show(PATH, FRESH, async (ctx, { identityId }) =>
        page(ctx, <MakeCodesPage left={await recovery.left(identityId)} />, { title: RECOVERY.title, back: BACK }),
      );
      take(PATH, FRESH, async (ctx, { identityId }) => {
        const codes = await recovery.make(identityId);
        const time = beijingTime(clock.now(), ctx.state.locale);
        page(ctx, <CodesPage codes={codes} time={time} />, { title: RECOVERY.made });
      });
    },
  };
}

function MakeCodesPage({ left }: { left: number | undefined }) {
  const t = useText();
  return (
    <>
      <Heading text={RECOVERY.title} />
      <P text={RECOVERY.lead} />
      <P text={RECOVERY.once} />
      {left !== undefined && <WarningText text={t(RECOVERY.replaces, { left })} />}
      <Form>
        <Button text={RECOVERY.make} />
      </Form>
    </>
  );
}

function CodesPage({ codes, time }: { codes: readonly string[]; time: string }) {
  const t = useText();
  const file = [t(RECOVERY.fileTitle), t(RECOVERY.madeAt, { time }), '', ...codes, '', t(RECOVERY.fileFoot), ''];
  const href = `data:text/plain;charset=utf-8,${encodeURIComponent(file.join('\r\n'))}`;
  return (
    <>
      <Heading text={RECOVERY.made} />
      <WarningText text={RECOVERY.keep} />
      <ol class="yihao-codes" translate={false}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <P text={RECOVERY.madeAt} values={{ time }} look="small" />
      <ButtonGroup>
        <a class="govuk-button govuk-button--secondary" href={href} download={t(RECOVERY.fileName)} id="download">
          {t(RECOVERY.download)}
        </a>
        <ButtonLink href={LIST} text={RECOVERY.kept} />
      </ButtonGroup>
    </>
  );
}
