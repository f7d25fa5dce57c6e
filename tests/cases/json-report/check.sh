# The JSON contract: valid, stable from run to run, from stdout and from a file, and with nothing of this machine in it.
. "$ROOT/tests/lib.sh"
cp -R "$ROOT/examples/support-agent/." .
scan
cp "$report" "$report.1"
scan -j 2
cmp "$report" "$report.1" || fail "a second run differs"
"$DEBTSCAN" . --no-progress --format json=out.json || fail "exit status $?"
mv out.json "$report"
cmp "$report" "$report.1" || fail "the file differs from standard output"
rm -f "$report.1"
! grep -q -e "$PWD" -e "$HOME" -e "$(hostname)" "$report" || fail "the report names this machine"
[ "$(tail -c 1 "$report" | od -An -c | tr -d ' ')" = '\n' ] || fail "no newline at the end"

expect debtscan r.tool.name
expect '. json-report false null' '[r.subject.path, r.subject.name, r.subject.dirty, String(r.subject.commit)].join(" ")'
expect 'technical operational evaluation integration governance' 'r.categories.map(c => c.id).join(" ")'
expect 'app/llm.py:11 app/triage.py:10' 'r.inventory.sites.map(s => s.file + ":" + s.line).join(" ")'
expect 'gpt-4o gpt-4o-mini' 'r.inventory.models.map(m => m.id).join(" ")'
expect 'find_order refund' 'r.inventory.tools.map(t => t.name).join(" ")'
expect 'POST /chat' 'r.inventory.endpoints.map(e => e.name).join(" ")'
expect 'app/agent.py prompts/triage.md' 'r.inventory.prompts.map(p => p.file).join(" ")'
expect "$("$DEBTSCAN" rules list controls | grep -c '^  [A-Z]')" 'r.controls.length'
expect true 'r.controls.every((c, i) => i === 0 || r.controls[i - 1].category !== c.category || r.controls[i - 1].id < c.id)'
# findings: the worst first, then by control, path and line
expect true "(() => { const w = ['critical', 'high', 'medium', 'low'];
    const key = f => [w.indexOf(f.severity), f.control, f.file, String(f.line).padStart(9, '0'), String(f.column).padStart(9, '0')].join(' ');
    return r.findings.every((f, i) => i === 0 || key(r.findings[i - 1]) <= key(f)) })()"
# every finding stands in a file of this folder, within its lines
expect '' "r.findings.filter(f => { const fs = require('fs');
    return !fs.existsSync(f.file) || fs.readFileSync(f.file, 'utf8').split('\n').length < f.end_line }).map(f => f.control).join()"
# no secret, no source text beyond what is quoted
expect 10 r.stats.files
expect 10 'r.stats.parsed + r.stats.skipped'
