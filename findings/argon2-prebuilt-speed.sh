#!/usr/bin/env bash
# The prebuilt binary of argon2 0.45.1 takes more than 1.3 times the CPU of the same sources built on the spot for the CPU.
#
# A good engineer would guess: a cryptographic library in C picks its fastest code when it starts, as OpenSSL does, so that
# a prebuilt binary is as fast as a built one; and building it, if anything, gives some percent.
#
# Seen: Argon2's optimised code is chosen by the compiler's flags (opt.c and blamka-round-opt.h: SSE2, AVX2 or AVX-512), and
# the binary that is shipped for x64 has SSE2 alone. Built with -O3 -march=native a hash takes about half;
# x86-64-v2 gives little, x86-64-v3 (AVX2) gives most of it. npm never builds it where a prebuilt binary fits, and
# node-gyp's own -O3 without -march changes nothing.
#
# Source: package argon2 0.45.1, binding.gyp and argon2/src/blake2/blamka-round-opt.h; node-gyp-build, which looks into
# build/Release before prebuilds.
# Needs: Linux on x64 with AVX2, Node 22.22 or newer with its headers beside it (include/node), npm, python3, make, g++.
set -euo pipefail
grep -q avx2 /proc/cpuinfo || { echo 'this CPU has no AVX2'; exit 2; }
prefix=$(node -p 'path.dirname(path.dirname(process.execPath))')
[ -f "$prefix/include/node/node_api.h" ] || { echo "this Node ($prefix) has no headers beside it"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts argon2@0.45.1 node-gyp@13.1.0

cat >measure.cjs <<'JS'
const { hash } = require('argon2');
const options = { memoryCost: 19456, timeCost: 2, parallelism: 1 };
(async () => {
  const times = [];
  for (let round = 0; round < 60; round += 1) {
    const before = process.cpuUsage();
    await hash('correct horse', options);
    const { user, system } = process.cpuUsage(before);
    if (round >= 10) times.push((user + system) / 1000);
  }
  console.log(times.sort((a, b) => a - b)[25].toFixed(1));
})();
JS
echo "Node $(node -p process.versions.node), $(g++ --version | head -1), $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2)"
prebuilt=$(node measure.cjs)
echo "prebuilt: $prebuilt ms of CPU for a hash of 19 MiB, t = 2"
for march in x86-64-v2 x86-64-v3 native; do
  (cd node_modules/argon2 &&
    CFLAGS="-O3 -march=$march" CXXFLAGS="-O3 -march=$march" node ../node-gyp/bin/node-gyp.js rebuild "--nodedir=$prefix" >build.log 2>&1) ||
    { tail node_modules/argon2/build.log; exit 2; }
  built=$(node measure.cjs)
  echo "built with -O3 -march=$march: $built ms"
done
node -e "
const same = $prebuilt / $built > 1.3;
console.log(same ? 'as found' : 'this has changed');
process.exit(same ? 0 : 1);"
