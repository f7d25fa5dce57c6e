# What servers, networks and proxies do: too many requests, errors that pass, slowness, cut connections, certificates.
. "$ROOT/tests/forge/lib.sh"
make_repository
ssl() { openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=forge.test -addext "subjectAltName=DNS:forge.test,IP:127.0.0.1" \
    -keyout "$forge/key.pem" -out "$forge/cert.pem" 2>"$forge/errors"; }
ssl || fail "openssl: $(cat "$forge/errors")"
start_server
"$DEBTSCAN" diff main --format json="$forge/diff.json" --format markdown="$forge/diff.md" >/dev/null || fail diff
here=(--from "$forge/diff.json" --repo acme/agent --pr 7)
from=("${here[@]}" --api "$api")
trouble() { fresh && set_state "{\"trouble\": [$1]}"; }
since() { echo $(($(date +%s%N) / 1000000 - $1)); }

# too many requests: the time that is asked for is waited, in either of the ways to say so
trouble '{"on": "^GET", "times": 1, "status": 429, "headers": {"retry-after": "2"}}, {"on": "^POST .repos", "times": 1, "status": 403, "headers": {"retry-after": "1"}}'
began=$(since 0)
comment 0 '^comment written' "${from[@]}"
[ "$(since "$began")" -ge 3000 ] || fail "waited $(since "$began") ms only"
is '1 2' 'r.comments.length + " " + r.log.filter((l) => l.startsWith("TROUBLE")).length'
trouble '{"on": "^GET", "times": 1, "status": 429, "headers": {"retry-after": "3600"}}'
began=$(since 0)
comment 0 '' "${from[@]}"
says 'no comment: 127.0.0.1:[0-9]+: it answers with status 429$'
[ "$(since "$began")" -lt 5000 ] || fail "waited $(since "$began") ms for an hour"

# a server that is ill for a while, and one that stays so
trouble '{"on": "^GET", "times": 2, "status": 502, "body": "<html>Bad Gateway</html>"}'
comment 0 '^comment written' "${from[@]}"
trouble '{"on": "^GET", "times": 99, "status": 503}'
comment 0 '' "${from[@]}"
says 'no comment: .* it answers with status 503, 5 times$'
is 5 'r.log.length'

# one that has written the comment, and whose answer got lost: it is not written twice
trouble '{"on": "^POST .repos", "times": 1, "cut": "after"}'
comment 0 '^the comment is as it should be' "${from[@]}"
is 1 'r.comments.length'
trouble '{"on": "^POST .repos", "times": 1, "cut": "before"}, {"on": "^GET .*page", "times": 1, "cut": "before"}'
comment 0 '^comment written' "${from[@]}"
is 1 'r.comments.length'
trouble '{"on": "^POST .repos", "times": 1, "status": 502}'
comment 0 '^comment written' "${from[@]}"
is 1 'r.comments.length'
trouble '{"on": "^PATCH", "times": 1, "status": 404}, {"on": "^PATCH", "times": 1, "cut": "before"}'
comment 0 '^comment written' "${from[@]}"
comment 0 '^comment updated' "${here[@]/diff.json/diff.md}" --api "$api"

# slow, unreachable, moved, no API, an answer without end
trouble '{"on": "^GET", "times": 1, "delay": 3000}'
comment 0 '^comment written' "${from[@]}" --timeout 1
fresh
comment 0 '' "${here[@]}" --api http://127.0.0.1:1
says 'no comment: 127.0.0.1:1: .*, 5 times$'
set_state '{"moved": true}'
comment 0 '' "${from[@]}"
says 'sends us elsewhere \(301\): has acme/agent been renamed\?'
trouble '{"on": "^GET", "times": 1, "status": 200, "body": "<html>welcome</html>"}'
comment 0 '' "${from[@]}"
says 'is no JSON: is it the address of an API\?'
trouble '{"on": "^GET", "times": 1, "status": 200, "body": "[", "repeat": 200000}'
comment 0 '' "${from[@]}"
says 'is no JSON'
trouble '{"on": "^GET", "times": 1, "status": 404, "body": {"message": "t0ken-of-the-test \u001b[31m"}}, {"on": "^GET", "times": 1, "status": 422, "body": {"message": "t0ken-of-the-test \u001b[31m"}}'
comment 0 '' "${from[@]}"
says 'has no pull request 7 in acme/agent'
comment 0 '' "${from[@]}"
says 'does not take the comment \(422: "\*\*\* .u001b\[31m"\)'

# a token goes to no machine in the clear, and nothing secret is an address
comment 0 '' "${here[@]}" --api http://forge.test/api/v3
says 'no comment: http://forge.test would send the token where anyone can read it'
comment 0 '' "${here[@]}" --api https://user:pass@forge.test
says 'the address of the API holds a password' && ! grep -q user:pass "$out.stderr" || fail "a password is shown"
comment 0 '' "${here[@]}" --api ftp://forge.test
says 'is no https://HOST/PATH'

# certificates of one's own, and a proxy
tls=https://127.0.0.1:$(cat "$forge/tls-port")
fresh
comment 0 '' "${here[@]}" --api "$tls"
says 'no comment: 127.0.0.1:[0-9]+: .*certificate'
is 0 'r.log.length'
SSL_CERT_FILE=$forge/cert.pem comment 0 '^comment written' "${here[@]}" --api "$tls"
CURL_CA_BUNDLE=$forge/cert.pem comment 0 '^the comment is as it should be' "${here[@]}" --api "$tls"
set_state '{"log": []}'
CURL_CA_BUNDLE=$forge/cert.pem https_proxy=$api comment 0 '^the comment is as it should be' "${here[@]}" --api https://forge.test/api/v3
is 'CONNECT forge.test:443' 'r.log[0]'
set_state '{"log": []}'
http_proxy=$api comment 0 '^the comment is as it should be' "${here[@]}" --api http://forge.test/api/v3 --allow-http
is PROXY 'r.log[0]'
http_proxy=http://127.0.0.1:1 no_proxy=127.0.0.1 comment 0 '^the comment is as it should be' "${from[@]}"
