import { z } from 'zod';
import type { House } from '../../domain/house.js';
import type { Offer } from '../../domain/rights/index.js';
import { FRESH } from '../../sections/door.js';
import { Button, ButtonGroup, ButtonLink, Checkboxes, Heading, P } from '../../ui/components/index.js';
import { Form, readForm } from '../../ui/forms/forms.js';
import type { AccountPages } from '../section.js';
import { DATA } from './data.messages.js';
import { RETURN } from './return.messages.js';

const RETURN_PATH = '/account/data/return';
const form = z.object({ departments: z.array(z.string().max(64)) });

/** Who closed an account before chooses which departments are to know them again. */
export function returnPages({ returns }: Pick<House, 'returns'>, { show, take, page, done }: AccountPages): void {
  show(RETURN_PATH, FRESH, async (ctx, { identityId }) => {
    const offers = await returns.offers(identityId);
    if (offers.length === 0) return done(ctx, '/account/data', RETURN.over);
    page(ctx, <Choose offers={offers} />, { title: RETURN.title, back: { href: '/account/data', text: DATA.back } });
  });
  take(RETURN_PATH, FRESH, async (ctx, { identityId }) => {
    const read = readForm(ctx, form);
    const count = await returns.take(identityId, read.ok ? read.value.departments : []);
    const said = count === undefined ? RETURN.over : count === 0 ? RETURN.none : RETURN.done;
    const filled = { zh: said.zh.replace('{count}', String(count)), en: said.en.replace('{count}', String(count)) };
    await done(ctx, '/account/data', filled);
  });
}

function Choose({ offers }: { offers: readonly Offer[] }) {
  const items = offers.map(({ departmentId, department, knownAnew }) => {
    return { value: departmentId, label: department, ...(knownAnew && { hint: RETURN.anew }) };
  });
  return (
    <>
      <Heading text={RETURN.title} />
      <P text={RETURN.about} />
      <P text={RETURN.lead} />
      <Form>
        <Checkboxes name="departments" legend={RETURN.departments} items={items} />
        <ButtonGroup>
          <Button text={RETURN.submit} id="return" />
          <ButtonLink look="secondary" href="/account/data" text={RETURN.later} />
        </ButtonGroup>
      </Form>
    </>
  );
}
