. "$ROOT/tests/lib.sh"
try() { # WANTED-STATUS PATTERN ARGS...
    wanted=$1 pattern=$2
    shift 2
    got=0
    "$DEBTSCAN" "$@" >out.txt 2>err.txt || got=$?
    [ "$got" = "$wanted" ] || fail "$*: exit status $got, not $wanted: $(cat err.txt)"
    [ -z "$pattern" ] || grep -Eq -- "$pattern" err.txt || fail "$*: '$(cat err.txt)' does not say '$pattern'"
}
try 2 'no-such-folder' scan no-such-folder
try 2 'jsom' . --format jsom
try 2 'severitty|--fail-onn' . --fail-onn high
try 3 'no-such-dir/out.json' . --format json=no-such-dir/out.json
try 2 'EXPLAINN|unknown|no control' explain XXX-99
try 1 '' . --fail-under 100
[ -s out.txt ] || fail "a failed gate still prints its report"
mkdir -p rules/controls/technical
cat >rules/controls/technical/X.yml <<'Y'
control: XYZ-01
title: A control
categry: technical
Y
try 2 "X.yml:3: unknown key 'categry'; did you mean 'category'" . --rules rules
rm -r rules
mkdir -p rules/languages/python
cat "$ROOT/rules/languages/python/language.yml" >rules/languages/python/language.yml
printf '(call function: (_) @call.function\n(nonsense_node) @call\n' >rules/languages/python/bindings.scm
try 2 'bindings.scm:[0-9]+' . --rules rules
