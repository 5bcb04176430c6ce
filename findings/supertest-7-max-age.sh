#!/usr/bin/env bash
# supertest 7.3.2 (npm): its agent goes on sending a cookie that the server ended by Max-Age=0.
#
# A good engineer would guess: an agent "keeps cookies" as a browser does. Max-Age has been the first of the two ways to
# say how long a cookie lives since RFC 6265 (2011), and wins over Expires where both are given; so a test that logs out
# and asks again with the same agent comes as nobody.
#
# Seen: the jar under it (cookiejar 2.1.4) knows Expires alone. A logout that sets Max-Age=0 leaves the agent logged in,
# and a cookie of one second lives as long as the agent; the same answers with Expires end it. A test that a logout ends
# the session fails for no fault of the service, and one that a session goes on passes although it ended.
# What helps: say Expires (Koa's cookies and oidc-provider do); otherwise test by what the answer sets.
#
# Source: https://github.com/bmeck/node-cookiejar, cookiejar.js, Cookie.prototype.parse, where max-age is no case;
# https://www.rfc-editor.org/rfc/rfc6265#section-5.3, steps 3 and 4.
# Needs: Node 20 or newer, npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts supertest@7.3.2 cookiejar@2.1.4

cat >agent.cjs <<'JS'
const request = require('supertest');
const past = 'Thu, 01 Jan 1970 00:00:00 GMT';
const answers = { '/login': 'sid=1', '/max-age': 'sid=; Max-Age=0', '/expires': `sid=; Expires=${past}` };
const app = (asked, answer) => {
  if (answers[asked.url]) answer.setHeader('set-cookie', `${answers[asked.url]}; Path=/`);
  answer.end(asked.headers.cookie ?? 'no cookie');
};
(async () => {
  const left = {};
  for (const end of ['/max-age', '/expires']) {
    const agent = request.agent(app);
    await agent.get('/login');
    await agent.get(end);
    left[end] = (await agent.get('/')).text;
    console.log(`after ${answers[end]} the agent sends: ${left[end]}`);
  }
  const same = left['/max-age'].startsWith('sid=') && left['/expires'] === 'no cookie';
  console.log(`supertest ${require('supertest/package.json').version}: ${same ? 'as found' : 'this has changed'}`);
  process.exit(same ? 0 : 1);
})();
JS
node agent.cjs
