cp -R "$ROOT/examples/support-agent/." .
