cp -R "$ROOT/examples/support-agent/." .
mkdir .debtscan
cat >.debtscan/waivers.yml <<'Y'
waivers:
  - rule: OPS-03
    reason: "Hand-over to the platform team on 2027-01-15"
    owner: "@ml-platform"
    approved_by: "@sre-leads"
    expires: 2027-02-01
  - rule: OPS-08
    reason: "Objectives come with the service desk"
    owner: "@ml-platform"
    expires: 2024-02-01
Y
git init -q .
git remote add origin git@github.com:acme/agent.git
git add -A
git commit -qm first
