# Two commands do everything on a fresh Debian 12 machine with Swift: make demo, make test.

SWIFT      ?= swift
PYTHON     ?= python3
DEMO       ?= demo
PREFIX     ?= /usr/local
# A template that was renamed or deleted breaks an incremental build without this flag.
BUILD      := $(SWIFT) build --disable-build-manifest-caching
# The same bytes wherever the checkout is: no path of it, no debugging information, whose module cache has a name of the
# folder's, and no hash of what the compiler had in hand, which has paths in it and serves incremental builds alone. What the loader fills in is closed for writing before the program begins, and it looks into no folder of its
# own for libraries.
# Of ICU's data only the part that is used, see scripts/icudata.py: half of the binary. lld packs what the loader fills in,
# another 2 MB; glibc knows that form since 2.36. A section for each function lets the linker leave out one by one what
# nobody calls: 0.8 MB.
RELEASE    := $(BUILD) -c release --static-swift-stdlib -debug-info-format none --disable-local-rpath \
    -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen -Xswiftc -Xfrontend -Xswiftc -function-sections \
    -Xswiftc -file-prefix-map -Xswiftc $(CURDIR)=. -Xcc -ffile-prefix-map=$(CURDIR)=. \
    -Xlinker -z -Xlinker relro -Xlinker -z -Xlinker now $$(cat .build/icu/flags) \
    -Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs
HUBDROPS    = .build/release/hubdrops
GENERATE    = .build/release/generate-days
SIZE       ?= medium
RUNS       ?= 5
KILLS      ?= 200
CUTS       ?= 20
SERIES     ?= 20
SEEDS      ?= 2,3,4,5,6
# What to build twice: `make check-reproducible PRODUCT=generate-days` is the short form.
PRODUCT    ?= hubdrops
# Only what is written down with its hash gets into the Python environments, and nothing is built from source.
PIP        := pip install -q --require-hashes --only-binary :all:
CACHE      ?= warm
# Days that are in the database when one more is imported; 0 leaves this out.
STORED_DAYS ?= 30
# Tools that are not measured, by how their names begin: WITHOUT="jq GoAccess".
WITHOUT    ?=
SECONDS    ?= 600
PROMTOOL   ?= promtool
# With a Postfix on the machine, and root, mail is relayed through a private instance of it as well.
POSTFIX    ?= $(if $(wildcard /usr/sbin/postfix),--postfix)
BENCH       = $(PYTHON) bench/bench.py --hubdrops $(HUBDROPS) --generator $(GENERATE)

# Warnings are errors for those who change the code, and not for those who build it to use it.
test test-zone test-elsewhere facts build check-pages check-notices check-mail asan tsan fuzz-build: export HUBDROPS_STRICT = 1

.PHONY: help demo test test-zone test-elsewhere facts deps deps-test build icu release programs install uninstall sbom check-sbom check-prometheus image check-image deb \
    check-deb check-reproducible requirements sample lint format truth faults mutants bounds check check-pages check-notices check-mail \
    check-hostile check-examples check-manifests check-sources check-sources-quick check-cluster check-cluster-quick fuzz fuzz-quick fuzz-build asan tsan bench bench-quick bench-deps bench-build clean

help: ## What there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

demo: programs ## Ten nights of three made-up hubs: writes their logs and reports, and says where they are
	@sh scripts/demo.sh $(HUBDROPS) $(GENERATE) $(DEMO)

# Tests start hundreds of programs: those that are installed take a fraction of what debug builds take.
test test-zone facts: export HUBDROPS_PROGRAMS = $(CURDIR)/.build/release

test: deps-test ## Run all tests
	@env -u HUBDROPS_STRICT $(MAKE) --no-print-directory programs
	$(SWIFT) build --build-tests --disable-build-manifest-caching
	$(SWIFT) test --skip-build --disable-xctest

test-zone: test ## Run them again in another time zone and with another locale (ZONE=Pacific/Auckland LOCALE=tr_TR)
	@sh scripts/test-elsewhere.sh here

test-elsewhere: deps-test ## Run them on a copy, as another user, in another zone and locale, with all cores busy (root; AS=nobody)
	@sh scripts/test-elsewhere.sh copy

facts: deps-test ## Hold reports of made-up fleets against each other, however their records came (SEEDS=2,3,4,5,6)
	@env -u HUBDROPS_STRICT $(MAKE) --no-print-directory programs
	FACTS_SEEDS=$(SEEDS) $(SWIFT) test --disable-xctest --filter SameFactsTests

build: deps ## Build for debugging
	$(BUILD)

icu:
	@sh scripts/install-packages.sh python3 binutils
	@mkdir -p .build/icu && $(PYTHON) scripts/icudata.py $(SWIFT)c .build/icu > .build/icu/flags

release: deps icu ## Build the optimised binary, Swift linked into it
	$(RELEASE) --product $(PRODUCT)

programs: release
	$(RELEASE) --product generate-days

deps: ## Install the Debian packages that the build needs (with sudo when not root)
	@sh scripts/install-packages.sh libsqlite3-dev zlib1g-dev libisal-dev libcurl4-openssl-dev pkg-config

deps-test: ## Install the Debian packages that the tests need
	@sh scripts/install-packages.sh libsqlite3-dev zlib1g-dev libisal-dev libcurl4-openssl-dev pkg-config python3 sqlite3 cmark-gfm python3-aiosmtpd python3-trustme ripmime strace

install: release ## Install the binary, manual pages, completions, units and an example configuration (PREFIX=/usr/local DESTDIR=)
	install -D -s -m 755 $(HUBDROPS) $(DESTDIR)$(PREFIX)/bin/hubdrops
	install -d $(addprefix $(DESTDIR)$(PREFIX)/share/,man/man1 man/man5 bash-completion/completions zsh/site-functions \
	    fish/vendor_completions.d)
	$(PYTHON) packaging/man.py hubdrops $(HUBDROPS) > $(DESTDIR)$(PREFIX)/share/man/man1/hubdrops.1
	$(PYTHON) packaging/man.py configuration docs/configuration.md > $(DESTDIR)$(PREFIX)/share/man/man5/hubdrops.yaml.5
	$(HUBDROPS) --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/hubdrops
	$(HUBDROPS) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_hubdrops
	$(HUBDROPS) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/hubdrops.fish
	install -D -m 644 packaging/hubdrops.yaml $(DESTDIR)$(PREFIX)/share/hubdrops/hubdrops.yaml
	install -m 644 $(foreach unit,hubdrops hubdrops@,packaging/$(unit).service packaging/$(unit).timer) \
	    $(DESTDIR)$(PREFIX)/share/hubdrops/

uninstall: ## Remove what install put in place
	rm -rf $(addprefix $(DESTDIR)$(PREFIX)/,bin/hubdrops share/hubdrops share/man/man1/hubdrops.1 \
	    share/man/man5/hubdrops.yaml.5 share/bash-completion/completions/hubdrops share/zsh/site-functions/_hubdrops \
	    share/fish/vendor_completions.d/hubdrops.fish)

deb: release ## Build the Debian package into .build/deb, twice, and compare the bytes
	@sh scripts/install-packages.sh dpkg-dev binutils python3
	@rm -rf .build/deb .build/deb-again
	@sh packaging/deb/build.sh $(HUBDROPS) .build/deb
	@sh packaging/deb/build.sh $(HUBDROPS) .build/deb-again >/dev/null 2>&1
	@cmp .build/deb/*.deb .build/deb-again/*.deb && rm -rf .build/deb-again

image: release ## Build an OCI image into .build/image, twice, and compare the bytes
	@sh scripts/install-packages.sh python3 binutils ca-certificates tzdata
	@rm -rf .build/image .build/image-again
	@$(PYTHON) packaging/image/build.py $(HUBDROPS) .build/image
	@$(PYTHON) packaging/image/build.py $(HUBDROPS) .build/image-again >/dev/null 2>&1
	@cmp .build/image/*.oci.tar .build/image-again/*.oci.tar && rm -rf .build/image-again

check-image: image ## Let another tool read the image, and run what is in it by chroot (root)
	@sh scripts/install-packages.sh buildah util-linux
	$(PYTHON) Tests/package/check_image.py .build/image/*.oci.tar $(HUBDROPS) SampleData

sbom: release ## List the parts of the binary, with versions and licences, as .build/hubdrops.cdx.json (CycloneDX)
	@sh scripts/install-packages.sh python3 binutils
	$(PYTHON) packaging/sbom.py $(HUBDROPS) > .build/hubdrops.cdx.json

check-sbom: sbom ## Hold the list of parts against its schema and the binary
	@sh scripts/install-packages.sh python3-venv
	@test -d .venv || $(PYTHON) -m venv .venv
	@.venv/bin/$(PIP) -r Tests/package/requirements.txt
	@$(PYTHON) packaging/sbom.py $(HUBDROPS) | cmp - .build/hubdrops.cdx.json
	.venv/bin/python Tests/package/check_sbom.py .build/hubdrops.cdx.json $(HUBDROPS)

check-manifests: release ## Hold the Kubernetes manifests against the schemas of Kubernetes and against hubdrops
	@sh scripts/install-packages.sh python3-venv
	@test -d .venv || $(PYTHON) -m venv .venv
	@.venv/bin/$(PIP) -r Tests/package/requirements.txt
	.venv/bin/python Tests/package/check_manifests.py $(HUBDROPS) packaging/kubernetes/*.yaml

check-reproducible: deps ## Build twice in two folders and compare the bytes (PRODUCT=hubdrops)
	@sh scripts/install-packages.sh binutils
	@sh scripts/check-reproducible.sh $(PRODUCT)

requirements: ## Choose the Python packages of every requirements.in anew and write down their hashes
	@sh scripts/install-packages.sh python3-venv
	@test -d .build/pip-tools || $(PYTHON) -m venv .build/pip-tools
	@.build/pip-tools/bin/pip install -q pip-tools==7.6.2
	@for file in $$(git ls-files '*requirements.in'); do (cd $$(dirname $$file) && CUSTOM_COMPILE_COMMAND="make requirements" \
	    $(CURDIR)/.build/pip-tools/bin/pip-compile -q --upgrade --strip-extras --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --allow-unsafe --output-file requirements.txt requirements.in) || exit 1; done

check-deb: deb ## Install, run, upgrade and purge the package in a Debian of its own (root)
	@sh scripts/install-packages.sh lintian mmdebstrap mandoc man-db zsh fish systemd
	CHROOT=$(CURDIR)/.build/debian.tar sh Tests/package/check_deb.sh .build/deb/*.deb SampleData/logs

faults: programs ## Kill, fill, close, break and change what a run stands on, and look at what is left (KILLS=200 CUTS=20 SEED=)
	@sh scripts/install-packages.sh python3 strace faketime sqlite3 xfsprogs e2fsprogs util-linux
	$(PYTHON) Tests/faults/faults.py $(HUBDROPS) $(GENERATE) --kills $(KILLS) --cuts $(CUTS) $(if $(SEED),--seed $(SEED))

sample: icu ## Write SampleData anew, byte for byte
	$(RELEASE) --product generate-days
	GENERATE_DAYS=$(CURDIR)/$(GENERATE) sh SampleData/generate.sh

truth: programs ## Hold the causes against labelled days of several seeds and sizes: a confusion matrix
	$(PYTHON) Tests/truth/confusion.py $(HUBDROPS) $(GENERATE)

check: lint check-pages check-notices check-mail check-hostile check-sources-quick check-cluster-quick check-sbom check-examples check-manifests ## The short checks that need other tools: a browser, mail servers, Markdown engines, clients of Azure

check-pages: deps-test ## Look at rendered pages in a browser: valid, accessible, nothing fetched, fit for a phone
	@sh scripts/install-packages.sh chromium fonts-liberation default-jre-headless python3-venv
	@test -d .venv || $(PYTHON) -m venv .venv
	@.venv/bin/$(PIP) -r Tests/browser/requirements.txt
	rm -rf .build/pages && PAGES=$(CURDIR)/.build/pages $(SWIFT) test --disable-xctest --filter RendererTests
	.venv/bin/python Tests/browser/check_pages.py .build/pages/*.html
	.venv/bin/python Tests/browser/check_interactive.py .build/pages/interactive.page
	.venv/bin/python Tests/browser/check_markdown.py .build/pages/hostile.md .build/pages/hostile.json
	.venv/bin/python Tests/browser/check_markdown.py .build/pages/hostile.day.gfm.md .build/pages/hostile.json

check-notices: deps-test ## Hold bodies for chats and the dashboard against what Teams, Slack and Grafana publish
	@sh scripts/install-packages.sh python3-venv
	@test -d .venv || $(PYTHON) -m venv .venv
	@.venv/bin/$(PIP) -r Tests/notices/requirements.txt
	rm -rf .build/pages && PAGES=$(CURDIR)/.build/pages $(SWIFT) test --disable-xctest --filter RendererTests
	.venv/bin/python Tests/notices/check_bodies.py packaging/grafana/*.json .build/pages/*.teams.json .build/pages/*.slack.json

check-mail: deps-test ## Send mail through real servers on this machine and read it back
	@sh scripts/install-packages.sh python3-venv ripmime
	@test -d .venv || $(PYTHON) -m venv .venv
	@.venv/bin/$(PIP) -r Tests/mail/requirements.txt
	$(BUILD) --product mail-probe
	$(BUILD) --product hubdrops
	.venv/bin/python Tests/mail/check_mail.py .build/debug/mail-probe $(POSTFIX)
	.venv/bin/python Tests/mail/check_run.py .build/debug/hubdrops SampleData $(POSTFIX)

check-hostile: release ## Send a day of hostile names through every output and read it with foreign engines
	@sh scripts/install-packages.sh chromium fonts-liberation cmark-gfm python3-venv
	@test -d .venv || $(PYTHON) -m venv .venv
	@.venv/bin/$(PIP) -r Tests/browser/requirements.txt
	.venv/bin/python Tests/hostile/hostile_day.py $(HUBDROPS)

check-examples: release ## Run the example queries of the documentation and compare their answers
	@sh scripts/install-packages.sh python3 sqlite3
	$(PYTHON) Tests/examples/check_examples.py $(HUBDROPS) docs/queries.md SampleData

check-sources: programs ## Read a storage account and tables on this machine: judged by other makers' clients and engine, broken in every way, timed
	@sh scripts/install-packages.sh python3-venv time
	@test -d .venv || $(PYTHON) -m venv .venv
	@.venv/bin/$(PIP) -r Tests/sources/requirements.txt
	.venv/bin/python Tests/sources/check_server.py
	.venv/bin/python Tests/sources/check_run.py $(HUBDROPS) $(GENERATE)
	.venv/bin/python Tests/sources/check_queries.py $(HUBDROPS) $(GENERATE)
	.venv/bin/python Tests/sources/check_run.py $(HUBDROPS) $(GENERATE) --speed
	.venv/bin/python Tests/sources/check_queries.py $(HUBDROPS) $(GENERATE) --speed

check-sources-quick: programs ## The same in a minute: without kills, stalls and timing
	@sh scripts/install-packages.sh python3-venv
	@test -d .venv || $(PYTHON) -m venv .venv
	@.venv/bin/$(PIP) -r Tests/sources/requirements.txt
	.venv/bin/python Tests/sources/check_server.py --quick
	.venv/bin/python Tests/sources/check_run.py $(HUBDROPS) $(GENERATE) --quick
	.venv/bin/python Tests/sources/check_queries.py $(HUBDROPS) $(GENERATE) --quick

check-cluster: programs ## Run on a ClickHouse cluster of this machine, kill its parts, and compare with SQLite and the reference (SERIES=20 SEED=10)
	@sh scripts/install-packages.sh clickhouse-server clickhouse-client zookeeper default-jre-headless python3-venv
	@test -d .venv || $(PYTHON) -m venv .venv
	@.venv/bin/$(PIP) -r Tests/cluster/requirements.txt
	.venv/bin/python Tests/cluster/check_cluster.py $(HUBDROPS) $(GENERATE) --series $(SERIES) $(if $(SEED),--seed $(SEED))

check-cluster-quick: programs ## The same in four minutes: few kills
	@sh scripts/install-packages.sh clickhouse-server clickhouse-client zookeeper default-jre-headless python3-venv
	@test -d .venv || $(PYTHON) -m venv .venv
	@.venv/bin/$(PIP) -r Tests/cluster/requirements.txt
	.venv/bin/python Tests/cluster/check_cluster.py $(HUBDROPS) $(GENERATE) --quick

fuzz: fuzz-build ## Feed every reader with made-up input (SECONDS=600 a reader, READERS="csv gzip")
	sh Fuzz/run.sh .build-fuzz/release/fuzz $(SECONDS) $(READERS)

fuzz-quick: fuzz-build ## The same for a few seconds
	sh Fuzz/run.sh .build-fuzz/release/fuzz 5

fuzz-build: deps ## Build the fuzzers, with AddressSanitizer and all asserts
	HUBDROPS_FUZZ=1 ASAN_OPTIONS=detect_leaks=0 $(SWIFT) build -c release --product fuzz --scratch-path .build-fuzz \
	    --sanitize=address -Xswiftc -assert-config -Xswiftc Debug -Xswiftc -use-ld=lld

mutants: deps-test ## Change the program in many places, one at a time, and see that a test notices each (slow; ONLY=Store)
	$(PYTHON) Tests/mutants/mutants.py $(if $(ONLY),--only $(ONLY))

bounds: release ## Import what is made to use up memory: gzip bombs and a line of 4 GB in 256 MiB, a million long ids in 1 GiB
	$(PYTHON) Tests/bounds/bounds.py $(HUBDROPS)

asan: deps-test ## Run the tests with AddressSanitizer
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --disable-xctest --sanitize=address --scratch-path .build-asan

tsan: deps-test ## Run the tests with ThreadSanitizer
	TSAN_OPTIONS='suppressions=$(CURDIR)/Tests/tsan.suppressions' $(SWIFT) test --disable-xctest --sanitize=thread --scratch-path .build-tsan

bench: bench-build ## Measure against other tools as a Markdown table (SIZE=small|medium|large RUNS=5 CACHE=warm|cold)
	@$(BENCH) --size $(SIZE) --runs $(RUNS) --cache $(CACHE) --stored-days $(STORED_DAYS) --without $(WITHOUT)

bench-quick: bench-build ## The same with the small day and two rounds: do the answers agree?
	@$(BENCH) --size small --runs 2 --slow-runs 1 --stored-days 3

bench-deps: ## Install the tools to measure against
	@sh scripts/install-packages.sh python3-venv jq sqlite3 goaccess
	@$(PYTHON) -m venv bench-data/venv && bench-data/venv/bin/$(PIP) -r bench/requirements.txt

# To standard error, so that `make bench > FILE` holds the table alone.
bench-build: ## Build what is measured
	@$(MAKE) --no-print-directory programs >&2

format: ## Put the sources into the project's format
	$(SWIFT) format --in-place --recursive Sources Tests Plugins Fuzz Package.swift

check-prometheus: ## Check the alert rules for Prometheus (PROMTOOL=promtool of the Debian package prometheus)
	$(PROMTOOL) check rules packaging/prometheus/hubdrops.rules.yml
	cd packaging/prometheus && $(PROMTOOL) test rules hubdrops.rules.test.yml

lint: ## Check the format and the rules of the sources, and the words that people read
	$(SWIFT) format lint --strict --recursive Sources Tests Plugins Fuzz Package.swift
	@$(PYTHON) scripts/check-words.py
	@$(PYTHON) Tests/mutants/mutants.py --check

clean: ## Remove what was built
	rm -rf .build $(DEMO)
