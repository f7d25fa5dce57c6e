. "$ROOT/tests/lib.sh"
# What a README says makes a repository a sample, or does not.
kind_of() { # WANTED README
    printf '%b' "$2" >README.md
    "$DEBTSCAN" . --format json --no-progress >"$out.json" || fail "exit status $?"
    got=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).subject.kind' "$out.json")
    [ "$got" = "$1" ] || fail "the kind is $got, not $1, with the README '$2'"
}
kind_of sample '# Chat\n\nThis repository contains sample code for a chat application.\n'
kind_of sample '# Chat\n\nThis project is a demo.\n'
kind_of sample '# Chat\n\nThis is a starter template for chat applications.\n'
kind_of sample '# Examples\n\nWelcome to the demos repository of Acme!\n'
kind_of sample '# Things\n\nA collection of example projects with the Acme API.\n'
kind_of sample '# Things\n\nThings is a collection of projects that help you get started with the\nAcme API.\n'
kind_of sample '# Voices\n\nThis repository contains a collection of applications demonstrating what voices can do.\n'
kind_of sample '# Kiosk\n\nIt is a collection of apps showcasing workflows on top of the Acme services.\n'
kind_of sample '---\npage_type: sample\nlanguages: [python]\n---\n# Chat\n\nAsk your documents.\n'

kind_of app '# Chat\n\nAsk your documents.\n\n## Demo\n\nA demo is [here](https://example.com).\n\n## Examples\n\nSee examples/.\n'
kind_of app '# Chat\n\nThis project is a template engine for the prompts of your team.\n'
kind_of app '# Mail\n\nThis is a template for your email.\n'
kind_of app '# Tools\n\nA collection of scripts for post-processing the runs of our model.\n'
kind_of app '# Agents\n\nAgents is a collection of agents. The manual has a page to learn more.\n'
kind_of app '---\npage_type: article\n---\n# Chat\n\nAsk your documents.\n'
kind_of app '# Chat\n\npage_type: sample\n'

# Neither does the README of a folder; but for the page that a catalogue shows.
mkdir -p examples/small web docs
printf '# Small\n\nThis project is a demo.\n' | tee examples/small/README.md >web/README.md
kind_of app '# Chat\n\nAsk your documents.\n'
printf -- '---\npage_type: sample\n---\n# Chat\n\nAsk your documents.\n' >docs/README.md
kind_of sample '# Chat\n\nAsk your documents.\n'
rm -r examples web docs

# Nothing but what is imported is a library; without a model there is nothing to say.
printf '[build-system]\nrequires = ["hatchling"]\n[project]\nname = "chat"\n' >pyproject.toml
mv app.py chat.py
kind_of library '# Chat\n\nAsk your documents.\n'
printf '[project.scripts]\nchat = "chat:ask"\n' >>pyproject.toml
kind_of app '# Chat\n\nAsk your documents.\n'
rm pyproject.toml
manifest() { # of npm, and FILE TEXT of the host that loads the program
    printf '{"name": "chat", "main": "out/main.js"%s}\n' "$1" >package.json
    [ -z "$2" ] || printf '%s\n' "$3" >"$2"
}
manifest "" "" ""
kind_of library '# Chat\n\nAsk your documents.\n'
manifest ', "engines": {"vscode": "^1.90.0"}' "" ""
kind_of app '# Chat\n\nAsk your documents.\n'
manifest ', "devDependencies": {"electron": "^35.0.0"}' "" ""
kind_of app '# Chat\n\nAsk your documents.\n'
manifest '' manifest.json '{"id": "chat", "minAppVersion": "1.5.0"}'
kind_of app '# Chat\n\nAsk your documents.\n'
manifest '' manifest.json '{"name": "Chat", "start_url": "/"}'
kind_of library '# Chat\n\nAsk your documents.\n'
rm package.json manifest.json
echo 'x = 1' >chat.py
kind_of none '# Chat\n\nThis project is a demo.\n'
