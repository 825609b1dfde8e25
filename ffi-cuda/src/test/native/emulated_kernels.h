// The kernels that the emulated driver can launch: a name, the sizes of the parameters, and the
// function itself behind a uniform call.
#pragma once

#include <cstddef>
#include <cstring>
#include <utility>

struct EmulatedKernel {
  static constexpr std::size_t MAX_PARAMETERS = 16;
  const char *name;
  std::size_t count;
  std::size_t sizes[MAX_PARAMETERS];
  void (*run)(const unsigned long long *slots);  // one parameter per slot of 8 bytes
};

template <auto F>
struct KernelCall;

template <class... P, void (*F)(P...)>
struct KernelCall<F> {
  static_assert(sizeof...(P) <= EmulatedKernel::MAX_PARAMETERS);
  static_assert(((sizeof(P) <= 8) && ...));

  template <class T>
  static T load(const unsigned long long *slot) {
    T value;
    std::memcpy(&value, slot, sizeof value);
    return value;
  }

  template <std::size_t... I>
  static void spread(const unsigned long long *slots, std::index_sequence<I...>) {
    F(load<P>(slots + I)...);
  }

  static void run(const unsigned long long *slots) {
    spread(slots, std::index_sequence_for<P...>{});
  }

  static constexpr EmulatedKernel entry(const char *name) {
    return EmulatedKernel{name, sizeof...(P), {sizeof(P)...}, run};
  }
};

#define EMULATED_KERNEL(function) KernelCall<&function>::entry(#function)

extern const EmulatedKernel EMULATED_KERNELS[];
extern const std::size_t EMULATED_KERNEL_COUNT;
