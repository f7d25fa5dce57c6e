# What explain-control tells in brief.
cp -R "$ROOT/tests/cases/explain-control/repo/." .
