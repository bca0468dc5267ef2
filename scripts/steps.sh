# SPDX-License-Identifier: Apache-2.0
# Sourced by the other scripts: one line per step with its seconds, progress while it runs, its output only when it fails.

steps_logs=${STEPS_LOGS:-.build/steps}
steps_child=

# A step in the background does not hear Ctrl-C by itself.
trap 'if [ -n "$steps_child" ]; then kill "$steps_child" 2>/dev/null; fi; exit 130' INT TERM

# step NAME COMMAND...: run the command, keep its output in a log, print one line. The output is shown if it fails.
step() {
    local name=$1 log started=$SECONDS status=0
    shift
    mkdir -p "$steps_logs"
    log=$steps_logs/$(printf '%s' "$name" | tr -c 'A-Za-z0-9' '-').log
    "$@" > "$log" 2>&1 < /dev/null &
    steps_child=$!
    steps_watch "$name" "$log" "$started"
    wait "$steps_child" || status=$?
    steps_child=
    if [ "$status" -ne 0 ]; then
        tail -n 200 "$log"
        steps_line "failed" "$name" "$((SECONDS - started))"
        printf 'The whole output is in %s\n' "$log"
        return "$status"
    fi
    steps_line "ok" "$name" "$((SECONDS - started))"
}

# Shows how far the step is: a line that is written over on a terminal, a line every half minute elsewhere.
steps_watch() {
    local name=$1 log=$2 started=$3 shown=0 elapsed
    while kill -0 "$steps_child" 2>/dev/null; do
        sleep 0.2
        elapsed=$((SECONDS - started))
        [ "$elapsed" -ge 1 ] || continue
        if [ -t 1 ]; then
            printf '\r\033[K   …  %-44s %5d s  %s' "$name" "$elapsed" "$(steps_last "$log" 50)"
        elif [ $((elapsed / 30)) -gt "$shown" ]; then
            shown=$((elapsed / 30))
            printf '   …  %-44s %5d s  %s\n' "$name" "$elapsed" "$(steps_last "$log" 80)"
        fi
    done
    if [ -t 1 ]; then printf '\r\033[K'; fi
}

# The last line of a log that says something; nothing for a step that has said nothing yet, which is no failure.
steps_last() { tail -c 300 "$1" | tr '\r' '\n' | { grep -av '^[[:space:]]*$' || true; } | tail -n 1 | cut -c "1-$2"; }

steps_line() { printf '%-6s %-44s %5d s\n' "$1" "$2" "$3"; }
