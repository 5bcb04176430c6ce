import { z } from 'zod';
import type { House } from '../../domain/house.js';
import { maskName } from '../../domain/identities/index.js';
import type { SessionRecord } from '../../domain/records/index.js';
import { SIGNED_IN } from '../../sections/door.js';
import type { Text } from '../../shared/text.js';
import { readForm } from '../../ui/forms/forms.js';
import { seeOther } from '../../ui/page/see-other.js';
import type { AccountSection } from '../section.js';
import { screenPages } from './screen.pages.js';
import { SESSIONS } from './sessions.messages.js';
import { SessionList, type SessionRow } from './sessions.views.js';

const PATH = '/account/sessions';
/** No other session has so much time left. */
const DAY_MS = 24 * 3600 * 1000;
const endForm = z.object({ session: z.string().max(64) });

/** `/account/sessions`: where the citizen is logged in now, and the way out of each. */
export function sessionsSection(
  deps: Pick<House, 'applications' | 'clock' | 'identities' | 'qr' | 'sessions'>,
): AccountSection {
  const { sessions, applications, identities, clock } = deps;

  /** The applications that are logged in through it, by name. */
  async function enteredBy({ uid }: SessionRecord): Promise<readonly Text[]> {
    const parts = await sessions.liveApplications(uid);
    const all = await Promise.all(parts.map(({ applicationId }) => applications.load(applicationId)));
    return all.flatMap((application) => (application ? [application.name] : []));
  }

  /** Somebody who acts for the citizen in it, or for whom the citizen does, by their masked name. */
  async function actingIn({ identityId, actorId }: SessionRecord, own: string): Promise<SessionRow['acting']> {
    if (actorId === null) return undefined;
    const by = actorId === own ? 'me' : 'other';
    const { name = '' } = await identities.reveal(by === 'me' ? identityId : actorId, ['name']);
    return { by, name: maskName(name) };
  }

  return {
    path: PATH,
    name: SESSIONS.section,
    mount(pages) {
      const { show, take, page, done } = pages;
      screenPages(pages, deps);

      show(PATH, SIGNED_IN, async (ctx, { identityId, session }) => {
        const now = clock.now();
        const all = [...(await sessions.ofIdentity(identityId)), ...(await sessions.actedBy(identityId))];
        const live = all.filter(({ endedAt, expiresAt }) => !endedAt && expiresAt > now);
        const rows = await Promise.all(
          live.map(async (record) => ({
            record,
            here: record.uid === session.uid,
            stays: record.expiresAt.getTime() - now.getTime() > DAY_MS,
            entered: await enteredBy(record),
            acting: await actingIn(record, identityId),
          })),
        );
        // This one first, and the others as they began.
        const sorted = rows.toSorted((a, b) => Number(b.here) - Number(a.here));
        page(ctx, <SessionList rows={sorted} />, { title: SESSIONS.section });
      });

      take(`${PATH}/end`, SIGNED_IN, async (ctx, { identityId, session }) => {
        const read = readForm(ctx, endForm);
        const uid = read.ok ? read.value.session : '';
        if (uid === session.uid) {
          return seeOther(ctx, '/logout');
        }
        const ended = await sessions.endOwn(identityId, uid);
        await done(ctx, PATH, ended ? SESSIONS.ended : SESSIONS.over);
      });

      take(`${PATH}/end-others`, SIGNED_IN, async (ctx, { identityId, session }) => {
        await sessions.endOthers(identityId, session.uid);
        await done(ctx, PATH, SESSIONS.allEnded);
      });
    },
  };
}
