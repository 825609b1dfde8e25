#!/bin/sh
# Runs the first run's checks on the emulated driver, to test the checks and their pack: no result of
# it says anything about a GPU. Needs what pack-gpu-checks.sh needs, and the emulated driver, which
# any test of ffi-cuda that uses it compiles.
#
#   ffi-cuda/src/main/scripts/dry-run-gpu-checks.sh DIRECTORY [CHECK…]
#
# EMULATED_CUDA_FAIL_AFTER, EMULATED_CUDA_HOLD_AFTER and the others reach the driver.
set -eu

scripts=$(cd "$(dirname "$0")" && pwd -P)
module=$(cd "$scripts/../../.." && pwd -P)
driver=$module/target/native/libemulated_cuda.so
work=$module/target/dry-run
[ -f "$driver" ] || { echo "dry-run-gpu-checks: no $driver; mvn -pl ffi-cuda -am test" >&2; exit 1; }

rm -rf "$work"
mkdir -p "$work/driver"
"$scripts/pack-gpu-checks.sh" "$work/gpu-checks.tar.gz"
tar -C "$work" -xf "$work/gpu-checks.tar.gz"
ln -s "$driver" "$work/driver/libcuda.so.1"
export LD_LIBRARY_PATH="$work/driver" COMPUTE_SANITIZER=none GPU_CHECK_ROUNDS=2000 GPU_CHECK_SECONDS=1
export GPU_CHECK_OPTIONS="-Dgpu.dry=true -XX:+UseSerialGC"
exec "$work/gpu-checks/first-run.sh" "$@"
