# A work tree: nested .gitignore, info/exclude and .debtscanignore apply; global excludes do not.
git init -q .
cp src/app.py excluded.py
echo excluded.py >.git/info/exclude
cp src/app.py global.py
echo global.py >"$HOME/global"
git config --global core.excludesFile "$HOME/global"
cp src/app.py sub/tracked_ignored.py
echo tracked_ignored.py >>sub/.gitignore
git add -f sub/tracked_ignored.py src global.py
git commit -qm one
