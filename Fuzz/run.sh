#!/bin/sh
# Feeds every reader with made-up input: run.sh FUZZER SECONDS [READER...]
#
# Each reader starts from its corpus in Fuzz/corpus and keeps what it found new in .build-fuzz/found/READER. An input
# that makes a reader fail is written to .build-fuzz/failures; put it into the corpus, where the tests replay it.
# Prints a line a reader; the exit status is 1 when one failed.
set -u
fuzzer=$1 seconds=$2
shift 2
here=$(dirname "$0")
all='json-lines csv query-result gzip wrapped avro neighbors registry metrics health connection-events configuration silences blob-list unit'
readers=${*:-$all}
# The standard library keeps what it never frees.
export ASAN_OPTIONS=detect_leaks=0
# The runtime's own crash handler would keep the process from ending.
export SWIFT_BACKTRACE=enable=no
failed=0
mkdir -p .build-fuzz/failures .build-fuzz/logs
for reader in $readers; do
    mkdir -p ".build-fuzz/found/$reader"
    log=.build-fuzz/logs/$reader.log
    # The lines of a unit have all that a report has.
    longest=8192
    [ "$reader" = unit ] && longest=65536
    FUZZ_READER=$reader "$fuzzer" -max_total_time="$seconds" -max_len="$longest" -timeout=20 -rss_limit_mb=2048 \
        -print_final_stats=1 -artifact_prefix=".build-fuzz/failures/$reader-" \
        ".build-fuzz/found/$reader" "$here/corpus/$reader" >"$log" 2>&1
    status=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    if [ "$status" -eq 0 ]; then
        echo "$reader: ${runs:-0} runs in $seconds s, nothing found"
    else
        failed=1
        echo "$reader: FAILED after ${runs:-?} runs: $(grep -m1 -E 'Fatal error|ERROR|SUMMARY' "$log"); see $log"
    fi
done
exit $failed
