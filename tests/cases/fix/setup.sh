cp -R "$ROOT/examples/support-agent/." .
git init -q .
git add -A
git commit -qm first
