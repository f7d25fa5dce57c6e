# Scaffolds are code of the language that calls the model: each is there, parses (tests/unit/test_scaffold.c holds them against
# the grammars), buys nothing until it is filled in, and what needs no library compiles wherever there is a compiler.
. "$ROOT/tests/lib.sh"
controls='TEC-04 OPS-04 EVA-01'

# begin NAME: a repository in a folder of its own, with the file that stands on standard input at PATH
begin() {
    mkdir -p "$TMPDIR/$1/$(dirname "$2")"
    cd "$TMPDIR/$1"
    cat >"$2"
    git init -q . && git add . && git -c user.name=A -c user.email=a@example.test commit -qm one
}

# written FILE...: fix writes these, each says what is to be filled in, and the score is what it was
written() {
    scan
    score=$(json r.score.value)
    [ "$score" != null ] || fail "$PWD: no model call was found"
    # shellcheck disable=SC2086
    try 0 '' fix $controls $more
    for file; do
        grep -q debtscan:unfilled "$file" || fail "$file is not there: $(cat "$out.stdout")"
    done
    scan
    [ "$(json r.score.value)" = "$score" ] || fail "$PWD: unfilled scaffolds moved the score"
}

have() { command -v "$1" >/dev/null 2>&1; }

more='GOV-01 OPS-13 OPS-10'
begin java src/main/java/com/acme/Ask.java <<'CODE'
package com.acme;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class Ask {
    private final OpenAIClient client = OpenAIOkHttpClient.fromEnv();

    @PostMapping("/ask")
    public String ask(@RequestBody String question) {
        var params = ChatCompletionCreateParams.builder().model("gpt-4o").addUserMessage(question).build();
        return client.chat().completions().create(params).choices().get(0).message().content().orElse("");
    }
}
CODE
at=src/main/java/com/acme
written $at/LlmClient.java $at/ModelClients.java $at/Telemetry.java $at/AuditLog.java $at/KillSwitch.java $at/RateLimit.java src/test/java/evals/AnswersTest.java evals/golden.jsonl
grep -q '^package com.acme;$' $at/LlmClient.java || fail "another package: $(head -5 $at/LlmClient.java)"
! have javac || javac -Xlint:all,-serial -Werror -d "$TMPDIR/classes" $at/LlmClient.java $at/AuditLog.java $at/KillSwitch.java $at/RateLimit.java || fail "javac"

more=OPS-13
begin csharp src/Asking.cs <<'CODE'
using OpenAI.Chat;

namespace Acme;

public class Asking
{
    private readonly ChatClient client = new("gpt-4o", Environment.GetEnvironmentVariable("OPENAI_API_KEY"));

    public async Task<string> AskAsync(string question)
    {
        ChatCompletion answer = await client.CompleteChatAsync(question);
        return answer.Content[0].Text;
    }
}
CODE
written src/LlmClient.cs src/ModelClients.cs src/Telemetry.cs src/KillSwitch.cs evals/AnswersTests.cs

more='GOV-01 OPS-13 OPS-10'
begin go internal/ask/ask.go <<'CODE'
package ask

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/openai/openai-go"
)

var client = openai.NewClient()

func Ask(question string) (string, error) {
	answer, err := client.Chat.Completions.New(context.Background(), openai.ChatCompletionNewParams{
		Model:    "gpt-4o",
		Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage(question)},
	})
	if err != nil {
		return "", err
	}
	return answer.Choices[0].Message.Content, nil
}

func Serve(w http.ResponseWriter, r *http.Request) {
	question, _ := io.ReadAll(r.Body)
	text, err := Ask(string(question))
	if err != nil {
		http.Error(w, "away", http.StatusBadGateway)
		return
	}
	fmt.Fprint(w, text)
}

func init() {
	http.HandleFunc("/ask", Serve)
}
CODE
at=internal/ask
written $at/llm_client.go $at/model_client.go $at/telemetry.go $at/audit_log.go $at/kill_switch.go $at/rate_limit.go evals/answers_test.go
grep -q '^package ask$' $at/llm_client.go || fail "another package: $(cat $at/llm_client.go)"
! have gofmt || [ -z "$(gofmt -l .)" ] || fail "gofmt: $(gofmt -d .)"

# a suite that is filled in is a suite
evaluated() { json 'r.controls.find(c => c.id === "EVA-01").credit'; }
printf 'module acme.test/ask\n\ngo 1.22\n' >go.mod
sed -i '1,2d; s/t.Skip(.*/return must(ask.Ask(question))/; s#^\t"testing"#\t"testing"\n\n\t"acme.test/ask/internal/ask"#; /^\treturn ""$/d' evals/answers_test.go
printf '\nfunc must(text string, err error) string {\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\treturn text\n}\n' >>evals/answers_test.go
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    echo "{\"id\": \"case-$i\", \"input\": \"What is the fee for plan $i?\", \"expected_facts\": [\"$i euros\"], \"must_not\": [\"free\"]}"
done >evals/golden.jsonl
! have gofmt || [ -z "$(gofmt -l evals)" ] || fail "gofmt: $(gofmt -d evals)"
scan
[ "$(evaluated)" = 0.75 ] || fail "a suite of Go is worth $(evaluated)"

more=
begin ruby lib/ask.rb <<'CODE'
require "openai"

CLIENT = OpenAI::Client.new(access_token: ENV.fetch("OPENAI_API_KEY"))

def ask(question)
  CLIENT.chat(parameters: { model: "gpt-4o", messages: [{ role: "user", content: question }] }).dig("choices", 0, "message", "content")
end
CODE
written lib/model_call.rb lib/telemetry.rb evals/answers_test.rb
! have ruby || for file in lib/*.rb evals/*.rb; do ruby -wc "$file" >/dev/null || fail "ruby: $file"; done

begin php src/Ask.php <<'CODE'
<?php

$client = OpenAI::client(getenv('OPENAI_API_KEY'));

function ask(string $question, $client): string
{
    return $client->chat()->create(['model' => 'gpt-4o', 'messages' => [['role' => 'user', 'content' => $question]]])->choices[0]->message->content;
}

echo $client->chat()->create(['model' => 'gpt-4o', 'messages' => [['role' => 'user', 'content' => $argv[1]]]])->choices[0]->message->content;
CODE
written src/ModelCall.php src/telemetry.php evals/AnswersTest.php
! have php || for file in src/*.php evals/*.php; do php -l "$file" >/dev/null || fail "php: $file"; done

begin kotlin src/main/kotlin/Ask.kt <<'CODE'
package com.acme.ask

import com.aallam.openai.api.chat.ChatCompletionRequest
import com.aallam.openai.api.chat.ChatMessage
import com.aallam.openai.api.chat.ChatRole
import com.aallam.openai.api.model.ModelId
import com.aallam.openai.client.OpenAI

private val client = OpenAI(System.getenv("OPENAI_API_KEY"))

suspend fun ask(question: String): String? {
    val request = ChatCompletionRequest(model = ModelId("gpt-4o"), messages = listOf(ChatMessage(role = ChatRole.User, content = question)))
    return client.chatCompletion(request).choices.first().message.content
}
CODE
at=src/main/kotlin
written $at/ModelCall.kt $at/Telemetry.kt src/test/kotlin/evals/AnswersTest.kt
grep -q '^package com.acme.ask$' $at/ModelCall.kt || fail "another package: $(head -5 $at/ModelCall.kt)"

begin rust src/main.rs <<'CODE'
use async_openai::{types::CreateChatCompletionRequestArgs, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new();
    let request = CreateChatCompletionRequestArgs::default().model("gpt-4o").build()?;
    let answer = client.chat().create(request).await?;
    println!("{:?}", answer.choices[0].message.content);
    Ok(())
}
CODE
written src/llm_client.rs src/telemetry.rs evals/answers.rs
! rustc --version >/dev/null 2>&1 || rustc --edition 2021 --crate-type lib --emit metadata --out-dir "$TMPDIR" -D warnings src/llm_client.rs || fail "rustc"
exit 0
