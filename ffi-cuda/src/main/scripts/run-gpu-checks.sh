#!/bin/sh
# Runs the checks that need a GPU, with the runtime in the directory of this script. Without a GPU
# they fail with a message. `--long` adds the token hash over 10^8 tokens.
#
#   run.sh [--long]        everything: tests, round trip in C, compute-sanitizer
#   run.sh tests [--long]  only the tests
#   run.sh c               only the round trip in C
#   run.sh sanitize        compute-sanitizer alone: COMPUTE_SANITIZER, or packed, or an installed one
#   run.sh cli ARGUMENT…   the command line, where it was packed: cli doctor, cli generate …
#   run.sh junit OPTION…   tests that options of JUnit's console launcher select
#   run.sh program CLASS…  a main class of the tests
#
# For the first run on a machine use first-run.sh: its order, limits and stops suit ten minutes.
#
# The results are lines in ffi-cuda/results, each with the device, its driver and the date:
#   round-trip         a word to a running kernel and back, in C and in Java
#   ptx-load           the PTX in the jar is what the driver takes
#   token-hash         the device's tokens are the host's: 10^6, with --long 10^8, both stored here
#   launch-to-sight    from a launch, and a graph's, to Java's sight of what the kernel published
#   publish-to-sink    half of the way from opening a stream to its sink, 1 to 4,096 slots
#   cancel             ENDs in the step under way, and in the next one
#   loss, loop-loss    an error that loses the context: the context alone, and a loop at work
#   compute-sanitizer  memcheck, racecheck, synccheck, initcheck
set -eu
home=$(cd "$(dirname "$0")" && pwd -P)
java=$home/runtime/bin/java
# A dry run on the emulated driver sets these: options of Java, rounds of the round trip in C.
flags="--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED ${GPU_CHECK_OPTIONS:-}"

classes=$home/ffi-cuda/target/classes:$home/ffi-cuda/target/test-classes
for jar in "$home"/lib/*.jar; do
  classes=$classes:$jar
done

# A program of the tests: its class, its arguments.
# Unquoted on purpose, here and below: words separated by blanks.
# shellcheck disable=SC2086
program() {
  "$java" $flags "-Dbasedir=$home/ffi-cuda" -Dgpu.required=true -cp "$classes" "$@"
}

store() {
  program dev.deltalex.cuda.gpu.StoreResult "$@"
}

junit() {
  program org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=tree \
    --disable-ansi-colors --fail-if-no-tests "$@"
}

tests() {
  tags="--include-tag=gpu --exclude-tag=long"
  [ "${1:-}" != --long ] || tags="--include-tag=gpu"
  selected=
  while read -r test; do
    selected="$selected --select-class=$test"
  done < "$home/tests.txt"
  # shellcheck disable=SC2086
  junit $tags $selected
}

c_program() {
  if [ ! -x "$home/ping-pong" ]; then
    echo "[skipped] round trip in C: not packed"
    return 0
  fi
  ptx=$home/ffi-cuda/target/test-classes/dev/deltalex/cuda/device/test_kernels.ptx
  line=$("$home/ping-pong" libcuda.so.1 "$ptx" "${GPU_CHECK_ROUNDS:-100000}") || return 1
  # shellcheck disable=SC2086
  store round-trip program=C $line
}

# COMPUTE_SANITIZER=none: without it, though it is installed.
find_sanitizer() {
  [ "${COMPUTE_SANITIZER:-}" != none ] || return 1
  nvcc=$(command -v nvcc || true)
  [ -z "$nvcc" ] || nvcc=$(dirname "$(readlink -f "$nvcc")")
  for found in "${COMPUTE_SANITIZER:-}" "${COMPUTE_SANITIZER:-}/compute-sanitizer" \
    "$home/compute-sanitizer/compute-sanitizer" "$(command -v compute-sanitizer || true)" \
    "$nvcc/compute-sanitizer" "$nvcc/../compute-sanitizer/compute-sanitizer" \
    /usr/local/cuda*/bin/compute-sanitizer /usr/local/cuda*/compute-sanitizer/compute-sanitizer \
    /opt/cuda/bin/compute-sanitizer; do
    if [ -f "$found" ] && [ -x "$found" ]; then
      echo "$found"
      return 0
    fi
  done
  return 1
}

# memcheck: bounds and leaks. racecheck: shared memory. synccheck: barriers. initcheck: device
# memory that is read before it is written. Each over a launch per step; memcheck over graph replay too.
sanitize() {
  if ! sanitizer=$(find_sanitizer); then
    echo "[skipped] compute-sanitizer: neither packed, nor on PATH, nor beside nvcc, nor in" \
      "/usr/local/cuda*; install the CUDA toolkit, or name its file in COMPUTE_SANITIZER"
    return 0
  fi
  version=$("$sanitizer" --version | sed -n 's/^.*[Vv]ersion //p' | head -n 1)
  failed=0
  for run in memcheck:launch memcheck:graph racecheck:launch synccheck:launch initcheck:launch; do
    tool=${run%:*}
    options="--tool $tool --error-exitcode 86"
    [ "$tool" != memcheck ] || options="$options --leak-check full"
    log=$home/sanitizer-$tool-${run#*:}.log
    code=0
    # shellcheck disable=SC2086
    "$sanitizer" $options "$java" $flags "-Dbasedir=$home/ffi-cuda" -cp "$classes" \
      dev.deltalex.loop.SanitizedTraffic "${run#*:}" > "$log" 2>&1 || code=$?
    summary=$(sed -n 's/^=* *\([A-Z]* SUMMARY.*\)/\1/p' "$log" | tail -n 1)
    [ -n "$summary" ] || summary=$(tail -n 1 "$log")
    [ $code = 0 ] || { failed=1; tail -n 40 "$log"; }
    store compute-sanitizer "tool=$tool" "loop=${run#*:}" "exit=$code" "summary=$summary" \
      "version=$version" || failed=1
  done
  return $failed
}

case ${1:-} in
  cli)
    shift
    if [ ! -f "$home/cli/deltalex.jar" ]; then
      echo "run.sh: the command line was not packed" >&2
      exit 1
    fi
    # shellcheck disable=SC2086
    exec "$java" $flags -jar "$home/cli/deltalex.jar" "$@"
    ;;
esac

cd "$home/ffi-cuda"
status=0
case ${1:-} in
  tests) shift && tests "$@" || status=$? ;;
  c) c_program || status=$? ;;
  sanitize) sanitize || status=$? ;;
  junit)
    shift
    junit "$@" || exit $?
    exit 0
    ;;
  program)
    shift
    program "$@" || exit $?
    exit 0
    ;;
  "" | --long)
    tests "$@" || status=$?
    c_program || status=$?
    sanitize || status=$?
    ;;
  *)
    echo "run.sh: $1 is neither --long, tests, c, sanitize, junit, program nor cli" >&2
    exit 1
    ;;
esac
if [ -d "$home/ffi-cuda/results" ]; then
  echo "results:"
  ls -l "$home/ffi-cuda/results"
else
  echo "results: none"
fi
exit $status
