# debtscan. 'make help' lists the targets; everything that is made lies under $(BUILD).
#   CFLAGS, LDFLAGS, CC   as usual          SAN=address,undefined   a flavour with sanitizers, in a folder of its own
#   WERROR=1              warnings stop     LTO=                    no link-time optimisation (a quicker link)
#   V=1                   show the commands
BUILD   ?= build
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
LTO     ?= -flto=auto
MODULES := libgit2 sqlite3 yaml-0.1 libcjson glib-2.0 libpcre2-8 libseccomp
# libcurl is loaded when a comment is written (src/forge/http.c): its headers are all that the build needs.
HEADER_MODULES := libcurl
CORE    := node_modules/tree-sitter/vendor/tree-sitter/lib
# Dates inside npm packages are those of their publication; this one is the date of the installation.
NPM     := node_modules/.installed-lock.json

.SUFFIXES:
.SECONDARY:
.DELETE_ON_ERROR:
all:

override CPPFLAGS += -D_GNU_SOURCE -Isrc -isystem $(CORE)/include
override CPPFLAGS += $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(MODULES) $(HEADER_MODULES) 2>/dev/null))
override LDLIBS   += $(shell pkg-config --libs $(MODULES) 2>/dev/null) -lm
override CFLAGS   += -std=c11 -Wall -Wextra -Wshadow -Wmissing-prototypes -ffile-prefix-map=$(CURDIR)=.
# Grammars and tree-sitter are not ours to warn about. Their asserts stay on: they guard the buffers of the scanners.
THIRD_CFLAGS := -std=c11 -O3 -w -UNDEBUG -D_GNU_SOURCE -ffile-prefix-map=$(CURDIR)=.
ifdef WERROR
override CFLAGS += -Werror
endif
ifdef SAN
comma := ,
override BUILD   := $(BUILD)/san/$(subst $(comma),-,$(SAN))
override CFLAGS  += -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
override LDFLAGS += -fsanitize=$(SAN)
SCANNER_CFLAGS := $(THIRD_CFLAGS) -O1 -g -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer
# A parser is tables and a lexer made of them: slow to compile instrumented, and not where memory goes wrong.
PARSER_CFLAGS := $(THIRD_CFLAGS) -O1
override LTO :=
else
override CFLAGS  += -fstack-protector-strong
override LDFLAGS += -Wl,-z,relro,-z,now -Wl,--build-id=sha1
# Fat objects: the binary is linked with LTO, the many test programs without, which is quicker.
THIRD_CFLAGS += $(LTO:%=-flto -ffat-lto-objects)
SCANNER_CFLAGS = $(THIRD_CFLAGS)
PARSER_CFLAGS  = $(THIRD_CFLAGS)
endif
GEN := $(BUILD)/gen

# Sources, found by their place.
CLI_SRC   := $(sort $(shell find src/cli -name '*.c' 2>/dev/null))
LIB_SRC   := $(sort $(shell find src -path src/cli -prune -o -name '*.c' -print))
HEADERS   := $(sort $(shell find src tests -name '*.h' -not -path 'tests/cases/*'))
UNIT_SRC  := $(sort $(wildcard tests/unit/test_*.c))
UNIT_HELP := $(filter-out $(UNIT_SRC),$(sort $(wildcard tests/unit/*.c)))
CLI_OBJ   := $(CLI_SRC:%.c=$(BUILD)/%.o)
LIB_OBJ   := $(LIB_SRC:%.c=$(BUILD)/%.o) $(GEN)/grammars.o $(GEN)/embedded.o $(GEN)/embedded-data.o
UNIT      := $(UNIT_SRC:%.c=$(BUILD)/%)
PROGRAM   := $(if $(CLI_SRC),$(BUILD)/debtscan)
LIBS      := $(BUILD)/libdebtscan.a $(BUILD)/libgrammars.a $(BUILD)/libtree-sitter.a

# Grammars: what rules/languages says. Two languages may share one.
GRAMMARS     := $(sort $(foreach g,$(shell tools/gen-grammars list),$(word 2,$(subst :, ,$(g)))))
PARSER_OBJ   := $(GRAMMARS:%=$(BUILD)/node_modules/%/src/parser.o)
SCANNER_OBJ  := $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(GRAMMARS:%=node_modules/%/src/scanner.c)))

# say,WORD,COMMAND: the command, or with V= unset a short word for it.
say = $(if $(V),$(2),@printf '  %-5s %s\n' $(1) $@; $(2))

all: $(PROGRAM) $(LIBS) ## build the program (the default)
	@:
unit: $(UNIT) ## build the unit tests
	@:

$(BUILD)/debtscan: $(CLI_OBJ) $(LIBS)
	$(call say,LINK,$(CC) $(CFLAGS) $(LTO) $(LDFLAGS) -o $@ $^ $(LDLIBS))

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(UNIT_HELP:%.c=$(BUILD)/%.o) $(LIBS)
	$(call say,LINK,$(CC) $(CFLAGS) -fno-lto $(LDFLAGS) -o $@ $^ $(LDLIBS) $(shell pkg-config --libs check))

$(BUILD)/libdebtscan.a: $(LIB_OBJ)
$(BUILD)/libgrammars.a: $(PARSER_OBJ) $(SCANNER_OBJ)
$(BUILD)/libtree-sitter.a: $(BUILD)/$(CORE)/src/lib.o
$(BUILD)/%.a: $(GEN)/lists
	@mkdir -p $(@D); rm -f $@
	$(call say,AR,gcc-ar rcs $@ $(filter %.o,$^))

$(BUILD)/%.o: %.c $(GEN)/flags | ready
	@mkdir -p $(@D)
	$(call say,CC,$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<)
$(BUILD)/gen/%.o: $(BUILD)/gen/%.c $(GEN)/flags | ready
	$(call say,CC,$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<)
$(BUILD)/gen/%.o: $(BUILD)/gen/%.S
	$(call say,AS,$(CC) -c -o $@ $<)
$(PARSER_OBJ): $(BUILD)/%.o: %.c $(NPM)
	@mkdir -p $(@D)
	$(call say,CC,$(CC) $(PARSER_CFLAGS) -I$(<D) -c -o $@ $<)
$(SCANNER_OBJ): $(BUILD)/%.o: %.c $(NPM)
	@mkdir -p $(@D)
	$(call say,CC,$(CC) $(SCANNER_CFLAGS) -I$(<D) -c -o $@ $<)
$(BUILD)/$(CORE)/src/lib.o: $(CORE)/src/lib.c $(NPM)
	@mkdir -p $(@D)
	$(call say,CC,$(CC) $(SCANNER_CFLAGS) -I$(<D) -I$(CORE)/include -c -o $@ $<)
$(NPM) $(CORE)/src/lib.c $(PARSER_OBJ:$(BUILD)/%.o=%.c): | ready ;

# Generated sources are compared each time and written only when they differ. (Make takes a file that is newer than
# its rule's prerequisites as changed, so `lists` also rebuilds the archives when a source is removed.)
settle = mkdir -p $(@D) && { $(1); } > $@.new && { cmp -s $@.new $@ && rm $@.new || mv $@.new $@; }
$(GEN)/flags: FORCE
	@$(call settle,echo '$(CC) $(CPPFLAGS) $(CFLAGS)')
$(GEN)/lists: FORCE
	@$(call settle,echo '$(LIB_OBJ) $(PARSER_OBJ) $(SCANNER_OBJ)')
$(GEN)/grammars.c: FORCE
	@$(call settle,tools/gen-grammars table)
$(GEN)/embedded.list: FORCE
	@$(call settle,tools/gen-embedded list)
$(GEN)/embedded.c: $(GEN)/embedded.list tools/gen-embedded
	@tools/gen-embedded table < $< > $@
$(GEN)/embedded-data.S: $(GEN)/embedded.list tools/gen-embedded
	@tools/gen-embedded asm < $< > $@
-include $(shell find $(BUILD) -path $(BUILD)/san -prune -o -name '*.d' -print 2>/dev/null)

ready: # order-only: says what is missing before a compiler trips over it
	@tools/deps.sh --check
deps: ## install what is missing: Debian packages (as root), npm packages
	@tools/deps.sh

test: deps ## everything: unit tests, rules, cases, all twice (plain and with sanitizers)
	@$(MAKE) --no-print-directory all unit
	@$(MAKE) --no-print-directory SAN=address,undefined all unit
	@tests/run $(BUILD) $(BUILD)/san/address-undefined
check: all unit ## unit tests, rules and cases of one flavour (SAN=...)
	@tests/run $(BUILD)
accept: $(BUILD)/debtscan ## rewrite what the cases CASE='NAME...' expect
	$(if $(CASE),,$(error CASE=NAME says which case; CASE='*' is all))
	@set -f; DEBTSCAN=$(BUILD)/debtscan ACCEPT=1 tests/run-cases $(CASE)
scan: deps ## scan REPO=PATH
	@$(MAKE) --no-print-directory all >&2
	@$(BUILD)/debtscan $(or $(REPO),examples/support-agent) || { status=$$?; \
	    [ $$status != 1 ] || echo "debtscan: a gate failed (exit status 1)" >&2; exit $$status; }
examples: $(BUILD)/debtscan ## reports of the examples, and a portfolio page of them, into $(BUILD)/examples
	@mkdir -p $(BUILD)/examples
	@out=$$(realpath $(BUILD)); cd examples && "$$out/debtscan" portfolio portfolio.yml --reports "$$out/examples/reports" \
	    --format html="$$out/examples/index.html" --format json="$$out/examples/portfolio.json" --format text
test-cluster: $(BUILD)/debtscan ## examples/cluster for real: sshd, Slurm and GNU parallel on loopback (as root)
	@tests/cluster/run $(BUILD)
measure: $(BUILD)/debtscan ## agreement with repositories labelled by hand, into rules/: CORPUS=PATH CHECKOUTS=PATH
	@tools/measure $(BUILD)/debtscan $(CORPUS) $(CHECKOUTS)
bench: $(BUILD)/debtscan ## measure speed and memory: TREE=PATH [RUNS=5]
	@bench/run $(TREE) $(RUNS)

headers: | ready ## each header compiles alone
	@for h in $(HEADERS); do $(CC) $(CPPFLAGS) $(CFLAGS) $$(pkg-config --cflags check) \
	    -fsyntax-only -x c $$h || exit 1; done
format: ## lay out the sources with clang-format
	clang-format -i $(LIB_SRC) $(CLI_SRC) $(HEADERS) $(UNIT_SRC) $(UNIT_HELP)
tidy: | ready ## clang-tidy over our own sources
	clang-tidy --quiet $(LIB_SRC) $(CLI_SRC) -- $(CPPFLAGS) -std=c11
install: $(BUILD)/debtscan ## into $(DESTDIR)$(PREFIX): program, rules, templates, man page
	install -D -m 755 $(BUILD)/debtscan $(DESTDIR)$(PREFIX)/bin/debtscan
	for dir in rules templates; do [ -d $$dir ] || continue; find $$dir -type f -exec \
	    install -D -m 644 {} $(DESTDIR)$(PREFIX)/share/debtscan/{} \; ; done
	[ ! -f docs/debtscan.1 ] || install -D -m 644 docs/debtscan.1 $(DESTDIR)$(PREFIX)/share/man/man1/debtscan.1
clean: ## remove what was built
	rm -rf $(BUILD)
help: ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16
FORCE:
.PHONY: all unit ready deps test test-cluster examples check accept scan bench headers format tidy install clean help FORCE
