/*
 * code_words - the vocabulary of bindings.scm: constructs and their parts. What they mean is in
 * docs/rules.md (Language files); code_lower.c asks for them.
 */
#ifndef DEBTSCAN_EXTRACT_CODE_WORDS_H
#define DEBTSCAN_EXTRACT_CODE_WORDS_H

/* Where a construct is looked for. */
enum class {
    ROLES = 0,      /* nowhere: its parts are roles of nodes */
    GENERAL = 1,    /* statements, expressions, elements of lists, arguments */
    TARGET = 2,     /* what is assigned to */
    PARAMETER = 4,
    ITEM = 8,       /* one name of an import or export */
    ENTER = 16,     /* an item of a with */
    DOC = 32,       /* the first statement of a body */
    CASE = 64,
    INITIALIZER = 128, /* what stands in braces behind `new X` */
    EVERYWHERE = ~0,
};

#define CONSTRUCTS(X)                                                                              \
    X(NAME, "name", GENERAL)                                                                       \
    X(KEY, "key", GENERAL)                                                                         \
    X(STRING, "string", GENERAL)                                                                   \
    X(FORMAT, "format", GENERAL)                                                                   \
    X(NUMBER, "number", GENERAL)                                                                   \
    X(TRUE_, "true", GENERAL)                                                                      \
    X(FALSE_, "false", GENERAL)                                                                    \
    X(NULL_, "null", GENERAL)                                                                      \
    X(OTHER, "other", GENERAL)                                                                     \
    X(REGEX, "regex", GENERAL)                                                                     \
    X(IGNORE, "ignore", EVERYWHERE)                                                                \
    X(TRANSPARENT, "transparent", GENERAL)                                                         \
    X(AWAIT, "await", GENERAL)                                                                     \
    X(VALUES, "values", GENERAL)                                                                   \
    X(LIST, "list", GENERAL)                                                                       \
    X(DICT, "dict", GENERAL)                                                                       \
    X(PAIR, "pair", GENERAL)                                                                       \
    X(SHORTHAND, "shorthand", GENERAL)                                                             \
    X(SPLAT, "splat", GENERAL)                                                                     \
    X(KEYWORD, "keyword", GENERAL)                                                                 \
    X(CALL, "call", GENERAL)                                                                       \
    X(NEW, "new", GENERAL)                                                                         \
    X(MEMBER, "member", GENERAL)                                                                   \
    X(SUBSCRIPT, "subscript", GENERAL)                                                             \
    X(BINARY, "binary", GENERAL)                                                                   \
    X(UNARY, "unary", GENERAL)                                                                     \
    X(CONDITIONAL, "conditional", GENERAL)                                                         \
    X(COMPREHENSION, "comprehension", GENERAL)                                                     \
    X(JSX, "jsx", GENERAL)                                                                         \
    X(FUNCTION, "function", GENERAL)                                                               \
    X(METHOD, "method", GENERAL)                                                                   \
    X(LAMBDA, "lambda", GENERAL)                                                                   \
    X(CLASS, "class", GENERAL)                                                                     \
    X(FIELD, "field", GENERAL)                                                                     \
    X(BOUND, "bound", GENERAL)                                                                     \
    X(ACCESSOR, "accessor", GENERAL)                                                               \
    X(DECORATOR, "decorator", GENERAL)                                                             \
    X(CONST, "const", GENERAL)                                                                     \
    X(ASSIGN, "assign", GENERAL)                                                                   \
    X(REASSIGN, "reassign", GENERAL)                                                               \
    X(GLOBAL, "global", GENERAL)                                                                   \
    X(NONLOCAL, "nonlocal", GENERAL)                                                               \
    X(PACKAGE, "package", GENERAL)                                                                 \
    X(IMPORT, "import", GENERAL)                                                                   \
    X(MODULE, "module", GENERAL)                                                                   \
    X(NAMESPACE, "namespace", GENERAL)                                                             \
    X(EXPORT, "export", GENERAL)                                                                   \
    X(RETURN, "return", GENERAL)                                                                   \
    X(YIELD, "yield", GENERAL)                                                                     \
    X(RAISE, "raise", GENERAL)                                                                     \
    X(BREAK, "break", GENERAL)                                                                     \
    X(CONTINUE, "continue", GENERAL)                                                               \
    X(RETRY, "retry", GENERAL)                                                                     \
    X(PASS, "pass", GENERAL)                                                                       \
    X(ASSERT, "assert", GENERAL)                                                                   \
    X(EACH, "each", GENERAL)                                                                       \
    X(WHILE, "while", GENERAL)                                                                     \
    X(TRY, "try", GENERAL)                                                                         \
    X(HANDLER, "handler", GENERAL)                                                                 \
    X(FINALLY, "finally", GENERAL)                                                                 \
    X(WITH, "with", GENERAL)                                                                       \
    X(BRANCH, "branch", GENERAL)                                                                   \
    X(ELSE, "else", GENERAL)                                                                       \
    X(SWITCH, "switch", GENERAL)                                                                   \
    X(CASE_, "case", CASE)                                                                         \
    X(SETTING, "setting", INITIALIZER)                                                             \
    X(PARAMETER_, "parameter", PARAMETER)                                                          \
    X(PATTERN, "pattern", TARGET)                                                                  \
    X(RESULTS, "results", TARGET)                                                                  \
    X(ENTRIES, "entries", TARGET)                                                                  \
    X(ENTRY, "entry", TARGET)                                                                      \
    X(DEFAULT, "default", TARGET)                                                                  \
    X(REST, "rest", TARGET)                                                                        \
    X(ITEM_, "item", ITEM)                                                                         \
    X(ENTER_, "enter", ENTER)                                                                      \
    X(DOC_, "doc", DOC)                                                                            \
    X(COMMENT, "comment", ROLES)

#define PARTS(X)                                                                                   \
    X(VALUE, "value")                                                                              \
    X(TARGET, "target")                                                                            \
    X(TYPE, "type")                                                                                \
    X(NAME, "name")                                                                                \
    X(KEY, "key")                                                                                  \
    X(BODY, "body")                                                                                \
    X(CONDITION, "condition")                                                                      \
    X(PART, "part")                                                                                \
    X(FUNCTION, "function")                                                                        \
    X(ARGUMENT, "argument")                                                                        \
    X(ARGUMENTS, "arguments")                                                                      \
    X(OBJECT, "object")                                                                            \
    X(INDEX, "index")                                                                              \
    X(OPTIONAL, "optional")                                                                        \
    X(OPERAND, "operand")                                                                          \
    X(OPERATOR, "operator")                                                                        \
    X(ALTERNATIVE, "alternative")                                                                  \
    X(CLAUSE, "clause")                                                                            \
    X(PARAMETER, "parameter")                                                                      \
    X(PARAMETERS, "parameters")                                                                    \
    X(KEYWORDS, "keywords")                                                                        \
    X(FIELD, "field")                                                                              \
    X(RECEIVER, "receiver")                                                                        \
    X(RESULT, "result")                                                                            \
    X(SELF, "self")                                                                                \
    X(BASE, "base")                                                                                \
    X(BOUND, "bound")                                                                              \
    X(DECORATOR, "decorator")                                                                      \
    X(ASYNC, "async")                                                                              \
    X(GENERATOR, "generator")                                                                      \
    X(STATIC, "static")                                                                            \
    X(PROPERTY, "property")                                                                        \
    X(DOUBLE, "double")                                                                            \
    X(MODULE, "module")                                                                            \
    X(TREE, "tree")                                                                                \
    X(ITEM, "item")                                                                                \
    X(ALIAS, "alias")                                                                              \
    X(ROOT, "root")                                                                                \
    X(STAR, "star")                                                                                \
    X(DEFAULT, "default")                                                                          \
    X(NAMESPACE, "namespace")                                                                      \
    X(ALL, "all")                                                                                  \
    X(DECLARATION, "declaration")                                                                  \
    X(INIT, "init")                                                                                \
    X(STEP, "step")                                                                                \
    X(CAUSE, "cause")                                                                              \
    X(TYPING, "typing")                                                                            \
    X(TYPES, "types")                                                                              \
    X(SEPARATOR, "separator")                                                                      \
    X(OPTION, "option")                                                                            \
    X(INITIALIZER, "initializer")                                                                  \
    X(GLOBAL, "global")                                                                            \
    X(TAG, "tag")                                                                                  \
    X(ATTRIBUTE, "attribute")                                                                      \
    X(CHILD, "child")                                                                              \
    X(CONTENT, "content")                                                                          \
    X(ESCAPE, "escape")                                                                            \
    X(INTERPOLATION, "interpolation")                                                              \
    X(TEXT, "text")                                                                                \
    X(LATER, "later")

enum construct {
    IS_NONE,
#define X(id, word, class) IS_##id,
    CONSTRUCTS(X)
#undef X
    N_CONSTRUCTS
};

enum part {
    OF_NONE,
#define X(id, word) OF_##id,
    PARTS(X)
#undef X
    N_PARTS
};

#endif
