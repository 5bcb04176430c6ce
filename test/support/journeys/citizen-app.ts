import { createHash } from 'node:crypto';
import { Router } from '@koa/router';
import request from 'supertest';
import type { NewApplication } from '../../../src/domain/departments/index.js';
import type { Aal } from '../../../src/domain/records/index.js';
import type { Interactions } from '../../../src/provider/interactions.js';
import type { PageState } from '../../../src/ui/context.js';
import { renderExpired } from '../../../src/ui/page/trouble.js';
import { startPages } from '../house.js';
import { enrolmentOf } from '../identities/identities.js';
import { MovableClock } from '../movable-clock.js';
import type { MakeStores, Stores } from '../stores.js';

/** Portals of these tests stand where nobody listens: browsers stop there. */
export const portalOrigin = (id: string): string => `https://${id}.example.test`;

const both = (text: string) => ({ zh: text, en: `${text} (en)` });

export type CitizenApp = Awaited<ReturnType<typeof startCitizenApp>>;

interface Shared {
  readonly clock: MovableClock;
  readonly troubles: unknown[];
  readonly recentMs: number;
  /** The first node's address, which browsers name whichever node answers them. */
  issuer?: string;
  citizen: string;
  aal: Aal;
}

/** One node of it, listening. */
async function startNode(stores: Stores, shared: Shared) {
  const { clock, troubles, recentMs } = shared;
  const node = await startPages(
    stores,
    () => ({
      clock,
      protocol: { settings: { recentMs } },
      routers: ({ interactions }) => [willingCitizen(interactions, shared)],
      onTrouble: (cause) => void troubles.push(cause),
    }),
    shared.issuer,
  );
  shared.issuer ??= node.url;
  return node;
}

/**
 * The real provider with the real consent and logout pages. Logging in and continuing, which have tests of their own,
 * happen by themselves: as `app.citizen`, with two factors.
 * @param recentMs as the provider's setting of that name
 */
export async function startCitizenApp(make: MakeStores, recentMs = 0) {
  const stores = await make();
  const clock = new MovableClock();
  const troubles: unknown[] = [];
  const state: Shared = { clock, troubles, recentMs, citizen: '', aal: 2 };
  const nodes = [await startNode(stores, state)];
  const { url, domain, house } = nodes[0]!;
  await domain.departments.add(
    { id: 'dept', name: both('杭州市测试局'), level: 'city', region: '330100' },
    'operator:tests',
  );
  const registered = await domain.identities.register(enrolmentOf(1, { name: '张三丰', phone: '+8613812345678' }));
  if (registered.outcome !== 'registered') throw new Error('the number was taken');
  state.citizen = registered.identity.id;

  return Object.assign(state, {
    url,
    domain,
    house,
    stores,
    /** Another node on the same stores. */
    async secondNode() {
      const node = await startNode(await stores.secondNode(), state);
      nodes.push(node);
      return node;
    },
    async addPortal(id: string, input: Partial<NewApplication> = {}) {
      const origin = portalOrigin(id);
      const added = await domain.applications.add(
        {
          id,
          departmentId: 'dept',
          name: both(`${id}网`),
          summary: both('测试'),
          homeUri: `${origin}/login`,
          redirectUris: [`${origin}/callback`],
          postLogoutRedirectUris: [`${origin}/bye`],
          backchannelLogoutUri: `${origin}/backchannel`,
          authentication: 'none',
          pkce: 'required',
          ...input,
        },
        'operator:tests',
      );
      if (added.outcome !== 'added') throw new Error(JSON.stringify(added.faults));
      return added.application;
    },
    async close(): Promise<void> {
      for (const node of nodes.toReversed()) await node.close();
      await stores.close();
    },
  });
}

/** Stands in for the login and continue pages, and for turning back. */
function willingCitizen(interactions: Interactions, state: { citizen: string; aal: Aal }): Router<PageState> {
  const router = new Router<PageState>();
  const pages = ['login', 'register', 'continue'].map((page) => `/interaction/:uid/${page}`);
  router.get(pages, async (ctx) => {
    const uid = ctx.params.uid!;
    const details = await interactions.details(ctx, uid);
    if (details.outcome !== 'open') return renderExpired(ctx);
    if (details.step === 'continue') return interactions.finishContinue(ctx, uid);
    await interactions.finishLogin(ctx, uid, {
      identityId: state.citizen,
      aal: state.aal,
      amr: state.aal === 1 ? ['pwd'] : ['pwd', 'otp', 'sms', 'mfa'],
      used: state.aal === 1 ? ['password'] : ['password', 'sms'],
      remember: true,
    });
  });
  router.post('/interaction/:uid/abort', async (ctx) => interactions.abort(ctx, ctx.params.uid!));
  return router;
}

/**
 * An authorization request of a public portal, and the tokens that its answer is worth.
 * @param origin where the portal stands
 */
export function authorization(
  app: { url: string },
  id: string,
  more: Record<string, string> = {},
  origin = portalOrigin(id),
) {
  const verifier = 'v'.repeat(43);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const redirectUri = `${origin}/callback`;
  const query = new URLSearchParams({
    client_id: id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid',
    state: 'state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  });
  return {
    url: `${app.url}/authorize?${query}`,
    async tokens(at: URL): Promise<{ id_token: string; access_token: string }> {
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code: at.searchParams.get('code') ?? '',
        redirect_uri: redirectUri,
        code_verifier: verifier,
        client_id: id,
      });
      const answer = await request(app.url).post('/token').send(`${body}`);
      const tokens = answer.body as { id_token: string; access_token: string; error?: string };
      if (tokens.error) throw new Error(`${at} gave ${tokens.error}`);
      return tokens;
    },
  };
}
