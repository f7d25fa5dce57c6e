/*
 * Credentials. What stands in these rows as %N is N random-looking characters made at run time, and
 * no prefix stands beside its key, so that no scanner, this one included, takes this file for a
 * leak.
 */
#include "extract_check.h"

/* Deterministic characters of high entropy. */
static void append_random(GString *out, const char *alphabet, size_t n)
{
    uint32_t state = 20240613u + (uint32_t)out->len * 7919u;
    size_t size = strlen(alphabet);
    for (size_t i = 0; i < n; i++) {
        state = state * 1664525u + 1013904223u;
        char c = alphabet[(state >> 16) % size];
        while (out->len && c == out->str[out->len - 1] && size > 1)
            c = alphabet[(size_t)(strchr(alphabet, c) - alphabet + 1) % size];
        g_string_append_c(out, c);
    }
}

/* %aN letters and digits, %xN hexadecimal, %uN capitals and digits 2 to 7, %lN small letters and
 * digits; ~ is nothing. */
static char *expand(const char *text)
{
    GString *out = g_string_new(NULL);
    while (*text) {
        if (*text == '~') {
            text++;
        } else if (*text == '%' && text[1] && strchr("axul", text[1]) && g_ascii_isdigit(text[2])) {
            const char *alphabet =
                text[1] == 'x'   ? "0123456789abcdef"
                : text[1] == 'u' ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
                : text[1] == 'l' ? "abcdefghijklmnopqrstuvwxyz0123456789"
                                 : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
            char *end;
            append_random(out, alphabet, strtoul(text + 2, &end, 10));
            text = end;
        } else {
            g_string_append_c(out, *text++);
        }
    }
    return g_string_free(out, FALSE);
}

static const struct {
    const char *text, *rule;
} secrets[] = {
    {"-----BEGIN RSA ~PRIVATE KEY-----\n%a64\n%a64\n", "private-key"},
    {"k = \"-----BEGIN ~PRIVATE KEY-----\\n%a64\\n\"", "private-key"},
    {"-----BEGIN EC ~PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n%a64\n", "private-key"},
    {"key=\"sk-~ant-api03-%a93\"", "anthropic-key"},
    {"sk-~or-v1-%x64", "openrouter-key"},
    {"sk-~lf-%x8-%x4-%x4-%x4-%x12", "langfuse-secret-key"},
    {"OpenAI(api_key='sk-~proj-%a80')", "openai-key"},
    {"sk-%a20T3~BlbkFJ%a20", "openai-key"},
    {"csk~-%l48", "cerebras-key"},
    {"DEEPSEEK=sk~-%x32", "sk-key"},
    {"x = 'sk~-%a48'", "sk-key"},
    {"AI~za%a35", "google-api-key"},
    {"login(\"hf~_%a34\")", "huggingface-token"},
    {"Authorization: Bearer hf~_%a34", "huggingface-token"},
    {"gs~k_%a52", "groq-key"},
    {"xa~i-%a80", "xai-key"},
    {"t='r8~_%a37'", "replicate-token"},
    {"ppl~x-%a48", "perplexity-key"},
    {"nva~pi-%a64", "nvidia-key"},
    {"lsv~2_pt_%x32_%x10", "langsmith-key"},
    {"tvl~y-%a32", "tavily-key"},
    {"pcs~k_%a6_%a60", "pinecone-key"},
    {"aws = AK~IA%u16", "aws-access-key-id"},
    {"aws_secret_access~_key = %a40", "aws-secret-access-key"},
    {"\"secretAccess~Key\": \"%a40\"", "aws-secret-access-key"},
    {"AB~SK%a128=", "bedrock-key"},
    {"Account~Key=%a86==;", "azure-account-key"},
    {"SharedAccess~Key=%a43=", "azure-shared-access-key"},
    {"GOC~SPX-%a28", "google-oauth-secret"},
    {"da~pi%x32-2", "databricks-token"},
    {"gh~p_%a36", "github-token"},
    {"github~_pat_%a22_%a59", "github-token"},
    {"glp~at-%a20", "gitlab-token"},
    {"xo~xb-123456789012-%a24", "slack-token"},
    {"https://hooks.slack~.com/services/T%u9/B%u9/%a24", "slack-webhook"},
    {"sk~_live_%a24", "stripe-key"},
    {"k=\"SG~.%a22.%a43\"", "sendgrid-key"},
    {"np~m_%a36", "npm-token"},
    {"pypi-Ag~EI%a80", "pypi-token"},
    {"sb~p_%x40", "supabase-secret"},
    {"DATABASE_URL=postgres~ql://svc:%a12@db.prod.acme.io:5432/x", "connection-string"},
    {"mongodb+~srv://app:%a16@cluster0.ab1.mongodb.net", "connection-string"},
    {"headers = {\"Authorization\": \"Bearer ~%a40\"}", "bearer-token"},
    {"api_key = \"~%a32\"", "assigned-secret"},
    {"  \"AZURE_OPENAI_API_KEY\": \"~%a32\",", "assigned-secret"},
    {"const clientSecret: string = '~%a30';", "assigned-secret"},
    {"accessToken: \"~%a32\"", "assigned-secret"},
    {"dbpassword = \"~%a32\"", "assigned-secret"},
    {"{\\\"api_key\\\": \\\"~%a32\\\"}", "assigned-secret"},
    {"os.environ['COHERE_API_KEY'] = '~%a40'", "assigned-secret"},
    {"COHERE_API_KEY=~%a40", "environment-secret"},
    {"export X_TOKEN=~%a40 # c", "environment-secret"},
};

START_TEST(a_credential_is_found_by_its_format)
{
    g_autofree char *text = expand(secrets[_i].text),
                    *crlf = g_strdup_printf("first\r\n%s\r\nlast\r\n", text);
    const struct facts *f = facts_of("a.unknown", text);
    ck_assert_msg(f->n_secrets == 1, "%u found in %s", f->n_secrets, text);
    ck_assert_str_eq(facts_text(f, f->secrets[0].rule), secrets[_i].rule);
    const char *shown = facts_text(f, f->secrets[0].text);
    ck_assert_msg(strlen(shown) <= 4 + strlen("…") + 3, "%s", shown);
    f = facts_of("a.unknown", crlf);
    ck_assert_uint_eq(f->n_secrets, 1);
}
END_TEST

START_TEST(every_rule_has_a_row)
{
    for (unsigned i = 0; i < check_rules->n_secrets; i++) {
        bool tested = false;
        for (size_t k = 0; k < G_N_ELEMENTS(secrets); k++)
            tested |= strcmp(secrets[k].rule, check_rules->secrets[i].id) == 0;
        ck_assert_msg(tested, "%s", check_rules->secrets[i].id);
    }
}
END_TEST

static const char *const harmless[] = {
    /* placeholders */
    "api_key = \"YOUR_OPENAI_API_KEY_GOES_HERE\"",
    "OPENAI_API_KEY=sk~-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "OPENAI_API_KEY=sk~-...",
    "OPENAI_API_KEY=sk~-proj-your-key-here-your-key-here-your-key-here-your-key",
    "ANTHROPIC_API_KEY=\"sk~-ant-api03-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"",
    "api_key=\"<your-api-key-for-the-service>\"",
    "password: \"********************\"",
    "secret = 'changeme-changeme-changeme'",
    "token = \"DUMMY_TOKEN_1234567890abcdef\"",
    "hf~_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "gh~p_XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
    "API_KEY=${OPENAI_API_KEY_FROM_THE_ENVIRONMENT}",
    "api_key = \"{{ cookiecutter.api_key_of_service }}\"",
    "SECRET_KEY=replace-this-with-a-long-random-value",
    /* documented */
    "AKIA~IOSFODNN7EXAMPLE",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/"
    "KBHBeksoGMGw==",
    "MINIO_ROOT_PASSWORD=minioadminminioadmin",
    /* hashes, ids, names */
    "token = \"550e8400-e29b-41d4-a716-446655440000\"",
    "password_hash = \"$2b$12$KIXQJ8Zb0a1b2c3d4e5f6uO9xY7zW8vU6tS5rQ4pP3oN2mL1kJ0iH\"",
    "token = \"sha256:%x64\"",
    "next_page_token = \"%a40\"",
    "csrf_token = \"%a40\"",
    "SECRET = \"Secret\"",
    "API_KEY = \"OPENAI_API_KEY_PRODUCTION\"",
    "api_key_name = \"projects/acme/secrets/openai/versions/3\"",
    "secret = \"projects/acme/secrets/openai/versions/3\"",
    "token = \"https://auth.acme.io/oauth2/token/v2.0\"",
    "token = \"text-embedding-ada-002-v2-preview\"",
    "{\"enc.tiktoken\": \"%x40\"}",
    "const secret = 'ISSUE-17040-TEXT-FILE-ONLY-%x6';",
    "max_tokens = 12345678901234567890",
    "secret: \"./config/certs/private/server.key.pem\"",
    "api_key = os.environ[\"OPENAI_API_KEY_FOR_TESTS\"]",
    "apiKey: process.env.AZURE_OPENAI_API_KEY_EAST_US_2",
    "password = \"correct horse battery staple and more\"",
    "token: 'components.settings.tokens.columnHeader2'",
    "eos_token = \"<|endoftext|>\"",
    "    \"token\": \"▁international\",",
    /* regular expressions that describe keys */
    "re.compile(r\"sk~-proj-[A-Za-z0-9_-]{40,}\")",
    "matches: 'gh~p_[A-Za-z0-9]{36}'",
    "api_key = r\"[A-Za-z0-9]{32}[a-z]+\"",
    "-----BEGIN ~PRIVATE KEY-----",
    "-----BEGIN ~PRIVATE KEY-----\\nMIIE...\\n-----END PRIVATE KEY-----",
    "-----BEGIN PUBLIC ~KEY-----\n%a64\n",
    /* local databases, variables */
    "postgres~ql://postgres:postgres@localhost:5432/db",
    "postgres~ql://app:s3cr3tpw99@db:5432/app",
    "postgres~ql://user:password@db.example.com/app",
    "redis~://:${REDIS_PASSWORD}@cache.prod.acme.io:6379",
    "postgres~ql+asyncpg://{user}:{password}@{host}/{db}",
    "mysql~://root:root@127.0.0.1/x",
    "f\"Bearer ~{settings.openai_api_key_for_production_use}\"",
    "Bearer ~your-access-token-goes-here-please-replace",
    /* near misses */
    "mask-%a48",
    "risk-%x32",
    "AI~za%a20",
    "dapi%x31",
    "xAI~za%a35",
    "sk~-%x12",
};

START_TEST(what_only_looks_like_a_credential_is_none)
{
    g_autofree char *text = expand(harmless[_i]);
    const struct facts *f = facts_of("a.unknown", text);
    ck_assert_msg(f->n_secrets == 0, "%s in %s",
                  f->n_secrets ? facts_text(f, f->secrets[0].rule) : "", text);
}
END_TEST

START_TEST(a_finding_says_where_and_not_what)
{
    g_autofree char *text = expand("a = 1\n  k = \"gh~p_%a36\"  # one\nxyz = 'gh~p_%a36'\n");
    const struct facts *f = facts_of("a.py", text);
    ck_assert_uint_eq(f->n_secrets, 2);
    ck_assert_uint_eq(f->secrets[0].line, 2);
    ck_assert_uint_eq(f->secrets[0].column, 8);
    ck_assert_uint_eq(f->secrets[0].end_column, 48);
    ck_assert_uint_eq(f->secrets[1].line, 3);
    const char *shown = facts_text(f, f->secrets[0].text), *key = strstr(text, "gh"
                                                                               "p_");
    g_autofree char *want = g_strdup_printf("%.4s…%.3s", key, key + 37);
    ck_assert_str_eq(shown, want);
}
END_TEST

START_TEST(short_secrets_show_less)
{
    g_autofree char *text = expand("amqp~://svc:%a8@mq.acme.io/x");
    const struct facts *f = facts_of("a.yml", text);
    ck_assert_uint_eq(f->n_secrets, 1);
    ck_assert_uint_le(strlen(facts_text(f, f->secrets[0].text)), 1 + strlen("…"));
}
END_TEST

START_TEST(two_in_one_line_are_two)
{
    g_autofree char *text = expand("a='gh~p_%a36', b='gh~p_%a36', c=\"gls~ glp~at-%a20\"");
    ck_assert_uint_eq(facts_of("a.py", text)->n_secrets, 3);
}
END_TEST

START_TEST(a_format_of_a_provider_is_named_before_a_general_one)
{
    g_autofree char *text = expand("OPENAI_API_KEY = \"sk-~proj-%a80\"");
    const struct facts *f = facts_of("a.py", text);
    ck_assert_uint_eq(f->n_secrets, 1);
    ck_assert_str_eq(facts_text(f, f->secrets[0].rule), "openai-key");
}
END_TEST

START_TEST(a_long_line_is_searched_around_its_hits)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *key = expand("gh~p_%a36");
    for (int i = 0; i < 20000; i++)
        g_string_append(text, "token: a, ");
    g_string_append_printf(text, "'%s'", key);
    for (int i = 0; i < 20000; i++)
        g_string_append(text, ", token: a");
    const struct facts *f = facts_of("a.js", text->str);
    ck_assert_uint_eq(f->n_secrets, 1);
    ck_assert_uint_eq(f->secrets[0].line, 1);
}
END_TEST

START_TEST(many_are_listed_up_to_a_ceiling)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 1500; i++) {
        g_autofree char *key = expand("gh~p_%a36");
        g_string_append_printf(text, "%s\n", key);
    }
    const struct facts *f = facts_of("a.txt", text->str);
    ck_assert_uint_eq(f->n_secrets, 1000);
    ck_assert_uint_eq(f->n_notes, 1);
}
END_TEST

START_TEST(bytes_that_are_no_text_hide_nothing)
{
    g_autofree char *text = expand("\xff\xfe k = 'gh~p_%a36' \xc3");
    ck_assert_uint_eq(facts_of("a.py", text)->n_secrets, 1);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("secrets");
    TCase *t = tcase_create("secrets");
    tcase_add_checked_fixture(t, check_setup, check_teardown);
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, a_credential_is_found_by_its_format, 0, G_N_ELEMENTS(secrets));
    tcase_add_test(t, every_rule_has_a_row);
    tcase_add_loop_test(t, what_only_looks_like_a_credential_is_none, 0, G_N_ELEMENTS(harmless));
    tcase_add_test(t, a_finding_says_where_and_not_what);
    tcase_add_test(t, short_secrets_show_less);
    tcase_add_test(t, two_in_one_line_are_two);
    tcase_add_test(t, a_format_of_a_provider_is_named_before_a_general_one);
    tcase_add_test(t, a_long_line_is_searched_around_its_hits);
    tcase_add_test(t, many_are_listed_up_to_a_ceiling);
    tcase_add_test(t, bytes_that_are_no_text_hide_nothing);
    suite_add_tcase(s, t);
    return check_run(s);
}
