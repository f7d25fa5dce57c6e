. "$ROOT/tests/lib.sh"
# The user's mistake: exit status 2, one line that begins with the program's name and says the cure, no report.
wrong() { # PATTERN ARGS...
    local pattern=$1
    shift
    try 2 "^debtscan: $pattern" "$@"
    [ ! -s "$out.stdout" ] || fail "$*: prints something in spite of the error"
    [ "$(wc -l <"$out.stderr")" = 1 ] || fail "$*: more than a line: $(cat "$out.stderr")"
}

# options
wrong "Unknown option --fail-onn; did you mean --fail-on\?$" . --fail-onn high
wrong "Unknown option --formt=json; did you mean --format\?$" . --formt=json
wrong "Unknown option --versoin; did you mean --version\?$" --versoin
wrong "Unknown option --kin; did you mean --kind\?$" explain --kin app TEC-04
wrong 'Unknown option --nothing-like-it$' --nothing-like-it
wrong 'Unknown option -x$' -x
wrong 'Missing argument for --format$' . --format
wrong 'Unknown option --\\x1B\[31mred$' --"$(printf '\033')[31mred"
! grep -q "$(printf '\033')" "$out.stderr" || fail "an escape of the command line reaches the terminal"

# their values
wrong "unknown format 'jsom'; did you mean 'json'\?$" . --format jsom
wrong "unknown format ''; it is one of text, json, html, markdown, sarif, gitlab, junit, csv, github, prompt, badge, cyclonedx$" --format ''
wrong '--format json= names no file$' --format json=
wrong 'only one report can go to standard output' --format json --format text
wrong "unknown value of --color 'alway'; did you mean 'always'\?$" --color alway
wrong "unknown value of --color 'sometimes'; it is one of auto, always, never$" rules list --color sometimes
for score in 101 100.1 70.55 -1 +5 abc '' 1e1; do
    wrong '--fail-under takes a score from 0 to 100 with at most one decimal$' --fail-under "$score"
done
wrong "unknown severity 'hgih'; did you mean 'high'\?$" --fail-on hgih
wrong "unknown severity 'severe'; it is one of new, low, medium, high, critical$" --fail-on severe
wrong "unknown repository kind 'librari'; did you mean 'library'\?$" --kind librari
wrong "unknown repository kind 'shop'; it is one of none, sample, notebook-project, app, library, agent$" --kind shop
wrong "unknown repository kind 'shop'" explain TEC-04 --kind shop
for jobs in -1 257 100000; do
    wrong '--jobs takes a number from 0 to 256$' . -j "$jobs"
    wrong '--jobs takes a number from 0 to 256$' sites . -j "$jobs"
done
try 0 '' sites -j1 .
wrong 'Cannot parse integer value .abc. for -j$' -jabc
wrong 'Cannot parse integer value .abc. for -j$' -j abc
wrong 'Integer value .99999999999999. for -j out of range$' -j 99999999999999

# words
wrong 'no-such-folder: No such file or directory$' scan no-such-folder
wrong "scna: No such file or directory; did you mean the command 'scan'\?$" scna
wrong "'TEC-04' is one argument too many; did you mean the command 'explain'\?$" explian TEC-04
wrong "'two' is one argument too many$" one two
wrong "--odd: No such file or directory$" -- --odd
wrong ': No such file or directory$' ''

# explain
wrong 'which control\? debtscan rules list shows them$' explain
wrong "unknown control 'XXX-99'$" explain XXX-99
wrong "unknown control 'TEC-4'; did you mean 'TEC-04'\?$" explain TEC-4
wrong "'three' is one argument too many$" explain TEC-04 . three
wrong 'nowhere: No such file or directory$' explain TEC-04 nowhere

# rules
wrong 'rules list, rules check or rules test\?$' rules
wrong "unknown rules command 'lst'; did you mean 'list'\?$" rules lst
wrong "unknown list 'control'; did you mean 'controls'\?$" rules list control
wrong "'three' is one argument too many$" rules list sdks three
wrong "no test of 'NOPE-01'$" rules test NOPE-01
for command in '. --rules nowhere' 'rules check nowhere' 'rules list --rules nowhere' 'explain TEC-04 --rules nowhere'; do
    wrong '.*nowhere.*No such file or directory$' $command
done
wrong '.*app.py.*Not a directory$' --rules app.py
mkdir -p rules/controls/technical
cat >rules/controls/technical/X.yml <<'Y'
control: XYZ-01
title: A control
categry: technical
Y
try 2 "^debtscan: rules/controls/technical/X.yml:3: unknown key 'categry'; did you mean 'category'" . --rules rules
rm -r rules
mkdir -p rules/languages/python
cat "$ROOT/rules/languages/python/language.yml" >rules/languages/python/language.yml
printf '(call function: (_) @call.function\n(nonsense_node) @call\n' >rules/languages/python/bindings.scm
try 2 '^debtscan: .*bindings.scm:[0-9]+' . --rules rules
