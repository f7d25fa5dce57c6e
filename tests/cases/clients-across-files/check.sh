# Clients that are built in one file of a monorepo and used in another: which calls, and where their settings come from.
. "$ROOT/tests/lib.sh"
scan
[ "$status" = 0 ] || fail "exit status $status: $(cat "$report.err")"

# where a setting of the site that begins at FILE:LINE was made
setting() { # WANTED FILE:LINE NAME
    expect "$1" "(() => { const s = r.inventory.sites.find(s => s.file + ':' + s.line === 'services/$2');
        const a = s ? s.attributes.$3 : {}; return [a.state, a.value, (a.file || '') + ':' + a.line].join(' ') })()"
}
expect 'search/src/client.ts:6 search/src/index.ts:4 triage/triage/sort.py:13 triage/triage/sort.py:18' \
    'r.inventory.sites.map(s => s.file.replace("services/", "") + ":" + s.line).join(" ")'
expect 'openai openai openai anthropic' 'r.inventory.sites.map(s => s.provider).join(" ")'
expect 'chat embedding chat chat' 'r.inventory.sites.map(s => s.kind).join(" ")'

# a factory in another package, whose settings stand in a third file; a dictionary that is splatted
setting 'set 20 packages/llm/shared_llm/settings.py:2' triage/triage/sort.py:13 timeout
setting 'set 3 packages/llm/shared_llm/factory.py:11' triage/triage/sort.py:13 retry
setting 'set gpt-4o-2024-08-06 packages/llm/shared_llm/settings.py:3' triage/triage/sort.py:13 model
setting 'set 300 services/triage/triage/sort.py:4' triage/triage/sort.py:13 max_tokens
# a property of a class, and a client that may also be handed in: one of those that are built
setting 'set 15 packages/llm/shared_llm/factory.py:16' triage/triage/sort.py:18 timeout
expect unset 'r.inventory.sites[3].attributes.retry.state'
# an export that is renamed on import; a parameter's default
setting 'set 10000 services/search/src/client.ts:3' search/src/index.ts:4 timeout
setting 'set gpt-4o-2024-08-06 services/search/src/client.ts:5' search/src/client.ts:6 model
# what was set nowhere
expect unset 'r.inventory.sites[0].attributes.max_tokens.state'
