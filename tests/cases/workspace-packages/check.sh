# Packages of the same repository that are imported by their name.
. "$ROOT/tests/lib.sh"
scan
expect 'apps/web/page.ts:4 services/triage/sort.py:5' 'r.inventory.sites.map(s => s.file + ":" + s.line).join(" ")'
expect '10000 10' 'r.inventory.sites.map(s => s.attributes.timeout.value).join(" ")'
