#!/bin/bash
# The first run of the checks on a machine with a GPU, inside of the unpacked gpu-checks: at most ten
# minutes, the cheapest and most telling first, each with a limit of its own. After every check all
# logs and results so far are packed into one file, so that a run that is cut short leaves them.
#
#   first-run.sh [--seconds N] DIRECTORY [CHECK…]
#
# DIRECTORY gets results.tgz and summary.txt; N is the time for all, 590 by default; named CHECKs are
# the only ones. It stops at once if the driver refuses the PTX, if a million tokens are not the
# host's, or if the device no longer answers: nothing after that would mean much.
#
#   machine       what the machine, its driver and its limits are
#   doctor        what Deltalex finds, and a few steps with their tokens compared
#   ptx           the driver compiles the kernel
#   tokens        a million tokens are the host's
#   round-trip    a word to a running kernel and back, in C
#   device        the device API, launches and round trips from Java
#   launch, graph the whole path for five seconds each, 256 streams
#   contract      the contract of a loop: cancels, full rings, late readers
#   latency       from opening a stream to its sink, 1 to 4,096 slots
#   loss          an error that loses the context, alone and in a loop at work
#   hash          10^8 tokens are the host's, whose half is stored in the pack
#   fences        tokens and latency with few fences, to be compared with those above
#   profile       one step in detail, where ncu is installed
#   sanitize      compute-sanitizer, with the time that is left
#
# The exit status is 0 if every check passed, 1 if one did not, 2 if the run was stopped.
set -u

home=$(cd "$(dirname "$0")" && pwd -P)
logs=$home/logs
budget=590
if [ "${1:-}" = --seconds ]; then
  budget=${2:?first-run.sh: --seconds needs a number}
  shift 2
fi
[ -n "${1:-}" ] || { echo "first-run.sh [--seconds N] DIRECTORY [CHECK…]" >&2; exit 64; }
out=$(mkdir -p "$1" && cd "$1" && pwd -P) || exit 64
shift
only=" $* "
mkdir -p "$logs"
: > "$out/summary.txt"
failed=0

say() {
  echo "$*" | tee -a "$out/summary.txt"
}

# One file, replaced as a whole.
pack() {
  cp "$out/summary.txt" "$logs"
  (
    cd "$home" || exit 1
    packed=logs
    for found in ffi-cuda/results sanitizer-*.log; do
      [ ! -e "$found" ] || packed="$packed $found"
    done
    # shellcheck disable=SC2086
    tar -czf "$out/.results.tgz" $packed
  ) && mv "$out/.results.tgz" "$out/results.tgz"
}

stop() {
  say "STOPPED: $1"
  pack
  exit 2
}

# Whether the device answers; its driver hangs otherwise, so that nothing else can run.
alive() {
  ! command -v nvidia-smi > /dev/null || timeout 15 nvidia-smi -L > /dev/null 2>&1
}

# The line of a log that tells most: the failure of a test, a result, or its last one.
telling() {
  local line=
  [ "$2" = 0 ] || line=$(grep -m 1 -e '=> ' -e 'Exception' -e 'Error:' -e 'FAILED' "$1")
  [ -n "$line" ] || line=$(grep -e '^\[result\]' -e '^\[skipped\]' -e '^step ' -e '^tokens ' "$1" | tail -n 1)
  [ -n "$line" ] || line=$(grep -e 'tests successful' "$1")
  [ -n "$line" ] || line=$(grep -v -e '^WARNING' -e '^ *$' "$1" | tail -n 1)
  # Without what every result repeats: the device, its driver, the Java.
  echo "$line" | sed 's/{.*"os": "[^"]*", /{/' | cut -c 1-240
}

# A name, a limit in seconds, whether a failure stops the run (stop or go), and a command.
check() {
  local name=$1 limit=$2 then=$3 begin=$SECONDS left=$((budget - SECONDS)) code=0 how=passed
  shift 3
  case $only in
    "  " | *" $name "*) ;;
    *) return 0 ;;
  esac
  if [ $left -lt 3 ]; then
    say "$name: not run, no time is left"
    failed=1
    return 0
  fi
  [ "$limit" -le $left ] || limit=$left
  timeout -k 5 "$limit" "$@" > "$logs/$name.txt" 2>&1 < /dev/null || code=$?
  case $code in
    0) ;;
    124 | 137) how="NOT DONE after $limit s" ;;
    *) how="FAILED with $code" ;;
  esac
  say "$name: $how, $((SECONDS - begin)) s: $(telling "$logs/$name.txt" $code)"
  pack
  [ $code != 0 ] || return 0
  failed=1
  alive || stop "the device does not answer any more"
  [ "$then" = go ] || stop "$name did not pass"
}

junit() {
  local name=$1 limit=$2 then=$3
  shift 3
  check "$name" "$limit" "$then" "$home/run.sh" junit "$@"
}

machine() {
  nvidia-smi -q | head -n 80
  nvidia-smi topo -m
  cat /proc/driver/nvidia/params /sys/module/nvidia/version
  ldconfig -p | grep -e libcuda.so -e ptxjit
  env | grep -i -e cuda -e nvidia
  ulimit -a
  uname -a
  nproc
  free -m
  return 0
}
export -f machine

device=dev.deltalex.cuda.device.GpuDeviceTest
loop=dev.deltalex.loop.GpuLoopTest
seconds=${GPU_CHECK_SECONDS:-5}
kind='(dev.deltalex.loop.LoopKind)'

check machine 15 go bash -c machine
check doctor 40 go "$home/run.sh" cli doctor
junit ptx 40 stop --select-method "$loop#theDriverTakesThePtx"
junit tokens 60 stop --select-method "$loop#aMillionTokensAreTheHosts"
check round-trip 30 go "$home/run.sh" c
junit device 60 go --select-class "$device" --exclude-methodname '.*#loss'
check launch 20 go "$home/run.sh" cli generate --loop cuda --streams 256 --seconds "$seconds"
check graph 20 go "$home/run.sh" cli generate --loop cuda --graph --streams 256 --seconds "$seconds"
junit contract 90 go --exclude-tag=long --select-class "$loop" \
  --exclude-methodname '.*#(publishToSink|lossOfALoop|aMillionTokensAreTheHosts|theDriverTakesThePtx)'
junit latency 90 go --select-method "$loop#publishToSink$kind"
junit loss 60 go --select-method "$loop#lossOfALoop" --select-method "$device#loss"
junit hash 60 go --select-method "$loop#aHundredMillionTokensAreTheHosts"
check fences 80 go env "GPU_CHECK_OPTIONS=${GPU_CHECK_OPTIONS:-} -Ddeltalex.cuda.fences=few" \
  "$home/run.sh" junit --select-method "$loop#aMillionTokensAreTheHosts" \
  --select-method "$loop#publishToSink$kind"
if command -v ncu > /dev/null; then
  check profile 40 go ncu --clock-control none --set full -k generation_step -s 50 -c 3 -f \
    -o "$logs/step" "$home/run.sh" program dev.deltalex.loop.SanitizedTraffic launch
fi
check sanitize 240 go "$home/run.sh" sanitize
say "all checks: $([ $failed = 0 ] && echo passed || echo "some did not pass"), $SECONDS s"
pack
exit $failed
