import type { Family, GuardianOfMine, Ward } from '../../domain/guardians/index.js';
import { maskName } from '../../domain/identities/index.js';
import { beijingDate, beijingHour, beijingTime } from '../../shared/beijing-time.js';
import type { Text } from '../../shared/text.js';
import { ButtonLink, Heading, InsetText, P, SummaryList, Tag } from '../../ui/components/index.js';
import { GuardianList } from '../../ui/guardian-list.js';
import { usePage, useText } from '../../ui/page/environment.js';
import { FAMILY } from './family.messages.js';

const PATH = '/account/family';

/** @param until the day on which the child turns 14, YYYY-MM-DD */
export function FamilyOfChild({ guardians, until }: { guardians: readonly GuardianOfMine[]; until: string }) {
  const { locale } = usePage();
  const full = guardians.filter(({ state }) => state === 'confirmed').length > 1;
  return (
    <>
      <Heading text={FAMILY.mineTitle} />
      <P text={FAMILY.mineLead} values={{ date: beijingDate(beijingHour(until), locale) }} />
      {guardians.length === 0 && <P text={FAMILY.mineNone} />}
      <GuardianList guardians={guardians} />
      <P text={FAMILY.mineMay} />
      {!full && <ButtonLink href={`${PATH}/guardian`} text={guardians.length === 0 ? FAMILY.ask : FAMILY.askAnother} />}
    </>
  );
}

export function FamilyOfGuardian({ requests, wards, unfit }: Family) {
  const t = useText();
  return (
    <>
      <Heading text={FAMILY.section} />
      {requests.length + wards.length === 0 && <P text={FAMILY.none} />}
      {requests.length > 0 && (
        <section id="requests">
          <h2 class="govuk-heading-m">{t(FAMILY.requestsTitle)}</h2>
          {unfit && <InsetText>{t(unfit === 'too_weak' ? FAMILY.tooWeak : FAMILY.tooYoung)}</InsetText>}
          <ul class="yihao-things">
            {requests.map((ward) => (
              <Child key={ward.id} ward={ward} since={FAMILY.askedOn} masked={unfit !== undefined}>
                {!unfit && { href: `${PATH}/requests/${ward.id}`, text: FAMILY.decide }}
              </Child>
            ))}
          </ul>
        </section>
      )}
      {wards.length > 0 && (
        <section id="children">
          <h2 class="govuk-heading-m">{t(FAMILY.wardsTitle)}</h2>
          <ul class="yihao-things">
            {wards.map((ward) => (
              <Child key={ward.id} ward={ward} since={FAMILY.since}>
                {{ href: `${PATH}/children/${ward.id}`, text: FAMILY.look }}
              </Child>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface ChildProps {
  ward: Ward;
  since: Text;
  /** The number that leads here was not proven: it could be in anybody's hands. */
  masked?: boolean;
  children: false | { readonly href: string; readonly text: Text };
}

function Child({ ward, since, masked, children: link }: ChildProps) {
  const t = useText();
  const { locale } = usePage();
  const name = masked ? maskName(ward.name) : ward.name;
  const rows = [
    { key: FAMILY.number, value: ward.number },
    { key: since, value: beijingTime(ward.since, locale) },
    { key: FAMILY.until, value: beijingDate(beijingHour(ward.fourteenOn), locale) },
  ];
  return (
    <li class="yihao-thing">
      <h3 class="yihao-thing__name">
        {name}
        {ward.state === 'locked' && <Tag text={FAMILY.locked} colour="red" />}
      </h3>
      <SummaryList plain rows={masked ? rows.slice(1, 2) : rows} />
      {link && <ButtonLink look="secondary" href={link.href} text={t(link.text, { name })} />}
    </li>
  );
}
