import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';

type IsFromYihao = (
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: string,
  keys: ReadonlyMap<string, Buffer>,
  more?: readonly string[],
) => boolean;

/** The program by which docs/guides/signed-requests.md verifies a request, as it stands there. */
export async function readVerifier(): Promise<IsFromYihao> {
  const guide = readFileSync('docs/guides/signed-requests.md', 'utf8');
  const program = /^```js\n([\s\S]+?)^```$/m.exec(guide)![1]!;
  const { isFromYihao } = await import(`data:text/javascript,${encodeURIComponent(program)}`);
  return isFromYihao as IsFromYihao;
}
