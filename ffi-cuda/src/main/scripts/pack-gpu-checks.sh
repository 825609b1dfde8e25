#!/bin/sh
# Packs the checks that need a GPU for a machine that has one and no Java: a runtime, the jars, the
# PTX, the tests tagged `gpu`, and run.sh. Runs on Linux for machines of its own kind of processor.
#
#   mvn -pl core,ffi-cuda -am package -DskipTests        first, in the repository's root
#   ffi-cuda/src/main/scripts/pack-gpu-checks.sh [FILE]  default: ffi-cuda/target/gpu-checks.tar.gz
#
# There:  tar xf gpu-checks.tar.gz && gpu-checks/run.sh
# The results lie in gpu-checks/ffi-cuda/results and belong into ffi-cuda/results.
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
[ -n "$jdk" ] && [ -x "$jdk/bin/jlink" ] || fail "JAVA_HOME is to name a JDK 25 or later with jlink"

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

# What the tests and the launcher use; the tests read the JVM's allocation counters and the log.
"$jdk/bin/jlink" --output "$package/runtime" --strip-debug --no-header-files --no-man-pages \
  --add-modules java.base,java.logging,java.management,java.xml,jdk.incubator.vector,jdk.management,jdk.unsupported

cp "$core" "$kit" "$launcher" "$package/lib"
cp -r "$module/target/classes" "$module/target/test-classes" "$package/ffi-cuda/target"
cp "$scripts/run-gpu-checks.sh" "$package/run.sh"
chmod +x "$package/run.sh"

# The command line, where it is built: `run.sh` offers it as a check by hand.
cli=$module/host/target/deltalex.jar
[ ! -f "$cli" ] || cp "$cli" "$package/lib"

(cd "$module/src/test/java" && grep -rlF '@Tag("gpu")' . | sed 's:^\./::; s:\.java$::; s:/:.:g' | sort) \
  > "$package/tests.txt"
[ -s "$package/tests.txt" ] || fail "no test carries the tag gpu"

tar -C "$(dirname "$package")" -czf "$archive" "$(basename "$package")"
echo "packed: $archive, $(du -h "$archive" | cut -f1)"
