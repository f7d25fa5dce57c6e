# The inventory: a table that fits the terminal, a part of the JSON contract, and a bill of materials that CycloneDX 1.6 takes.
. "$ROOT/tests/lib.sh"
cp -R "$ROOT/examples/support-agent/." .
for width in 60 80 120; do
    for locale in C C.UTF-8; do
        COLUMNS=$width LC_ALL=$locale NO_COLOR=1 "$DEBTSCAN" inventory --no-progress >"$out.table" || fail "exit status $?"
        LC_ALL=C.UTF-8 sed 's/[^ -~]/x/g' "$out.table" | awk -v w=$width 'length($0) > w {print; bad = 1} END {exit bad}' ||
            fail "wider than $width columns"
        [ $locale = C.UTF-8 ] || ! LC_ALL=C grep -q '[^ -~]' "$out.table" || fail "not ASCII"
    done
done
for word in MODELS gpt-4o-mini PROMPTS prompts/triage.md TOOLS find_order ENDPOINTS 'POST /chat' LIBRARIES; do
    grep -q -- "$word" "$out.table" || fail "no $word in the table"
done

"$DEBTSCAN" inventory --no-progress --format json >"$report" || fail "exit status $?"
node "$ROOT/tests/schema/validate.js" "$report" || fail "the inventory does not fit the schema of reports"
expect 'app/llm.py:11 app/triage.py:10' 'r.inventory.sites.map(s => s.file + ":" + s.line).join(" ")'
expect true 'r.inventory.models.every(m => m.findings.length > 0)'
expect 'inline system, file system' 'r.inventory.prompts.map(p => p.kind + " " + p.message).join(", ")'
expect 1 'r.inventory.tools.find(t => t.name === "refund").findings.length'

"$DEBTSCAN" inventory --no-progress --format cyclonedx >"$out.bom" || fail "exit status $?"
node "$ROOT/tests/schema/validate-bom.js" "$out.bom" || fail "no CycloneDX 1.6"
"$DEBTSCAN" . -j 2 --no-progress --format cyclonedx=bom.json || fail "exit status $?"
mv bom.json "$out.again"
cmp "$out.bom" "$out.again" || fail "scan and inventory, or two runs, differ"
cp "$out.bom" "$report"
expect 'gpt-4o gpt-4o-mini' 'r.components.filter(c => c.type === "machine-learning-model").map(c => c.name).join(" ")'
expect 'pkg:pypi/openai' 'r.components.filter(c => c.purl).map(c => c.purl).join(" ")'
expect true 'r.components[0].properties.some(p => p.name === "debtscan:finding" && p.value.startsWith("TEC-04 high app/llm.py:11 "))'
expect undefined 'r.metadata.timestamp'
expect true '/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(r.serialNumber)'
SOURCE_DATE_EPOCH=1700000000 "$DEBTSCAN" inventory --no-progress --format cyclonedx >"$report" || fail "exit status $?"
node "$ROOT/tests/schema/validate-bom.js" "$report" || fail "no CycloneDX 1.6 with a time"
expect 2023-11-14T22:13:20Z r.metadata.timestamp

# Every kind of component, hostile names, and nothing at all.
mkdir -p all/evals all/models empty && cd all
cat >app.py <<'PY'
import chromadb
import joblib
from fastapi import FastAPI, Depends
from fastapi.security import HTTPBearer
from fastmcp import FastMCP
from guardrails import Guard
from openai import OpenAI
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor
from agents import Agent, Runner
OpenAIInstrumentor().instrument()
app = FastAPI()
client = OpenAI()
server = FastMCP("files")
guard = Guard()
docs = chromadb.PersistentClient("db").get_or_create_collection("docs")
trees = joblib.load("models/trees.joblib")
agent = Agent(name="helper \x1b[31m", model="gpt-4o-2024-08-06", instructions="You help people with bicycles.")
@app.post("/ask", dependencies=[Depends(HTTPBearer())])
def ask(question: str):
    found = docs.query(query_texts=[question], n_results=3)
    vector = client.embeddings.create(model="text-embedding-3-small", input=question)
    guard.validate(question)
    return Runner.run_sync(agent, question)
PY
printf 'openai==1.54.0\nopenai-agents==0.2.0\n' >requirements.txt
printf '{"question": "a", "expected": "b"}\n{"question": "c", "expected": "d"}\n' >evals/golden.jsonl
printf '\0weights' >models/base.safetensors
"$DEBTSCAN" inventory --no-progress --format cyclonedx >"$report" || fail "exit status $?"
node "$ROOT/tests/schema/validate-bom.js" "$report" || fail "no CycloneDX 1.6 of every kind"
expect '1.54.0' 'r.components.find(c => c.name === "openai" && c.purl).version'
expect true 'r.services.some(s => s.name === "POST /ask" && s.authenticated)'
expect true '["model artefact", "vector store", "MCP server or client", "guardrail", "tracer", "agent"].every(k => r.components.some(c => (c.properties || []).some(p => p.name === "debtscan:entity" && p.value === k)))'
expect 'evals/golden.jsonl' 'r.components.filter(c => c["bom-ref"].startsWith("data:")).map(c => c.name).join(" ")'
"$DEBTSCAN" inventory --no-progress --format json >"$report" || fail "exit status $?"
node "$ROOT/tests/schema/validate.js" "$report" || fail "the inventory of every kind does not fit the schema"
"$DEBTSCAN" inventory --no-progress --all --color never >"$out.table" || fail "exit status $?"
! LC_ALL=C grep -q "$(printf '\033')" "$out.table" || fail "an escape reaches the terminal"
cd ../empty
"$DEBTSCAN" inventory --no-progress | grep -q 'No AI was found' || fail "an empty folder"
"$DEBTSCAN" inventory --no-progress --format cyclonedx >"$report" && node "$ROOT/tests/schema/validate-bom.js" "$report" || fail "no CycloneDX 1.6 of nothing"
! "$DEBTSCAN" inventory --format tabel 2>"$out.err" || fail "a format that is none"
grep -q "did you mean 'table'" "$out.err" || fail "$(cat "$out.err")"
