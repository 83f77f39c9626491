#!/bin/bash
# A fixed number of runs of every fuzzer, always the same ones, from the corpus on. 'make fuzz' does more.
cd "$(dirname "$0")/../.." || exit 1
build=$VARTA_PLAIN-fuzz
if ! [ -d "$build/tests/fuzz" ]; then
    echo "no fuzzers in $build: make FUZZ=1 BUILD=$build fuzzers"
    exit 77
fi
RUNS=3000 exec "${PYTHON:-/usr/bin/python3}" tests/fuzz/run "$build" 0
