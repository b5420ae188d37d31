#!/usr/bin/env bash
# All tests that need no other program: stories beside all others, because most of both is waiting. With arguments, what mocha makes of them.
set -uo pipefail
if [ $# -gt 0 ]; then exec mocha "$@"; fi
stories="$(mktemp)"
trap 'rm -f "$stories"' EXIT
mocha 'test/scenarios/**/*.test.ts' >"$stories" 2>&1 &
running=$!
trap 'kill "$running" 2>/dev/null; wait "$running"; exit 130' INT TERM
failed=0
mocha --ignore 'test/scenarios/**' 'test/**/*.test.ts' || failed=1
wait "$running" || failed=1
cat "$stories"
exit "$failed"
