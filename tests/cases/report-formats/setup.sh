git init -q .
git remote add origin git@github.com:acme/agent.git
git add -A
git commit -qm first
