# A gitlink and a nested repository that nobody registered.
git init -q vendored-agent
cp app.py vendored-agent/inner.py
git -C vendored-agent add . && git -C vendored-agent commit -qm inner
git init -q .
printf '[submodule "libs/agent"]\n\tpath = libs/agent\n\turl = ../agent\n' >.gitmodules
mkdir -p libs
cp -R vendored-agent libs/agent
git add app.py .gitmodules
git update-index --add --cacheinfo "160000,$(git -C libs/agent rev-parse HEAD),libs/agent"
git commit -qm outer
