# The two commands are `make demo` and `make test`; `make help` lists the rest.

SWIFT ?= swift
RELEASE := -c release
BINARY := .build/release/semblance
FORMATTED := Sources Tests Package.swift

# C kernels at full speed in debug builds too; see Package.swift.
export SEMBLANCE_FAST_C = 1

# Photos and weights that are not in the repository, where somebody has put them beside it.
ifneq ($(wildcard ../shared),)
export SEMBLANCE_TESTDATA ?= $(abspath ../shared)
endif
ifneq ($(wildcard ../shared/models),)
export SEMBLANCE_MIRROR ?= $(abspath ../shared/models)
endif

.DEFAULT_GOAL := help
.PHONY: help setup build test demo serve bench bench-index bench-ingest evaluate \
	check-api check-privacy format lint clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing: Debian packages, the inference engine
	@scripts/setup

build: setup ## build the program: .build/release/semblance
	$(SWIFT) build $(RELEASE) --product semblance

test: setup ## build and run all tests, in release; the browser has the machine to itself
	$(SWIFT) build $(RELEASE) --build-tests
	SWIFT="$(SWIFT)" scripts/run-tests --skip BrowserTests
	SWIFT="$(SWIFT)" scripts/run-tests --no-parallel --filter BrowserTests

demo: build ## make a gallery, search it, and show the answer
	@scripts/demo

serve: build ## serve the page and the REST service: make serve ARGS="--port 8080"
	$(BINARY) serve $(ARGS)

bench: build ## measure the face pipeline
	scripts/bench $(BINARY)

bench-ingest: build ## measure ingest on Labeled Faces in the Wild
	scripts/bench-ingest $(BINARY) $(ARGS)
bench-index: build ## measure the vector index beside its peers; ARGS=full for the great sets
	scripts/bench-index $(ARGS)

check-api: build ## play strange requests against the service, made from its OpenAPI file
	scripts/check-api $(BINARY) $(ARGS)

check-privacy: build ## prove under strace that nothing of a query photo is written
	@scripts/setup-strace || [ "$$SEMBLANCE_STRICT" != 1 ]
	scripts/check-privacy $(BINARY) $(ARGS)

evaluate: build ## measure accuracy on Labeled Faces in the Wild: make evaluate ARGS=open
	@scripts/evaluate $(ARGS)

format: ## format the sources
	$(SWIFT) format --in-place --recursive --parallel $(FORMATTED)

lint: ## check the sources' format
	$(SWIFT) format lint --strict --recursive --parallel $(FORMATTED)

clean: ## remove what was built; .deps stays
	$(SWIFT) package clean
