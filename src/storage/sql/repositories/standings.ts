import type {
  RefreshTokenRecord,
  Standing,
  StandingQuestion,
  StandingRepository,
} from '../../../domain/records/index.js';
import { Repository } from '../repository.js';
import * as schema from '../schema/index.js';
import { MOST_TOGETHER, type Row, sizeFor, type Value } from '../session.js';
import { Table } from '../table.js';

const identityTable = new Table(schema.identities);
const refreshTokenTable = new Table(schema.refreshTokens);

const IDENTITY = identityTable.columnsUnder('i');

/** Each part reads at most one row of each table by its primary key, however many parts there are. */
const part = (n: number): string =>
  `SELECT ${n} AS n, ${IDENTITY}, g.payload AS grant_payload, ` +
  'CASE WHEN s.uid IS NOT NULL AND s.ended_at IS NULL THEN 1 ELSE 0 END AS session_live FROM identities i ' +
  'LEFT JOIN login_sessions s ON s.uid = ? LEFT JOIN provider_grants g ON g.digest = ? AND g.revoked_at IS NULL ' +
  'WHERE i.id = ?';

const PARTS = Array.from({ length: MOST_TOGETHER }, (_, n) => part(n));

const OF_REFRESH_TOKEN =
  `SELECT ${refreshTokenTable.columnsUnder('t')}, ${IDENTITY}, g.payload AS grant_payload FROM refresh_tokens t ` +
  'LEFT JOIN identities i ON i.id = t.identity_id ' +
  'LEFT JOIN provider_grants g ON g.digest = t.grant_digest AND g.revoked_at IS NULL WHERE t.digest = ?';

export class SqlStandings extends Repository implements StandingRepository {
  async of(questions: readonly StandingQuestion[]): Promise<readonly (Standing | undefined)[]> {
    const found: (Standing | undefined)[] = [];
    for (let first = 0; first < questions.length; first += MOST_TOGETHER) {
      found.push(...(await this.#together(questions.slice(first, first + MOST_TOGETHER))));
    }
    return found;
  }

  async ofRefreshToken(
    digest: string,
  ): Promise<{ readonly token: RefreshTokenRecord; readonly standing: Standing | undefined } | undefined> {
    const [row] = await this.session.rows(OF_REFRESH_TOKEN, [digest]);
    if (!row) return undefined;
    const token = refreshTokenTable.recordUnder('t', row);
    // Compared once more, as `Table.find` does.
    return token.digest === digest ? { token, standing: standingIn(row, token.identityId) } : undefined;
  }

  async #together(questions: readonly StandingQuestion[]): Promise<readonly (Standing | undefined)[]> {
    const size = sizeFor(questions.length);
    const values: Value[] = [];
    for (let n = 0; n < size; n++) {
      const { sessionUid = null, grantDigest = null, identityId = null } = questions[n] ?? {};
      values.push(sessionUid, grantDigest, identityId);
    }
    const rows = await this.session.rows(PARTS.slice(0, size).join(' UNION ALL '), values);
    const found: (Standing | undefined)[] = questions.map(() => undefined);
    for (const row of rows) {
      const n = Number(row.n);
      found[n] = standingIn(row, questions[n]!.identityId);
    }
    return found;
  }
}

function standingIn(row: Row, identityId: string): Standing | undefined {
  if (row.i_id !== identityId) return undefined;
  const payload = row.grant_payload;
  return {
    identity: identityTable.recordUnder('i', row),
    sessionLive: Number(row.session_live ?? 0) === 1,
    grant: payload === null ? undefined : JSON.parse(String(payload)),
  };
}
