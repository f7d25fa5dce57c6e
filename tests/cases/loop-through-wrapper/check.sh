# A loop of tool calls around the project's own wrapper of the model call is an agent's loop (TEC-09).
. "$ROOT/tests/lib.sh"
cp -R "$ROOT/examples/support-agent/." .
scan
expect missing 'r.controls.find(c => c.id === "TEC-09").status'
expect app/agent.py:36 'r.findings.filter(f => f.control === "TEC-09").map(f => f.file + ":" + f.line).join()'
sed -i 's/    while True:/    for _ in range(8):/' app/agent.py
scan
expect satisfied 'r.controls.find(c => c.id === "TEC-09").status'
