#!/usr/bin/env bash
# All tests that need no other program: stories, in two halves, beside all others, because most of it is waiting. With arguments, what
# mocha makes of them.
set -uo pipefail
if [ $# -gt 0 ]; then exec mocha "$@"; fi
shown="$(mktemp -d)"
running=()
trap 'rm -rf "$shown"' EXIT
trap 'kill "${running[@]}" 2>/dev/null; wait; exit 130' INT TERM
failed=0
for half in '[a-k]' '[!a-k]'; do
  mocha "test/scenarios/$half*.test.ts" >"$shown/$half" 2>&1 &
  running+=($!)
done
mocha --ignore 'test/scenarios/**' 'test/**/*.test.ts' || failed=1
for one in "${running[@]}"; do wait "$one" || failed=1; done
cat "$shown"/*
exit "$failed"
