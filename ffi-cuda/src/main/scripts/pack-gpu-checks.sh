#!/bin/sh
# Packs the checks that need a GPU for a machine that has one and no Java: a runtime, the jars, the
# PTX, the tests tagged `gpu`, and run.sh. Runs on Linux and packs for machines of the same
# architecture.
#
#   mvn -pl core,ffi-cuda -am package -DskipTests        first, in the repository's root
#   ffi-cuda/src/main/scripts/pack-gpu-checks.sh [FILE]  default: ffi-cuda/target/gpu-checks.tar.gz
#
# There:  tar xf gpu-checks.tar.gz && gpu-checks/first-run.sh DIRECTORY    at most ten minutes
#         gpu-checks/run.sh                                               everything
# The results are in gpu-checks/ffi-cuda/results and belong into ffi-cuda/results.
#
# Packed as well where they are found here: the command line (ffi-cuda/host, packaged); a program in
# C that needs gcc here; compute-sanitizer, from the directory COMPUTE_SANITIZER or beside nvcc.
set -eu

fail() {
  echo "pack-gpu-checks: $1" >&2
  exit 1
}

scripts=$(cd "$(dirname "$0")" && pwd -P)
module=$(cd "$scripts/../../.." && pwd -P)
root=$(dirname "$module")
package=$module/target/gpu-checks
archive=${1:-$package.tar.gz}

jdk=${JAVA_HOME:-}
version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release" 2> /dev/null || true)
[ -x "$jdk/bin/jlink" ] && [ "${version:-0}" -ge 25 ] \
  || fail "JAVA_HOME is to name a JDK 25 or later with jlink"

# A jar that Maven built, or fail.
built() {
  for jar in "$1"/target/$2; do
    [ -f "$jar" ] && echo "$jar" && return
  done
  fail "no $1/target/$2: mvn -pl core,ffi-cuda -am package -DskipTests"
}

core=$(built "$root/core" 'deltalex-core-*[0-9TS].jar')
kit=$(built "$root/core" 'deltalex-core-*-tests.jar')
[ -d "$module/target/classes" ] && [ -d "$module/target/test-classes" ] \
  || fail "ffi-cuda is not compiled: mvn -pl core,ffi-cuda -am package -DskipTests"

# The console launcher carries Jupiter; its platform's version is Jupiter's with a 1 in front.
jupiter=$(sed -n 's:.*<version.junit>5\.\(.*\)</version.junit>.*:\1:p' "$root/pom.xml")
console=junit-platform-console-standalone
launcher=${MAVEN_REPOSITORY:-$HOME/.m2/repository}/org/junit/platform/$console/1.$jupiter/$console-1.$jupiter.jar
[ -f "$launcher" ] || (cd "$root" && mvn -q dependency:get "-Dartifact=org.junit.platform:$console:1.$jupiter") \
  || fail "no $launcher, and Maven cannot fetch it"

rm -rf "$package"
mkdir -p "$package/lib" "$package/ffi-cuda/target"

# What the tests, the launcher and the command line use; the tests read the JVM's allocation
# counters and the log.
"$jdk/bin/jlink" --output "$package/runtime" --strip-debug --no-header-files --no-man-pages \
  --add-modules java.base,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.incubator.vector,jdk.management,jdk.unsupported

cp "$core" "$kit" "$launcher" "$package/lib"
cp -r "$module/target/classes" "$module/target/test-classes" "$package/ffi-cuda/target"
cp "$scripts/run-gpu-checks.sh" "$package/run.sh"
cp "$scripts/first-gpu-run.sh" "$package/first-run.sh"
chmod +x "$package/run.sh" "$package/first-run.sh"

# The command line, where it is built, with the jars that its manifest names: `run.sh cli`.
cli=$module/host/target
if [ -f "$cli/deltalex.jar" ] && [ -d "$cli/lib" ]; then
  mkdir "$package/cli"
  cp -r "$cli/deltalex.jar" "$cli/lib" "$package/cli"
else
  echo "left out: the command line; mvn -pl core,ffi-cuda,ffi-cuda/host -am package -DskipTests"
fi

if command -v gcc > /dev/null; then
  gcc -std=c99 -O2 -D_GNU_SOURCE -o "$package/ping-pong" "$module/src/test/native/ping_pong.c" -ldl
else
  echo "left out: the round trip in C; no gcc on PATH"
fi

# The tool and the libraries beside it, which it loads into what it watches.
sanitizer=${COMPUTE_SANITIZER:-}
if [ -z "$sanitizer" ] && nvcc=$(command -v nvcc); then
  top=$("$nvcc" --dryrun -x cu -c /dev/null 2>&1 | sed -n 's/^#\$ TOP=//p' | head -n 1)
  sanitizer=$top/compute-sanitizer
fi
if [ -n "$sanitizer" ] && [ -x "$sanitizer/compute-sanitizer" ]; then
  mkdir "$package/compute-sanitizer"
  find "$sanitizer" -maxdepth 1 -type f \( -name 'compute-sanitizer' -o -name 'TreeLauncher*' -o -name '*.so*' \) \
    -exec cp {} "$package/compute-sanitizer" \;
else
  echo "left out: compute-sanitizer; none beside nvcc, and COMPUTE_SANITIZER names no directory of it"
fi

(cd "$module/src/test/java" && grep -rlF '@Tag("gpu")' . | sed 's:^\./::; s:\.java$::; s:/:.:g' | sort) \
  > "$package/tests.txt"
[ -s "$package/tests.txt" ] || fail "no test carries the tag gpu"

tar -C "$(dirname "$package")" -czf "$archive" "$(basename "$package")"
du -sh "$package"/* | sed "s:$package/::"
echo "packed: $archive, $(du -h "$archive" | cut -f1), unpacked $(du -sh "$package" | cut -f1)"
# What is carried to another machine may have so many bytes.
[ "$(stat -c %s "$archive")" -le 67108864 ] || fail "$archive has more than 64 MiB"
