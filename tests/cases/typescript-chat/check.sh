# A chat application: a route handler that streams, a typed helper, models in a file of their own, a client component.
. "$ROOT/tests/lib.sh"
scan
[ "$status" = 0 ] || fail "exit status $status: $(cat "$report.err")"
expect app r.subject.kind
expect 0 r.notes.length
expect 'app/api/chat/route.ts:16 lib/title.ts:9' 'r.inventory.sites.map(s => s.file + ":" + s.line).join(" ")'
expect 'streamText generateObject' 'r.inventory.sites.map(s => s.call).join(" ")'
expect 'openai openai' 'r.inventory.sites.map(s => s.provider).join(" ")' # ai's models are those of their provider
expect 'gpt-4.1-2025-04-14 true lib/models.ts:3' \
    '[r.inventory.sites[0].model.value, r.inventory.sites[0].model.pinned, r.inventory.sites[0].attributes.model.file + ":" + r.inventory.sites[0].attributes.model.line].join(" ")'
expect 'gpt-4.1-mini false lib/models.ts:5' \
    '[r.inventory.sites[1].model.value, r.inventory.sites[1].model.pinned, r.inventory.sites[1].attributes.model.file + ":" + r.inventory.sites[1].attributes.model.line].join(" ")'
states() { # WANTED SITE: the settings of a site that are set, unset, unknown
    expect "$1" "['timeout', 'retry', 'max_tokens', 'structured_output', 'tools', 'limit', 'streaming', 'system_message'].map(k => r.inventory.sites[$2].attributes[k].state).join(' ')"
}
states 'set unset unset unset set set set set' 0
expect '30 app/api/chat/route.ts:6' '[r.inventory.sites[0].attributes.timeout.value, r.inventory.sites[0].attributes.timeout.file + ":" + r.inventory.sites[0].attributes.timeout.line].join(" ")' # the platform ends the route
states 'set set set set unset unset unset unset' 1
expect 'findOrder app/api/chat/route.ts:8 true' \
    'r.inventory.tools.map(t => t.name + " " + t.file + ":" + t.line + " " + t.attached).join()'
expect 'app/api/chat/route.ts POST 1' 'r.inventory.endpoints.map(e => [e.file, e.method, e.sites.length].join(" ")).join()'
# what is in order is not found
expect 'TEC-01 satisfied INT-03 satisfied GOV-07 satisfied' \
    '["TEC-01", "INT-03", "GOV-07"].map(id => id + " " + r.controls.find(c => c.id === id).status).join(" ")'
expect '' 'r.findings.filter(f => f.control === "TEC-04").map(f => f.file).join()'
expect app/api/chat/route.ts:14 'r.findings.filter(f => f.control === "INT-05").map(f => f.file + ":" + f.line).join()'
expect lib/title.ts 'r.findings.filter(f => f.control === "TEC-11").map(f => f.file).join()'
