#!/bin/sh
# Runs the checks that need a GPU, with the runtime that lies beside this script. Without a GPU they
# fail and say so. `--long` adds the token hash over 10^8 tokens.
#
#   run.sh [--long]        the checks; their results are lines in ffi-cuda/results
#   run.sh cli ARGUMENT…   the command line, where it was packed: cli doctor, cli generate …
set -eu
home=$(cd "$(dirname "$0")" && pwd -P)
java=$home/runtime/bin/java
flags="--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED"

if [ "${1:-}" = cli ]; then
  shift
  # Unquoted on purpose, here and below: words separated by blanks.
  # shellcheck disable=SC2086
  exec "$java" $flags -jar "$home/lib/deltalex.jar" "$@"
fi

tags="--include-tag=gpu --exclude-tag=long"
[ "${1:-}" != --long ] || tags="--include-tag=gpu"
selected=
while read -r test; do
  selected="$selected --select-class=$test"
done < "$home/tests.txt"

classes=$home/ffi-cuda/target/classes:$home/ffi-cuda/target/test-classes
for jar in "$home"/lib/*.jar; do
  # The command line holds the same classes once more.
  [ "${jar##*/}" = deltalex.jar ] || classes=$classes:$jar
done

cd "$home/ffi-cuda"
status=0
# shellcheck disable=SC2086
"$java" $flags "-Dbasedir=$home/ffi-cuda" -Dgpu.required=true -cp "$classes" \
  org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=tree \
  --disable-ansi-colors $tags $selected || status=$?
if [ -d "$home/ffi-cuda/results" ]; then
  echo "results:"
  ls -l "$home/ffi-cuda/results"
else
  echo "results: none"
fi
exit $status
