# Suanbei. make help lists what one can do.

# make SAN=1 …: AddressSanitizer and UndefinedBehaviorSanitizer, in a folder of their own
ifeq ($(SAN),1)
B      ?= build/san
SANITIZE = -fsanitize=address,undefined
# What nobody set is no zero by chance.
CFLAGS ?= -O1 -g -fno-omit-frame-pointer -ftrivial-auto-var-init=pattern $(SANITIZE) \
	-fno-sanitize-recover=undefined
LDFLAGS += $(SANITIZE)
else
B      ?= build
CFLAGS ?= -O2 -g -D_FORTIFY_SOURCE=2
endif
CI_FLAGS = $(if $(filter true 1,$(CI)),-Werror)
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wshadow $(CI_FLAGS) \
	-fstack-protector-strong -fPIE \
	-Ifcgi -Itests/unit -I$(B)/gen -I$(B)/gen/store -I/usr/include/lua5.4 $(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now $(LDFLAGS)
LIBS = -lfcgi -llua5.4 -lsqlite3 -ljansson -lsodium -lnettle -lcrypto -lpcre2-8 -lidn2 -lunistring \
	-lzip -lpng -ljpeg -lqpdf -lexpat -loath -lqrencode -lcsv -lpthread -ldl -lm

# The press alone knows them, and opens them when it runs.
PRESS_CFLAGS = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I pangocairo pangoft2))

PORT ?= 8080
VAR  ?= var
export PORT VAR B SAN CI

ROOMS   = base courier press reader page model rulekit judge policy store casework govern clerk \
          http handle
OF      = $(patsubst %.c,$(B)/%.o,$(sort $(wildcard $(1))))
LIB_O   = $(call OF,$(ROOMS:%=fcgi/%/*.c) $(ROOMS:%=fcgi/%/*/*.c))
FACE_O  = $(call OF,fcgi/main.c fcgi/serve/*.c fcgi/cli/*.c)
UNIT_O  = $(call OF,tests/unit/*_test.c)
RIG_O   = $(filter-out $(UNIT_O),$(call OF,tests/unit/*.c))
UNITS   = $(UNIT_O:.o=)
FUZZ_O  = $(call OF,tests/fuzz/*_fuzz.c)
FUZZERS = $(FUZZ_O:.o=)
SEED_O  = $(call OF,tests/fuzz/*_seed.c)
SEEDERS = $(SEED_O:.o=)
FUZZING = -fno-sanitize-recover=undefined -fsanitize=address,undefined
BENCH_O = $(call OF,tests/bench/*.c)
BENCHES = $(BENCH_O:.o=)
SQL     = sql/connection.sql $(sort $(wildcard sql/schema/*.sql)) \
          $(sort $(wildcard sql/query/*.sql))
ENGINE  = $(sort $(wildcard fcgi/judge/engine/*.lua))
DIALECT = sql/dialect/schema.awk sql/dialect/prelude.sql
GEN     = $(B)/gen/store/queries.h $(B)/gen/rulekit/engine.h $(B)/gen/judge/engine_files.h
PROGRAM = $(B)/suanbei
WEB_SRC = $(sort $(shell find nginx/web -name node_modules -prune -o -type f -print))
WEB     = build/web/app.html
# One build of a folder at a time: make run and make test may be started side by side.
SHARE   = $(DESTDIR)/usr/local/share/suanbei
LOCKED  = mkdir -p $(B) && flock $(B)/.lock $(MAKE) --no-print-directory -j$$(nproc)

.PHONY: all build unit web setup setup-test run demo test lint bench versus clean install help
.PHONY: deb test-deb program units benches fuzz fuzzers always
.DELETE_ON_ERROR:

all: build ## (default) the program, build/suanbei

build: ## the program
	@$(LOCKED) program

unit: ## the unit tests' programs, build/tests/unit/*_test
	@$(LOCKED) units

web: ## the pages behind a login, build/web, when their sources changed
	@mkdir -p build && flock build/.web.lock $(MAKE) --no-print-directory $(WEB)

setup: ## installs with apt what building and running need
	@mkdir -p $(B) && flock $(B)/.setup.lock nginx/setup.sh run

setup-test: ## … and what the tests need
	@mkdir -p $(B) && flock $(B)/.setup.lock nginx/setup.sh test

run: setup web ## everything in the foreground: make run PORT=8080 VAR=var
	@$(LOCKED) program
	@SUANBEI=$(abspath $(PROGRAM)) exec nginx/run.sh

demo: ## a filing from registration to the register, told step by step, against a running instance
	@mkdir -p $(B) && flock $(B)/.setup.lock nginx/setup.sh demo
	@node tests/demo.mjs

test: setup-test web ## every test; make test SAN=1 under the sanitizers
	@$(LOCKED) program units benches
	@BUILD=$(B) SUANBEI=$(abspath $(PROGRAM)) exec tests/run.sh

lint: setup-test ## clang-format, eslint, luacheck, long lines, statements on PostgreSQL
	@$(LOCKED) program
	@BUILD=$(B) exec tests/run.sh lint

bench: setup-test ## requests a second beside a bare hello; one filing judged beside other engines
	@$(LOCKED) program benches
	@SUANBEI=$(abspath $(PROGRAM)) exec node tests/bench/bench.mjs

fuzz: ## fuzzers under the sanitizers, each for SECONDS: make fuzz SECONDS=60
	@mkdir -p build/fuzz && flock build/fuzz/.setup.lock nginx/setup.sh fuzz
	@$(MAKE) --no-print-directory -j$$(nproc) B=build/fuzz CC=clang LDFLAGS="$(FUZZING)" \
		CFLAGS="-O1 -g -fno-omit-frame-pointer $(FUZZING),fuzzer-no-link" fuzzers
	@tests/fuzz.sh $(FUZZ)

versus: setup-test ## what requests cost now and before: BEFORE=a checkout that is built
	@$(LOCKED) program benches
	@exec node tests/bench/versus.mjs

install: build web ## all below DESTDIR/usr/local; see nginx/suanbei.service
	install -D $(PROGRAM) $(DESTDIR)/usr/local/bin/suanbei
	mkdir -p $(SHARE)/nginx $(SHARE)/web
	cp -R rules $(SHARE)/
	cp -R $(filter-out nginx/web nginx/pictures nginx/debian,$(wildcard nginx/*)) $(SHARE)/nginx/
	cp -R $(if $(wildcard $(WEB)),build/web/.,nginx/web/public/.) $(SHARE)/web/

deb: build web ## the Debian package, below build/deb
	@mkdir -p $(B) && flock $(B)/.setup.lock nginx/setup.sh deb
	@SUANBEI=$(PROGRAM) nginx/debian/make.sh

test-deb: deb ## the package on a bare Debian 12 beside another site, as root (needs debootstrap)
	@tests/deb.sh

clean: ## removes build/; state under var/ stays
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

# ---- what is made of what ------------------------------------------------------------------------

program: $(PROGRAM) $(B)/gen/store/postgres.sql
units: $(UNITS)
benches: $(BENCHES)
fuzzers: $(FUZZERS) $(SEEDERS)

$(PROGRAM): $(FACE_O) $(LIB_O)
	@echo "  LINK $@"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(UNITS) $(SEEDERS): $(RIG_O)
$(UNITS) $(BENCHES) $(SEEDERS): %: %.o $(LIB_O)
	@echo "  LINK $@"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(FUZZERS): %: %.o $(B)/fcgi/serve/wire.o $(LIB_O)
	@echo "  LINK $@"
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

$(B)/fcgi/press/%.o: ALL_CFLAGS += $(PRESS_CFLAGS)

$(B)/%.o: %.c $(B)/flags | $(GEN)
	@mkdir -p $(@D)
	@echo "  CC   $<"
	@$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen/store/queries.h: sql/embed.awk $(SQL) $(B)/sql.list
	@mkdir -p $(@D)
	@awk -f sql/embed.awk $(SQL) > $@

$(B)/gen/store/end_state: sql/dialect/end_state.c $(B)/gen/store/queries.h
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< -lsqlite3

$(B)/gen/store/postgres.sql: $(DIALECT) $(B)/gen/store/end_state
	@$(B)/gen/store/end_state > $@.end && awk -f $(DIALECT) $@.end > $@ && rm $@.end

# The engine's text goes into one object, its hash into another: what judges is told by it.
$(B)/fcgi/judge/engine.o: $(ENGINE)
$(B)/fcgi/model/password.o: fcgi/model/common_passwords.txt

$(B)/gen/rulekit/engine.h: $(ENGINE) $(B)/engine.list
	@mkdir -p $(@D)
	@for f in $(ENGINE); do printf '%s\0' $$(basename $$f .lua); cat $$f; printf '\0'; done | \
		sha256sum | sed 's/^\(.\{12\}\).*/#define ENGINE_HASH "\1"/' > $@

$(B)/gen/judge/engine_files.h: $(B)/engine.list
	@mkdir -p $(@D)
	@echo '#define ENGINE_FILES(X) $(patsubst fcgi/judge/engine/%.lua,X(%),$(ENGINE))' > $@

# The file stays away when there is no npm, and the next make tries again.
$(WEB): $(WEB_SRC) build/web.list
	@nginx/web/build.sh

# Other flags, other objects; a file more or less in a folder that is embedded, another header.
$(B)/flags: TEXT = $(CC) $(ALL_CFLAGS)
$(B)/sql.list: TEXT = $(SQL)
$(B)/engine.list: TEXT = $(ENGINE)
build/web.list: TEXT = $(WEB_SRC)
$(B)/flags $(B)/sql.list $(B)/engine.list build/web.list: always
	@mkdir -p $(@D)
	@echo '$(TEXT)' | cmp -s - $@ || echo '$(TEXT)' > $@

.SECONDARY: $(UNIT_O) $(RIG_O) $(BENCH_O) $(FUZZ_O) $(SEED_O)
-include $(patsubst %.o,%.d,$(LIB_O) $(FACE_O) $(UNIT_O) $(RIG_O) $(BENCH_O) $(FUZZ_O) $(SEED_O))
