/**
 * Keycloak, to be measured beside us: its distribution from Maven's repository, as this machine's Maven finds that,
 * and its own production build for MariaDB, once below dist/bench-data/.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findProgram, SetupError } from '../scripts/machine.mjs';

const VERSION = '26.7.5';
const UNPACK = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';
const OLDEST_JAVA = 21;

/** Answers the folder of a Keycloak that `start --optimized` can start, and the JDK to start it with. */
export function provideKeycloak() {
  const javaHome = findJava();
  const home = join('dist', 'bench-data', `keycloak-${VERSION}`);
  if (!existsSync(home)) {
    console.log(`Fetching and building Keycloak ${VERSION} …`);
    make(home, javaHome);
  }
  return { home: resolve(home), javaHome, version: VERSION };
}

function make(home, javaHome) {
  const maven = findProgram('mvn');
  if (!maven) throw new SetupError('Keycloak is fetched with Maven: please install mvn, or leave --peer out.');
  const draft = `${home}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const artifact = `-Dartifact=org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`;
  // There, because it also leaves a folder of its own where it runs.
  run(maven, ['--batch-mode', '--quiet', UNPACK, artifact, '-DoutputDirectory=.'], { cwd: draft });
  const build = [join(draft, `keycloak-${VERSION}`, 'bin', 'kc.sh'), 'build', '--db=mariadb', '--cache=local'];
  run('sh', build, { env: { ...process.env, JAVA_HOME: javaHome } });
  renameSync(join(draft, `keycloak-${VERSION}`), home);
  rmSync(draft, { recursive: true });
}

/** JAVA_HOME, the `java` of the PATH, or the newest of those where Linux distributions put them. */
function findJava() {
  const onPath = findProgram('java');
  const installed = globSync('/usr/lib/jvm/*/bin/java').sort((a, b) => versionOf(b) - versionOf(a));
  const named = process.env.JAVA_HOME && join(process.env.JAVA_HOME, 'bin', 'java');
  const java = [named, onPath, ...installed].find((one) => one && versionOf(one) >= OLDEST_JAVA);
  if (!java) throw new SetupError(`Keycloak needs a JDK ${OLDEST_JAVA} or newer: please name one by JAVA_HOME.`);
  return /java\.home = (.*)/.exec(properties(java))[1];
}

const versionOf = (java) => Number(/java\.specification\.version = (\d+)/.exec(properties(java))?.[1] ?? 0);

function properties(java) {
  return spawnSync(java, ['-XshowSettings:properties', '-version'], { encoding: 'utf8' }).stderr ?? '';
}

function run(program, args, options) {
  const { status, stdout, stderr } = spawnSync(program, args, { ...options, encoding: 'utf8' });
  if (status !== 0) throw new SetupError(`"${program} ${args.join(' ')}" failed.\n${stdout ?? ''}${stderr ?? ''}`);
}
