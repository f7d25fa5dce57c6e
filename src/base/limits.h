/*
 * limits - every ceiling of debtscan in one place. A ceiling that bites leaves a note in the report.
 */
#ifndef DEBTSCAN_BASE_LIMITS_H
#define DEBTSCAN_BASE_LIMITS_H

#define LIMIT_FILE_BYTES (4u << 20)        /* larger files are not read, only noted */
#define LIMIT_DATA_BYTES (16u << 20)       /* the same for record files (JSON Lines, CSV) */
#define LIMIT_RULE_BYTES (1u << 20)        /* one rule file */
#define LIMIT_BASELINE_BYTES (16u << 20)   /* one baseline */
#define LIMIT_MANIFEST_BYTES (16u << 20)   /* one manifest of a portfolio */
#define LIMIT_REPORT_BYTES (256u << 20)    /* one JSON report that is read back */
#define LIMIT_LINE_BYTES 500               /* a longer mean line means minified */
#define LIMIT_TREE_DEPTH 1000              /* nesting of one syntax tree that is lowered */
#define LIMIT_TREE_NODES (2u << 20)        /* facts of one file */
#define LIMIT_STRING_BYTES (16u << 10)     /* a string literal is cut there */
#define LIMIT_FILES (1u << 20)             /* files of one repository */
#define LIMIT_PATH_DEPTH 200               /* nested folders */
#define LIMIT_PARSE_CPU_MS 3000            /* processor time for one file in a worker */
#define LIMIT_WORKER_CPU_MS 6000           /* after which a silent worker is killed */
#define LIMIT_WORKER_BYTES (1ull << 30)    /* address space that a worker may add */
#define LIMIT_FACT_BYTES (64u << 20)       /* one encoded fact file */
#define LIMIT_CACHE_BYTES (512ull << 20)   /* the store of what was found before */
#define LIMIT_ANSWER_BYTES (64u << 20)     /* what a server may answer: a page of a hundred long comments */
#define LIMIT_COMMENT_BYTES (16u << 20)    /* a file that becomes a comment, before it is cut */
#define LIMIT_RECORD_FIELDS 200            /* fields of a record file that are told apart */
#define LIMIT_SECRETS 1000                 /* credentials of one file */
#define LIMIT_QUERY_MATCHES 4096           /* tree-sitter's match limit */
#define LIMIT_REGEX_MATCHES 200000         /* PCRE2 match limit */
#define LIMIT_REGEX_DEPTH 1000             /* PCRE2 depth limit */
#define LIMIT_REGEX_HEAP_KB 4096           /* PCRE2 heap limit */

#endif
