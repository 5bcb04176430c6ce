#!/usr/bin/env bash
# Keycloak 26.7.5 asks its database four times for each client_credentials token, and never for a userinfo.
#
# A good engineer would guess: realm, client and key are cached, and a client_credentials token belongs to no session and
# is stored nowhere: it is signed from memory. A userinfo says something about a live session, which since Keycloak 26 is
# kept in the database: it costs at least a read.
#
# Seen, warmed up: the userinfo comes from memory, without a statement. The token takes a transaction of its own, which
# looks for a client session by the id that was drawn a moment before (set autocommit=0, SELECT … FROM
# OFFLINE_CLIENT_SESSION, COMMIT, set autocommit=1). A login with a password looks for the session that it is about to
# make twice, in two transactions: 12 statements, of which two write. The database decides what a machine's token takes.
#
# Source: https://www.keycloak.org/server/caching, "persistent user sessions"; the database's own log of statements.
# Needs: a JDK 21 or newer (JAVA_HOME, or below /usr/lib/jvm), mvn, curl, mariadb-server-core and mariadb-client-core.
set -euo pipefail
for program in mvn curl mariadbd mariadb mariadb-install-db; do
  command -v "$program" >/dev/null || { echo "$program is missing"; exit 2; }
done
for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  major=$("$home/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p') || continue
  [ "${major%%.*}" -ge 21 ] 2>/dev/null && { export JAVA_HOME=$home; break; }
done
[ "${major%%.*}" -ge 21 ] 2>/dev/null || { echo 'a JDK 21 or newer is missing'; exit 2; }

version=26.7.5
folder=$(mktemp -d)
servers=()
cleanup() {
  kill "${servers[@]}" 2>/dev/null || true
  wait || true
  rm -rf "$folder"
}
trap cleanup EXIT
cd "$folder"
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack -DoutputDirectory=. \
  "-Dartifact=org.keycloak:keycloak-quarkus-dist:$version:zip"
mkdir -p tmp "keycloak-$version/data/import"

port=$((20000 + RANDOM % 10000))
mariadb-install-db --no-defaults "--datadir=$folder/data" "--tmpdir=$folder/tmp" --skip-test-db --user="$(id -un)" >install.log 2>&1
mariadbd --no-defaults --user="$(id -un)" "--datadir=$folder/data" "--tmpdir=$folder/tmp" "--socket=$folder/socket" \
  "--port=$port" --bind-address=127.0.0.1 --skip-name-resolve >mariadb.log 2>&1 &
servers+=($!)
ask() { mariadb --no-defaults --socket="$folder/socket" --batch --skip-column-names --execute="$1"; }
for _ in $(seq 60); do ask 'SELECT 1' >/dev/null 2>&1 && break; sleep 1; done
ask "CREATE DATABASE keycloak CHARACTER SET utf8mb4; CREATE USER keycloak@127.0.0.1 IDENTIFIED BY 'keycloak'; GRANT ALL ON keycloak.* TO keycloak@127.0.0.1"

client='"publicClient": false, "secret": "secret", "directAccessGrantsEnabled": true, "serviceAccountsEnabled": true'
cat >"keycloak-$version/data/import/demo-realm.json" <<JSON
{ "realm": "demo", "enabled": true, "clients": [{ "clientId": "office", $client }],
  "users": [{ "username": "citizen", "email": "citizen@example.org", "firstName": "A", "lastName": "B", "enabled": true,
              "credentials": [{ "type": "password", "value": "correct horse" }] }] }
JSON
origin="http://127.0.0.1:$((port + 1))"
export KC_CACHE=local KC_DB_URL="jdbc:mariadb://127.0.0.1:$port/keycloak" KC_DB_USERNAME=keycloak KC_DB_PASSWORD=keycloak
export KC_HTTP_ENABLED=true KC_HTTP_HOST=127.0.0.1 KC_HTTP_PORT=$((port + 1)) KC_HOSTNAME=$origin
sh "keycloak-$version/bin/kc.sh" build --db=mariadb --cache=local >build.log 2>&1
sh "keycloak-$version/bin/kc.sh" start --optimized --import-realm >keycloak.log 2>&1 &
servers+=($!)
oidc="$origin/realms/demo/protocol/openid-connect"
for _ in $(seq 180); do curl -sf -o certs "$oidc/certs" && break; sleep 1; done
[ -s certs ] || { tail -20 keycloak.log; exit 2; }

machine() { curl -sf -u office:secret -d grant_type=client_credentials "$oidc/token"; }
login() {
  curl -sf -u office:secret -d grant_type=password -d username=citizen --data-urlencode 'password=correct horse' \
    -d scope=openid "$oidc/token"
}
userinfo() { curl -sf -H "authorization: Bearer $token" "$oidc/userinfo"; }
nothing() { :; }
times=20
# The statements that all of the requests took.
statements() {
  local before after
  before=$(ask "SHOW GLOBAL STATUS LIKE 'Questions'" | cut -f2)
  for _ in $(seq $times); do "$1" >>answers; done
  after=$(ask "SHOW GLOBAL STATUS LIKE 'Questions'" | cut -f2)
  echo $((after - before))
}
token=$(login | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
for request in machine login userinfo; do statements "$request" >/dev/null; done

own=$(statements nothing)
echo "Keycloak $version on $(ask 'SELECT VERSION()'), statements of $times requests:"
for request in machine login userinfo; do
  declare "$request=$(($(statements "$request") - own))"
  echo "  $request: ${!request}"
done
# What runs at times in the background may add a few.
same=1
[ "$machine" -ge $((4 * times)) ] && [ "$machine" -lt $((5 * times)) ] || same=0
[ "$login" -ge $((12 * times)) ] && [ "$login" -lt $((13 * times)) ] || same=0
[ "$userinfo" -lt $((times / 2)) ] || same=0
if [ $same = 1 ]; then echo 'as found'; else echo 'this has changed'; exit 1; fi
