#!/usr/bin/env bash
# argon2 0.45.1 (npm) makes strings that the reference implementation of Argon2 cannot read.
#
# A good engineer would guess: a PHC string is what lets one program verify what another has hashed, so a library's string
# can move to Python, PHP or C with the database; and a release that says nothing about it does not change the format.
#
# Seen: since 0.45 the parameters are written m, p, t. The format's order is m, t, p, and the reference decoder, on which
# argon2-cffi, PHP and others stand, answers "Decoding failed". The library itself reads either order, so no test that
# hashes and verifies with it notices. The string of 0.44.0 is read by both.
# What helps: `raw: true`, and writing the string oneself; or putting the parameters of stored strings back in order.
#
# Source: https://github.com/ranisalt/node-argon2/issues/559; https://github.com/P-H-C/phc-string-format; argon2.cjs of the
# package, where `params` is put together.
# Needs: Node 20 or newer, npm, python3 with pip.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts new@npm:argon2@0.45.1 old@npm:argon2@0.44.0
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target python argon2-cffi==25.1.0

cat >make.cjs <<'JS'
const options = { memoryCost: 19456, timeCost: 2, parallelism: 1 };
const text = (name) => require(name).hash('correct horse', options);
Promise.all(['new', 'old'].map(text)).then(async ([made, before]) => {
  if (!(await require('new').verify(made, 'correct horse'))) process.exit(1);
  console.log(`${made}\n${before}`);
});
JS
cat >read.py <<'PY'
import sys
from argon2.low_level import Type, verify_secret
def read(text):
    try:
        return verify_secret(text.encode(), b"correct horse", Type.ID)
    except Exception as error:
        return str(error)
made, before = sys.stdin.read().split()
print("argon2 0.44.0:", before.split("$")[3], "->", read(before))
print("argon2 0.45.1:", made.split("$")[3], "->", read(made))
same = read(before) is True and read(made) == "Decoding failed" and made.split("$")[3] == "m=19456,p=1,t=2"
print("as found" if same else "this has changed")
sys.exit(0 if same else 1)
PY
node make.cjs | PYTHONPATH=python python3 read.py
