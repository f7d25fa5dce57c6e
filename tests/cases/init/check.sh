# A pipeline in the words of the system that the repository uses; over nothing that is somebody's own, through no link.
. "$ROOT/tests/lib.sh"
folder() { rm -rf ../r && mkdir ../r && cd ../r && git init -q .; }
wrote() { grep -q "Written by 'debtscan init'" "$1" || fail "$1 is not written"; }
ours='# mine'

folder
try 2 "neither the files nor the remote say which CI system" init
try 2 "unknown CI system 'travis'; it is one of github" init --ci travis
git remote add origin git@github.com:acme/agent.git
git checkout -qb trunk && git commit -q --allow-empty -m one && git update-ref refs/remotes/origin/trunk HEAD &&
    git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/trunk
try 0 '' init
wrote .github/workflows/debtscan.yml
grep -q 'branches: \["trunk"\]' .github/workflows/debtscan.yml || fail "another branch"
grep -qE 'uses: debtscan/debtscan@v[0-9.]+$' .github/workflows/debtscan.yml || fail "uses"
try 2 'debtscan.yml: .*exists; --force writes over it' init
echo "$ours" >.github/workflows/debtscan.yml
try 2 'exists; --force' init --ci github
try 0 '' init --force --source https://git.acme.test/tools/debtscan
grep -q 'uses: tools/debtscan@v' .github/workflows/debtscan.yml || fail "--source"
try 2 'takes an address' init --force --source 'https://x/$(id)'
mkdir -p deep/er && try 0 '' init --force deep/er && [ ! -e deep/er/.github ] || fail "not at the root"

folder
git remote add origin https://gitlab.acme.test/team/agent.git
try 0 '' init
wrote .gitlab-ci.yml
try 2 'exists; --force' init
try 0 '' init --force
echo "$ours" >.gitlab-ci.yml
try 0 '' init --force
grep -q 'include:' "$out.stdout" && grep -q "^$ours$" .gitlab-ci.yml && wrote .gitlab/debtscan.yml || fail "beside"
touch azure-pipelines.yml && rm -r .gitlab* && try 0 '' init && wrote azure-pipelines-debtscan.yml
rm azure* && touch Jenkinsfile && try 0 '' init && wrote Jenkinsfile.debtscan

# links: neither a folder on the way nor the file itself
folder
mkdir ../outside && ln -s ../outside .github
try 2 'symbolic link' init --ci github
try 2 'symbolic link' init --ci github --force
[ -z "$(ls ../outside)" ] || fail "written through a link"
rm .github && mkdir -p .github/workflows && touch ../outside/there && ln -s ../../../outside/there .github/workflows/debtscan.yml
try 2 "." init --ci github --force
[ ! -s ../outside/there ] && [ -L .github/workflows/debtscan.yml ] || fail "written through a link"
git clone -q --bare . ../bare.git 2>/dev/null
try 2 'is a bare repository' init --ci github ../bare.git
try 2 "is no folder" init --ci github ../nowhere
