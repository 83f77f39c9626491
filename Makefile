# Varta. 'make help' says what there is.

BUILD   ?= build
PREFIX  ?= /usr/local
SYSCONF ?= /etc
PYTHON  ?= /usr/bin/python3
CC      ?= gcc
VERSION := 0.2
Q       ?= @

PROGRAMS := console/varta syncd/varta-syncd admin/vartactl document/varta-document
LIBS_lib     := libpq yaml-0.1 jansson libcrypto libarchive
LIBS_console := ncursesw
LIBS_syncd   := libcurl libmicrohttpd libxml-2.0 libsystemd libseccomp zlib libjpeg \
	libpng libwebp
LIBS_admin   := libcurl
LIBS_document := pangocairo pangoft2 fontconfig libqrencode libseccomp libjpeg libwebp

# The packages of Debian 12 that building, testing and running need.
DEPS_BUILD := build-essential pkg-config gettext libncurses-dev libpq-dev libcurl4-openssl-dev \
	libjansson-dev libyaml-dev libmicrohttpd-dev libxml2-dev libsystemd-dev libssl-dev \
	libseccomp-dev zlib1g-dev libjpeg62-turbo-dev libpng-dev libwebp-dev libpango1.0-dev libcairo2-dev libqrencode-dev libarchive-dev \
	libcmocka-dev
DEPS_RUN   := postgresql-15 postgresql-15-postgis-3 hunspell-uk sqitch libdbd-pg-perl libjs-leaflet fonts-dejavu-core
DEPS_TEST  := clang libclang-rt-14-dev clang-tidy clang-format cppcheck shellcheck mandoc valgrind \
	postgresql-15-pgtap python3 python3-pyte python3-psycopg2 tmux \
	chromium chromium-driver python3-selenium nginx-light exim4-daemon-light openssl curl zsh \
	xz-utils systemd faketime poppler-utils zbar-tools
# The peers that measurements compare with
DEPS_BENCH := mutt wrk

CFLAGS   ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wwrite-strings -Wdeclaration-after-statement -Wformat=2 -Wvla -Wno-unused-parameter -Wno-missing-field-initializers
HARDEN   := -fstack-protector-strong -fstack-clash-protection -fPIE
FORTIFY  := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
LDHARDEN := -pie -Wl,-z,relro,-z,now -Wl,--as-needed
# What a program calls nothing of is left out of it, also a part of a file; so are the tables for unwinding, which C without
# exceptions needs in a debugger alone, and there .debug_frame has them.
SECTIONS := -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables
LDSECTIONS := -Wl,--gc-sections
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
ifdef WERROR
WARNINGS += -Werror
endif
ifdef SAN
CFLAGS  := -O1 -g $(SANITIZE)
FORTIFY :=
SECTIONS :=
LDSECTIONS :=
LDFLAGS += $(SANITIZE)
endif
ifdef FUZZ
CC      := clang
CFLAGS  := -O1 -g -fsanitize=fuzzer-no-link $(SANITIZE)
FORTIFY :=
SECTIONS :=
LDSECTIONS :=
LDFLAGS += -fsanitize=fuzzer $(SANITIZE)
endif

pkg = $(shell pkg-config $(1) $(2) 2>/dev/null)
# asked once, not for each file
PKG_CFLAGS := $(call pkg,--cflags,$(sort $(LIBS_lib) $(LIBS_console) $(LIBS_syncd) $(LIBS_admin)))
CPPFLAGS += -std=c11 -D_GNU_SOURCE -I. -I$(BUILD) -include lib/base/banned.h \
	-DVARTA_VERSION='"$(VERSION)"' -DVARTA_PREFIX='"$(PREFIX)"' -DVARTA_SYSCONF='"$(SYSCONF)"' $(PKG_CFLAGS)

objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(1)/*.c $(1)/*/*.c))
OBJ_lib := $(call objects,lib)
BINS    := $(PROGRAMS:%=$(BUILD)/%)
# A unit test is one file; it is linked with lib and with the files that its first
# comment names behind 'uses:'.
UNITS   := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*/*.c))
# So is a fuzzer, of libFuzzer; make FUZZ=1 BUILD=folder fuzzers
FUZZERS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/*.c))
MO      := $(patsubst po/%.po,$(BUILD)/locale/%/LC_MESSAGES/varta.mo,$(wildcard po/*.po))
MAN     := $(wildcard man/*.[1-8])

.PHONY: all help deps missing check demo bench bench-10m kill ha fuzz fuzzers real lint format pot sqldoc install uninstall clean units warnings
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BINS) $(MO) ## build the programs and message catalogues into build/

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'Variables: BUILD=folder CC=compiler WERROR=1 SAN=1 (sanitizers) PREFIX= DESTDIR='
	@echo 'T=word: only the tests whose name contains word; DEMO=headless: no terminal'
	@echo 'PART=sync: only that of imports, console, sql, claims, sync, publish, idle, papers, history; ROWS=n: so many requests in bench-10m'
	@echo 'FAULTS="20 2000 200": so many faults, submissions and answers in kill and ha; KINDS="peer daemon": only those'

deps: ## install the Debian packages that are missing (sudo where needed)
	@tools/deps $(DEPS_BUILD) $(DEPS_RUN) $(DEPS_TEST)

check: deps ## build with gcc, ask clang for its warnings, run every test; the only command that tests need
	@$(MAKE) --no-print-directory WERROR=1 check-run

check-run:
	$(Q)$(MAKE) --no-print-directory -j2 WERROR=1 all units
	$(Q)$(MAKE) --no-print-directory -j2 WERROR=1 CC=clang BUILD=$(BUILD)-clang warnings
	$(Q)$(MAKE) --no-print-directory -j2 WERROR=1 SAN=1 BUILD=$(BUILD)-san all units
	$(Q)$(MAKE) --no-print-directory -j2 WERROR=1 FUZZ=1 BUILD=$(BUILD)-fuzz fuzzers
	$(Q)$(PYTHON) tests/run --build $(BUILD)-san --plain $(BUILD) $(T)

demo: deps ## a demonstration city with everything running; DEMO=officer (or another role) as that one, DEMO=headless without a terminal
	@$(MAKE) --no-print-directory -j2 all
	$(Q)tests/pg/private-pg tests/demo/demo $(BUILD) $(DEMO)

bench: deps ## measure; figures go to build/bench.tsv
	@tools/deps $(DEPS_BENCH)
	@$(MAKE) --no-print-directory -j2 all
	$(Q)$(PYTHON) tests/bench/run $(BUILD) $(PART)

kill: deps ## 1,000 numbers of orders, and 500 faults: killed daemons, commands and peers, failovers, outages; nothing acknowledged may be lost or doubled
	@$(MAKE) --no-print-directory -j2 all
	$(Q)KILLS=50 FIGURES=$(or $(FIGURES),$(abspath $(BUILD)/bench.tsv)) $(PYTHON) tests/run --build $(BUILD) --plain $(BUILD) play/killed_typing
	$(Q)ORDERS=1000 $(PYTHON) tests/run --build $(BUILD) --plain $(BUILD) db/order/numbers
	$(Q)$(PYTHON) tests/kill/run $(BUILD) $(FAULTS)

ha: deps ## the same, but only what befalls the three database servers: crashes, failovers, silent hosts, outages
	@$(MAKE) --no-print-directory -j2 all
	$(Q)KINDS="crash session failover silence outage" $(PYTHON) tests/kill/run $(BUILD) $(or $(FAULTS),60 6000 600)

fuzz: deps ## fuzz every parser of foreign bytes, SECONDS=600 each; T=word: only those
	@$(MAKE) --no-print-directory -j2 FUZZ=1 BUILD=$(BUILD)-fuzz fuzzers
	$(Q)$(PYTHON) tests/fuzz/run $(BUILD)-fuzz $(or $(SECONDS),600) $(T)

bench-10m: deps ## the database at 10,000,000 requests beside a tenth; takes half an hour and 15 GB
	@$(MAKE) --no-print-directory -j2 all
	$(Q)ROWS=$(ROWS) $(PYTHON) tests/bench/run $(BUILD) large

real: deps ## the tests on real data beside the checkout; figures go to build/real.tsv
	@$(MAKE) --no-print-directory -j2 all
	$(Q)$(PYTHON) tests/real/run $(BUILD)

lint: deps ## arrows between rooms, clang-tidy, cppcheck, shellcheck, the unit's exposure, mandoc, format
	$(Q)BUILD=$(BUILD) tools/lint $(CPPFLAGS) $(DOCUMENT_FLAGS)

format: deps ## clang-format over the C sources
	$(Q)clang-format -i $$(git ls-files "*.c" "*.h")

pot: ## renew po/varta.pot and bring po/*.po up to date with the sources
	$(Q)tools/pot

sqldoc: deps ## renew what sql/ makes for readers and for upgrades: sql/reference, man/varta-api.7, sql/manifest.tsv
	$(Q)tools/manifest
	$(Q)tools/sql-reference

units: $(UNITS)

fuzzers: $(FUZZERS)

# A process for each line would cost more than many a file: the words are make's own, a folder is made once.
.SECONDEXPANSION:

$(BUILD)/%/.:
	$(Q)mkdir -p $@

COMPILE = $(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) $(HARDEN) $(FORTIFY) $(SECTIONS)

$(BUILD)/%.o: %.c | $$(@D)/.
	$(info $()  CC    $@)
	$(Q)$(COMPILE) -pipe -MMD -MP -c -o $@ $<

# What the compiler says of a file, without a program made of it
$(BUILD)/%.warned: %.c | $$(@D)/.
	$(info $()  WARN  $<)
	$(Q)$(COMPILE) -fsyntax-only -MMD -MP -MF $(@:.warned=.d) -MT $@ $< && touch $@

warnings: $(patsubst %.o,%.warned,$(foreach p,lib console syncd admin document,$(call objects,$(p)))) ## what the compiler says of every file, without programs

$(BUILD)/libvarta.a: $(OBJ_lib)
	@echo '  AR    $@'
	$(Q)rm -f $@ && ar rcs $@ $^

define program
$(BUILD)/$(1): $(call objects,$(patsubst %/,%,$(dir $(1)))) $(BUILD)/libvarta.a
	@echo '  LD    $$@'
	$(Q)$$(CC) $$(CFLAGS) $$(LDFLAGS) $$(LDHARDEN) $$(LDSECTIONS) -o $$@ $$(filter %.o,$$^) $(BUILD)/libvarta.a \
		$$(call pkg,--libs,$(LIBS_$(patsubst %/,%,$(dir $(1)))) $(LIBS_lib)) -pthread -lm
endef
$(foreach p,$(PROGRAMS),$(eval $(call program,$(p))))

# Nothing else is compiled with what laying out a page needs.
DOCUMENT_FLAGS := $(call pkg,--cflags,$(LIBS_document))
$(BUILD)/document/%: CPPFLAGS += $(DOCUMENT_FLAGS)

# .incbin is not seen by -MMD
$(BUILD)/console/terminal/embedded.o: $(wildcard keymaps/*.yaml)
$(BUILD)/syncd/anchor/log_page.o: syncd/anchor/receipt.html
$(BUILD)/syncd/page/site_assets.o: $(wildcard syncd/page/*.css syncd/page/*.js)

uses = $(patsubst %.c,$(BUILD)/%.o,$(shell awk '/ uses: /{on=1} on{for(i=1;i<=NF;i++)if($$i~/\.c$$/)print $$i} /\*\//{exit}' $(1) 2>/dev/null))
define unit
$(1): $(1:%=%.o) $(call uses,$(1:$(BUILD)/%=%.c)) $(BUILD)/libvarta.a
	@echo '  LD    $$@'
	$(Q)$$(CC) $$(CFLAGS) $$(LDFLAGS) $$(LDHARDEN) $$(LDSECTIONS) -o $$@ $$^ $$(call pkg,--libs,cmocka \
		$(LIBS_console) $(LIBS_syncd) $(LIBS_lib)) -pthread -lm
endef
$(foreach u,$(UNITS) $(FUZZERS),$(eval $(call unit,$(u))))

$(BUILD)/locale/%/LC_MESSAGES/varta.mo: po/%.po
	@mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<

install: all ## into DESTDIR and PREFIX
	$(Q)tools/install install "$(BUILD)" "$(DESTDIR)" "$(PREFIX)" "$(SYSCONF)"

uninstall: ## take away what install put there
	$(Q)tools/install uninstall "$(BUILD)" "$(DESTDIR)" "$(PREFIX)" "$(SYSCONF)"

clean: ## remove build/
	rm -rf $(BUILD) $(BUILD)-clang $(BUILD)-san $(BUILD)-fuzz

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
