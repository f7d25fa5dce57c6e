/* The page of a repository, from what its remote says. */
#include <check.h>
#include <glib.h>

#include "source/remote.h"

static const struct {
    const char *url, *page;
} rows[] = {
    {"https://github.com/acme/agent.git", "https://github.com/acme/agent"},
    {"https://github.com/acme/agent/", "https://github.com/acme/agent"},
    {"https://user:ghp_secret@github.com/acme/agent", "https://github.com/acme/agent"},
    {"http://git.acme.test:8080/group/sub/agent.git", "http://git.acme.test:8080/group/sub/agent"},
    {"git@github.com:acme/agent.git", "https://github.com/acme/agent"},
    {"github.com:acme/agent", "https://github.com/acme/agent"},
    {"ssh://git@gitlab.acme.test:2222/group/agent.git", "https://gitlab.acme.test/group/agent"},
    {"git://host/a/b", "https://host/a/b"},
    {"/srv/git/agent.git", NULL},
    {"./agent:old/x", NULL},
    {"file:///srv/git/agent.git", NULL},
    {"javascript:alert(1)//a/b", NULL},
    {"https://github.com/acme", NULL},
    {"https://github.com/acme/../other", NULL},
    {"https://github.com/acme/a\"onclick=x", NULL},
    {"https://-host/a/b", NULL},
    {"https://host:port/a/b", NULL},
    {"https://host\\x/a/b", NULL},
    {"", NULL},
    {"agent", NULL},
};

START_TEST(page_of_a_remote)
{
    g_autofree char *page = remote_page(rows[_i].url);
    ck_assert_pstr_eq(page, rows[_i].page);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("remote");
    TCase *t = tcase_create("remote");
    tcase_add_loop_test(t, page_of_a_remote, 0, (int)G_N_ELEMENTS(rows));
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
